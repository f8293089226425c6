//! Rules: statuses, scores, values and benefits.

use serde_json::{Value as Json, json};
use wuwei_ir::{Date, EntityId, GroupId, Program};
use wuwei_project::{Library, Listing, list, show};
use wuwei_source::{Lang, Text, did_you_mean};

use super::call::Call;
use super::endpoint::Endpoint;
use super::paging::{Paging, page_of, search, sort};
use super::problem::Problem;
use super::reply::{JSON, Reply};
use super::schema::{array, day, field, may, named, number, object, one_of, or_null, said, string, truth, words};

/// Kinds of rules, with where they are listed.
const KINDS: [(&str, Listing); 4] = [
    ("status", Listing::Statuses),
    ("score", Listing::Scores),
    ("value", Listing::Values),
    ("benefit", Listing::Benefits),
];

pub(super) fn endpoints() -> Vec<Endpoint> {
    let some = |what: &str| said(array(string()), what);
    let filters = [
        may("text", said(string(), "Part of the name, its English label, the article or the amount.")),
        may("kinds", array(one_of(KINDS.map(|(kind, _)| kind)))),
        may("entity_kinds", some("About subjects of one of these kinds.")),
        may("documents", some("In one of these documents.")),
        may("regions", some("In force in one of these regions.")),
        may("mechanisms", some("Realising one of these mechanisms.")),
        may("in_force_on", said(day(), "In force on this day.")),
    ];
    let body = search(filters, &["name", "kind", "document", "region", "entity", "from"], []);
    vec![
        Endpoint::post("/rules/search", "searchRules", "rules", find)
            .says("Rules by what they are, whom they are about and where they hold. One item a version.")
            .takes(body)
            .answers(JSON, page_of(named("Rule"))),
        Endpoint::get("/rules/{name}", "getRule", "rules", one)
            .says("A rule, with all its versions.")
            .path("name", "The rule's name; in full where names repeat: document.name.", string())
            .answers(JSON, named("WholeRule")),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Json)> {
    let rule = object([
        field("name", string()),
        field("kind", words(KINDS.map(|(kind, _)| kind))),
        field("english", or_null(string())),
        field("entity", string()),
        field("entity_english", or_null(string())),
        field("document", string()),
        field("region", string()),
        field("from", day()),
        field("until", or_null(day())),
        field("article", string()),
        field("basis", named("Basis")),
        field("mechanisms", array(string())),
        field("place", string()),
        may("out_of", said(number(), "The most points; of scores only.")),
        may("at_most", said(truth(), "Whether only a ceiling is published; of benefits only.")),
        may("budget", or_null(string())),
        may("payer", or_null(string())),
        may("handled_by", array(string())),
        may("amount", said(string(), "The amount in words; of benefits only.")),
    ]);
    let whole = object([
        field("name", string()),
        field("kind", words(KINDS.map(|(kind, _)| kind))),
        field("entity", string()),
        field("versions", array(named("Rule"))),
        field("text", said(string(), "The rule as people read it.")),
    ]);
    vec![("Rule", rule), ("WholeRule", whole)]
}

/// All rules, a row a version.
fn rows(library: &Library, day: Date, lang: Lang) -> Vec<Json> {
    let all = KINDS.iter().flat_map(|(kind, listing)| {
        list(library, *listing, day, lang).into_iter().map(move |mut row| {
            row["kind"] = json!(kind);
            row
        })
    });
    all.collect()
}

fn find(call: &Call<'_>) -> Result<Reply, Problem> {
    let body = call.body();
    let filters = &body["filters"];
    let is_any = |filter: &str, value: &Json| filters[filter].as_array().is_none_or(|wanted| wanted.contains(value));
    let text = filters["text"].as_str().map(str::to_lowercase);
    let holds = |row: &Json, text: &str| {
        let fields = ["name", "english", "document", "article", "amount"].map(|name| row[name].as_str());
        fields.into_iter().flatten().any(|field| field.to_lowercase().contains(text))
    };
    let in_force = |row: &Json| {
        let Some(day) = filters["in_force_on"].as_str() else { return true };
        row["from"].as_str().is_some_and(|from| from <= day) && row["until"].as_str().is_none_or(|until| day <= until)
    };
    let mechanisms = |row: &Json| {
        let own = row["mechanisms"].as_array();
        filters["mechanisms"]
            .as_array()
            .is_none_or(|wanted| own.is_some_and(|own| own.iter().any(|one| wanted.contains(one))))
    };
    let mut found = rows(call.snapshot.library(), call.as_of, call.lang);
    found.retain(|row| {
        is_any("kinds", &row["kind"])
            && is_any("entity_kinds", &row["entity"])
            && is_any("documents", &row["document"])
            && is_any("regions", &row["region"])
            && mechanisms(row)
            && in_force(row)
            && text.as_ref().is_none_or(|text| holds(row, text))
    });
    sort(&mut found, body, "name");
    Ok(Reply::json(&Paging::of_body(body).page(found, None)))
}

fn one(call: &Call<'_>) -> Result<Reply, Problem> {
    let library = call.snapshot.library();
    let program = library.program();
    let group = named_rule(program, call.path("name"), None)?;
    let name = program.group_names()[group.index()];
    let mut versions = rows(library, call.as_of, call.lang);
    versions.retain(|row| row["name"] == name.as_str());
    Ok(Reply::json(&json!({
        "name": name.as_str(),
        "kind": versions.first().map(|row| row["kind"].clone()),
        "entity": program.entity(program.group(group).entity).head.name.as_str(),
        "versions": versions,
        "text": show(library, name.as_str(), call.lang).unwrap_or_default(),
    })))
}

/// The rule of this name, about a kind of subject where one is meant.
pub(super) fn named_rule(program: &Program, name: &str, about: Option<EntityId>) -> Result<GroupId, Problem> {
    let all = (0..program.groups.len()).map(GroupId::from_index);
    let named: Vec<GroupId> = all.filter(|group| program.is_called(*group, name)).collect();
    let meant: Vec<GroupId> =
        named.iter().copied().filter(|group| about.is_none_or(|about| program.group(*group).entity == about)).collect();
    let names = program.group_names();
    match (meant.as_slice(), named.as_slice()) {
        ([group], _) => Ok(*group),
        ([], [group, ..]) => Ok(*group),
        ([], []) => {
            let near = did_you_mean(name, names);
            let hint = match near.first() {
                Some(near) => Text::new(format!("是不是“{near}”？"), format!("did you mean {near}?")),
                None => Text::new("规则名称见 POST /api/v1/rules/search", "POST /api/v1/rules/search has the names"),
            };
            Err(Problem::not_found(Text::new("没有这条规则", "there is no such rule")).hint(hint))
        }
        (several, _) => {
            let full: Vec<&str> = several.iter().map(|group| names[group.index()].as_str()).collect();
            let what = Text::new("不止一条规则叫这个名字", "more than one rule has that name");
            let hint = Text::new(
                format!("写全名：{}", full.join("、")),
                format!("write its name in full: {}", full.join(", ")),
            );
            Err(Problem::not_found(what).hint(hint))
        }
    }
}
