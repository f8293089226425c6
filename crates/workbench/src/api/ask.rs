//! What rules say of a subject that somebody describes. Nothing that is sent is kept.

use serde_json::{Value as Json, json};
use wuwei_engine::Evaluator;
use wuwei_project::ask;

use super::call::Call;
use super::endpoint::Endpoint;
use super::kinds::no_kind;
use super::problem::Problem;
use super::reply::{JSON, Reply, written};
use super::schema::{amount, array, closed, day, field, map, may, named, number, object, or_null, said, string, words};
use super::told::{Told, facts_schema};

pub(super) fn endpoints() -> Vec<Endpoint> {
    let body = closed([
        field("entity_kind", said(string(), "What kind of subject it is; /api/v1/kinds has the kinds.")),
        may("as_of", said(day(), "The day that is asked about; today where none is named.")),
        may("facts", facts_schema()),
    ]);
    vec![
        Endpoint::post("/ask", "ask", "ask", post)
            .quick()
            .says("Every rule about a subject that you describe. Nothing is kept.")
            .takes(body)
            .may_be_missing()
            .answers(JSON, named("Answers")),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Json)> {
    let points = || or_null(number());
    let status = object([
        field("answer", named("Verdict")),
        field(
            "missing",
            said(array(string()), "Facts that could decide it, in the order in which the rule reads them."),
        ),
        field("basis", named("Basis")),
        may("not_computable", said(array(string()), "Why the text can't be decided.")),
    ]);
    let score = object([field("low", points()), field("high", points()), field("out_of", number())]);
    let quantity = || json!({ "anyOf": [amount(), { "type": "number" }, { "type": "null" }] });
    let value = object([field("low", quantity()), field("high", quantity())]);
    let benefit = object([
        field("eligible", named("Verdict")),
        field("low", or_null(amount())),
        field("high", or_null(amount())),
        field("lane", named("Lane")),
        field("basis", named("Basis")),
        field("excluded_by", or_null(string())),
        field("missing", array(string())),
    ]);
    let total = object([field("low", or_null(amount())), field("high", or_null(amount()))]);
    let answers = object([
        field("entity", said(or_null(string()), "The subject's code; null where none was told.")),
        field("kind", string()),
        field("name", or_null(string())),
        field("as_of", day()),
        field("statuses", map(status)),
        field("scores", map(score)),
        field("values", map(value)),
        field("benefits", map(benefit)),
        field("total", total),
        field("currency", said(words(["CNY"]), "Of all amounts, which are decimal strings.")),
        may("notice", said(string(), "That the facts are synthetic; absent where they aren't.")),
    ]);
    vec![("Answers", answers)]
}

fn post(call: &Call<'_>) -> Result<Reply, Problem> {
    let program = call.snapshot.library().program();
    let body = call.body();
    let entity = program.entity_named(body["entity_kind"].as_str().unwrap_or_default()).ok_or_else(no_kind)?;
    let told = Told::read(program, entity, &body["facts"], (call.bench.setting.today)())?;
    let evaluator = Evaluator::new(program, &told.people, call.as_of);
    let asked = ask(&evaluator, told.row, told.key, told.called);
    Ok(Reply::text(JSON, told.write(written(&asked.json(program, None)))))
}
