//! The OpenAPI 3.1 document, made from the same descriptions as the router, with examples of the library that is served.

use serde_json::{Map, Value as Json, json};
use wuwei_engine::{Lane, Verdict};
use wuwei_ir::{Basis, Program};

use super::call::Call;
use super::endpoint::{Body, Endpoint, Method, Parameter};
use super::problem::{PROBLEM, Problem};
use super::reply::{JSON, Reply};
use super::schema::{amount, array, field, may, named, object, one_of, or_null, said, string, whole, words};
use super::{ROOT, ask, documents, entities, explain, findings, kinds, observations, plan, rules};

pub(super) fn endpoints() -> Vec<Endpoint> {
    let links = object([field("openapi", string()), field("documents", string())]);
    let any = object([field("openapi", string()), field("paths", json!({ "type": "object" }))]);
    vec![
        Endpoint::get("", "getIndex", "about", index).says("Where to begin.").answers(JSON, links),
        Endpoint::get("/openapi.json", "getOpenApi", "about", get).says("This document.").answers(JSON, any),
    ]
}

fn index(_: &Call<'_>) -> Result<Reply, Problem> {
    let at = |path: &str| format!("{ROOT}{path}");
    Ok(Reply::json(&json!({ "openapi": at("/openapi.json"), "documents": at("/documents") })))
}

fn get(call: &Call<'_>) -> Result<Reply, Problem> {
    Ok(Reply::json(&document(call.snapshot.library().program(), call.as_of)))
}

/// The whole document.
fn document(program: &Program, as_of: wuwei_ir::Date) -> Json {
    let mut paths: Map<String, Json> = Map::new();
    for endpoint in super::endpoints() {
        let method = match endpoint.method {
            Method::Get => "get",
            Method::Post => "post",
        };
        let path = paths.entry(format!("{ROOT}{}", endpoint.path)).or_insert_with(|| json!({}));
        path[method] = operation(&endpoint, program, as_of);
    }
    let tag = |(name, about): (&str, &str)| json!({ "name": name, "description": about });
    let tags = [
        ("about", "The service itself."),
        ("documents", "Plans and policies."),
        ("kinds", "Kinds of subjects and the facts about them."),
        ("rules", "Statuses, scores, values and benefits."),
        ("entities", "Subjects whose facts are known here."),
        ("ask", "What rules say of a subject, with reasons. Stateless: what is sent is not kept."),
        ("plan", "Targets: what is asked, where it stands, where it goes."),
        ("observations", "Published figures."),
        ("findings", "What is wrong or doubtful in plans and documents."),
    ];
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Wuwei",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
            "description": "Plans, policies and subjects, computed. Names of rules, facts and regions are the declared ones, mostly Chinese. \
                Money is a decimal string in yuan. Ranges have two ends; null is an open end. Fields marked x-extensible-enum may get \
                further words, objects further fields: ignore what you don't know. Every error is a problem (RFC 9457).",
        },
        "servers": [{ "url": "/" }],
        "tags": tags.into_iter().map(tag).collect::<Vec<Json>>(),
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "securitySchemes": {
                "operator": { "type": "http", "scheme": "bearer", "description": "The token that the server shows when it starts." },
            },
        },
    })
}

fn operation(endpoint: &Endpoint, program: &Program, as_of: wuwei_ir::Date) -> Json {
    let mut parameters: Vec<Json> = endpoint.parameters.iter().map(|it| parameter(it, endpoint, program)).collect();
    parameters.push(json!({
        "name": "lang", "in": "query", "required": false, "schema": one_of(["zh", "en"]),
        "description": "The language of texts for people; without it that of Accept-Language, else Chinese.",
    }));
    let mut operation = json!({
        "operationId": endpoint.id,
        "tags": [endpoint.tag],
        "summary": endpoint.summary,
        "parameters": parameters,
    });
    match &endpoint.body {
        None => {}
        Some(Body::Json { schema, .. }) => {
            let mut content = json!({ "schema": schema });
            if let Some(example) = examples(endpoint.id, program, as_of) {
                content["example"] = example;
            }
            operation["requestBody"] = json!({ "required": true, "content": { JSON: content } });
        }
        Some(Body::File(kinds)) => {
            let binary = json!({ "schema": { "type": "string", "format": "binary" } });
            let content: Map<String, Json> = kinds.iter().map(|kind| (kind.to_string(), binary.clone())).collect();
            operation["requestBody"] = json!({ "required": true, "content": content });
        }
    }
    operation["responses"] = responses(endpoint);
    if endpoint.for_operator {
        operation["security"] = json!([{ "operator": [] }]);
    }
    operation
}

fn parameter(parameter: &Parameter, endpoint: &Endpoint, program: &Program) -> Json {
    let mut json = json!({
        "name": parameter.name,
        "in": if parameter.in_path { "path" } else { "query" },
        "required": parameter.in_path,
        "description": parameter.about,
        "schema": parameter.schema,
    });
    let document = program.documents.first().map(|document| document.id);
    let example = match (endpoint.path, parameter.name) {
        ("/documents/{id}", "id") => document,
        ("/rules/{name}", "name") => program.group_names().first().copied(),
        (_, "kind") if parameter.in_path => program.entities.first().map(|entity| entity.head.name),
        _ => None,
    };
    if let Some(example) = example {
        json["example"] = json!(example.as_str());
    }
    json
}

/// A body that can be sent as it is.
fn examples(id: &str, program: &Program, as_of: wuwei_ir::Date) -> Option<Json> {
    let entity = program.items.iter().map(|item| item.entity).next()?;
    let kind = program.entity(entity).head.name.as_str();
    let whole = |fact: &&wuwei_ir::FactId| {
        let fact = program.fact(**fact);
        !fact.yearly && fact.ty.dim().is_some_and(|dim| dim != wuwei_ir::Dim::MONEY) && fact.range.is_none()
    };
    let fact = program.entity(entity).facts.iter().find(whole).map(|fact| program.fact(*fact).name.as_str());
    let mut facts = Map::new();
    if let Some(fact) = fact {
        facts.insert(fact.to_string(), json!(10));
    }
    let day = as_of.to_string();
    match id {
        "ask" => Some(json!({ "entity_kind": kind, "as_of": day, "facts": facts })),
        "explain" => {
            let rule = program.items.iter().find(|item| item.entity == entity)?.group;
            let rule = program.group_names()[rule.index()].as_str();
            Some(json!({ "rule": rule, "entity_kind": kind, "as_of": day, "facts": facts }))
        }
        "searchEntities" => Some(json!({ "filters": { "kind": kind }, "pagination": { "page": 1, "pageSize": 10 } })),
        "searchRules" => {
            Some(json!({ "filters": { "kinds": ["benefit"] }, "pagination": { "page": 1, "pageSize": 10 } }))
        }
        "searchPlan" => Some(json!({ "pagination": { "page": 1, "pageSize": 10 } })),
        "askEntity" => Some(json!({ "as_of": day })),
        _ => None,
    }
}

fn responses(endpoint: &Endpoint) -> Json {
    let mut responses = Map::new();
    let content: Map<String, Json> =
        endpoint.answers.iter().map(|(kind, schema)| (kind.to_string(), json!({ "schema": schema }))).collect();
    let mut headers =
        json!({ "X-Request-Id": { "description": "The request's name in the server's log.", "schema": string() } });
    if endpoint.method == Method::Get {
        headers["ETag"] = json!({ "description": "Send it back as If-None-Match.", "schema": string() });
    }
    responses
        .insert("200".to_string(), json!({ "description": "The answer.", "headers": headers, "content": content }));
    let mut add = |status: &str, about: &str| {
        let content = json!({ PROBLEM: { "schema": named("Problem") } });
        responses.insert(status.to_string(), json!({ "description": about, "content": content }));
    };
    add("400", "The request can't be read, or a parameter is wrong.");
    add("403", "A page of another site sent this, or it isn't allowed.");
    add("406", "The answer doesn't come in a form that is accepted.");
    add("408", "The request took too long.");
    add("413", "The request is too large.");
    add("421", "The server doesn't answer for that host.");
    add("500", "The server could not do what was asked.");
    add("503", "The server is too busy.");
    if endpoint.may_be_missing {
        add("404", "There is nothing of this name.");
    }
    if endpoint.body.is_some() {
        add("415", "The body isn't of a kind that is taken here.");
        add("422", "The body says something that can't be: the errors say where.");
    }
    if endpoint.for_operator {
        add("401", "The operator's token is needed.");
    }
    if endpoint.method == Method::Get {
        responses.insert("304".to_string(), json!({ "description": "What the client has is still so." }));
    }
    responses.sort_keys();
    Json::Object(responses)
}

/// Shapes that several answers share.
fn schemas() -> Json {
    let wrong = object([
        field("at", said(string(), "A JSON pointer into the body, or the name of a parameter.")),
        field("detail", string()),
    ]);
    let problem = object([
        field("type", said(string(), "urn:wuwei:problem: and a word.")),
        field("title", said(string(), "What happened, in the language that was asked for.")),
        field("status", whole()),
        may("hint", said(string(), "What to do.")),
        may("errors", array(wrong)),
    ]);
    let money = object([field("amount", amount()), field("currency", words(["CNY"]))]);
    let verdicts = [Verdict::Yes, Verdict::No, Verdict::Unknown, Verdict::NotApplicable, Verdict::NotComputable];
    let mut schemas = json!({
        "Problem": problem,
        "Money": money,
        "Verdict": words(verdicts.map(Verdict::word)),
        "Basis": words(Basis::ALL.map(Basis::word)),
        "Lane": or_null(words([Lane::Automatic, Lane::Apply, Lane::Incomplete].map(Lane::term))),
    });
    let own = [
        ask::schemas(),
        documents::schemas(),
        entities::schemas(),
        explain::schemas(),
        findings::schemas(),
        kinds::schemas(),
        observations::schemas(),
        plan::schemas(),
        rules::schemas(),
    ];
    for (name, schema) in own.into_iter().flatten() {
        schemas[name] = schema;
    }
    schemas
}
