//! Why a rule answers as it does, as a proof.

use serde_json::{Value as Json, json};
use wuwei_engine::{Evaluator, Population, Row};
use wuwei_ir::{GroupId, Program};
use wuwei_project::{Explanation, explain, explanation_json};
use wuwei_source::Text;

use super::call::Call;
use super::endpoint::Endpoint;
use super::entities::found;
use super::kinds::no_kind;
use super::problem::Problem;
use super::reply::{JSON, Reply};
use super::rules::named_rule;
use super::schema::{array, closed, day, field, may, named, object, or_null, said, string, truth, words};
use super::told::{Told, facts_schema};

pub(super) fn endpoints() -> Vec<Endpoint> {
    let body = closed([
        field("rule", said(string(), "The rule; in full where names repeat: document.name.")),
        field("entity_kind", said(string(), "What kind of subject it is.")),
        may("key", said(string(), "The code of a subject whose facts are known here.")),
        may("facts", facts_schema()),
        may("as_of", said(day(), "The day that is asked about; today where none is named.")),
    ]);
    vec![
        Endpoint::post("/explain", "explain", "ask", post)
            .says("Why a rule answers as it does: of a subject by its code, or of one that you describe.")
            .takes(body)
            .may_be_missing()
            .about_facts()
            .answers(JSON, named("Explanation")),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Json)> {
    let node = object([
        field(
            "kind",
            words([
                "rule",
                "part",
                "condition",
                "value",
                "fact",
                "relation",
                "member",
                "amount",
                "home",
                "not_yet_paid",
            ]),
        ),
        field("text", said(string(), "What the node says, for people.")),
        field("mark", said(string(), "A verdict, or value.")),
        field("value", string()),
        may("name", string()),
        may("document", string()),
        may("title", string()),
        may("number", or_null(string())),
        may("article", string()),
        may("fact", string()),
        may("basis", named("Basis")),
        may("place", string()),
        may("origin", json!({ "type": "object" })),
        may("distance", json!({ "type": "object" })),
        field("decides", truth()),
        may("obstacles", array(json!({ "type": "object" }))),
        may("waits_for", array(string())),
        field("children", array(named("Proof"))),
    ]);
    let explanation = object([
        field("entity", or_null(string())),
        field("as_of", day()),
        field("text", said(string(), "The same as lines for people, folded to what decided.")),
        field("proof", named("Proof")),
        may("notice", string()),
    ]);
    vec![("Proof", node), ("Explanation", explanation)]
}

fn post(call: &Call<'_>) -> Result<Reply, Problem> {
    let program = call.snapshot.library().program();
    let body = call.body();
    let kind = body["entity_kind"].as_str().unwrap_or_default();
    let entity = program.entity_named(kind).ok_or_else(no_kind)?;
    let rule = rule_about(program, body["rule"].as_str().unwrap_or_default(), entity)?;
    match (body["key"].as_str(), body.get("facts")) {
        (Some(_), Some(_)) => {
            let what = Text::new("key 和 facts 只能写一个", "either key or facts can be given");
            Err(Problem::body("/key", what))
        }
        (Some(key), None) => {
            let row = found(call, kind, key)?;
            let json = explained(call, call.snapshot.population(), row, rule, Some(key), call.notice());
            Ok(Reply::json(&json))
        }
        (None, facts) => {
            let told = Told::read(program, entity, facts.unwrap_or(&Json::Null), (call.bench.setting.today)())?;
            let key = told.key.map(|key| key.as_str());
            let json = explained(call, &told.people, told.row, rule, key, None);
            Ok(Reply::text(JSON, told.write(json.to_string())))
        }
    }
}

/// A rule about a kind of subject.
fn rule_about(program: &Program, name: &str, entity: wuwei_ir::EntityId) -> Result<GroupId, Problem> {
    let rule = named_rule(program, name, Some(entity))?;
    if program.group(rule).entity == entity {
        return Ok(rule);
    }
    let what = Text::new("这条规则不是关于这类主体的", "that rule isn't about this kind of subject");
    Err(Problem::body("/rule", what))
}

fn explained(
    call: &Call<'_>,
    population: &dyn Population,
    row: Row,
    rule: GroupId,
    key: Option<&str>,
    notice: Option<&str>,
) -> Json {
    let library = call.snapshot.library();
    let evaluator = Evaluator::new(library.program(), population, call.as_of);
    let trace = evaluator.trace(rule, row);
    let (lang, as_of) = (call.lang, call.as_of);
    let explanation = Explanation { library, population: Some(population), lang, as_of, colour: false };
    let mut json = json!({
        "entity": key,
        "as_of": as_of.to_string(),
        "text": explain(&explanation, &trace),
        "proof": explanation_json(&explanation, &trace),
    });
    if let Some(notice) = notice {
        json["notice"] = json!(notice);
    }
    json
}
