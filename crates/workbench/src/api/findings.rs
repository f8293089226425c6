//! What is wrong or doubtful: in the documents themselves, and between plans of several levels.

use serde_json::{Value as Json, json};
use wuwei_plan::cascade::{Limits, align};
use wuwei_project::{Format, plan_documents, render};

use super::call::Call;
use super::endpoint::Endpoint;
use super::problem::Problem;
use super::reply::{JSON, Reply};
use super::schema::{array, field, may, named, number, object, one_of, or_null, string, words};

/// How much findings matter, the gravest first.
const SEVERITIES: [&str; 3] = ["error", "warning", "info"];

pub(super) fn endpoints() -> Vec<Endpoint> {
    let answer = object([
        field("alignment", array(named("AlignmentFinding"))),
        field("diagnostics", array(named("Diagnostic"))),
        may("notice", string()),
    ]);
    vec![
        Endpoint::get("/findings", "listFindings", "findings", all)
            .says("Where plans of several levels don't fit each other, and what the compiler says of the documents.")
            .query("severity", "Only findings at least as serious.", one_of(SEVERITIES))
            .on_a_day()
            .about_facts()
            .answers(JSON, answer),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Json)> {
    let place =
        object([field("place", or_null(string())), field("document", or_null(string())), field("article", string())]);
    let alignment = object([
        field("finding", string()),
        field("severity", words(SEVERITIES)),
        field("parent", json!({ "type": ["object", "null"] })),
        field("child", json!({ "type": ["object", "null"] })),
        field("share", or_null(number())),
        field("message", string()),
        field("places", array(place)),
    ]);
    let diagnostic = object([
        field("id", string()),
        field("severity", words(["error", "warning"])),
        field("headline", string()),
        field("labels", array(json!({ "type": "object" }))),
        field("help", array(string())),
        field("notes", array(string())),
        field("trail", array(string())),
    ]);
    vec![("AlignmentFinding", alignment), ("Diagnostic", diagnostic)]
}

fn all(call: &Call<'_>) -> Result<Reply, Problem> {
    let library = call.snapshot.library();
    let rank = |word: &str| SEVERITIES.iter().position(|severity| *severity == word).unwrap_or(0);
    let least = call.query("severity").and_then(Json::as_str).map_or(SEVERITIES.len(), rank);
    let is_shown = |row: &Json| row["severity"].as_str().is_none_or(|word| rank(word) <= least);
    let documents = plan_documents(library);
    let found = align(library.program(), call.snapshot.observations(), &documents, call.as_of, &Limits::default());
    let alignment = found.iter().map(|finding| finding.json(library.program(), &library.sources, call.lang));
    let diagnostics = library.findings().filter_map(|found| {
        serde_json::from_str::<Json>(&render(found, &library.sources, call.lang, Format::Json)).ok()
    });
    let mut json = json!({
        "alignment": alignment.filter(is_shown).collect::<Vec<_>>(),
        "diagnostics": diagnostics.filter(is_shown).collect::<Vec<_>>(),
    });
    if let Some(notice) = call.notice() {
        json["notice"] = json!(notice);
    }
    Ok(Reply::json(&json))
}
