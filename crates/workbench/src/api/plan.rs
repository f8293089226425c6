//! Targets: what is asked, where it stands, where it goes, and who answers for it.

use serde_json::{Value as Json, json};
use wuwei_ir::{DocId, PartyId};
use wuwei_plan::progress::Verdict;
use wuwei_project::{PlanQuestion, plan, plan_documents, plan_json};
use wuwei_source::{Name, Text};

use super::call::Call;
use super::endpoint::Endpoint;
use super::paging::{Paging, page_of, search, sort};
use super::problem::Problem;
use super::reply::{JSON, Reply};
use super::schema::{array, field, may, named, number, object, one_of, or_null, said, string, truth, words};

pub(super) fn endpoints() -> Vec<Endpoint> {
    let verdicts = || one_of(Verdict::ALL.map(Verdict::word));
    let filters = [
        may("documents", said(array(string()), "Only targets of these documents.")),
        may("verdicts", array(verdicts())),
        may("unit", said(string(), "Only what this body answers for.")),
        may("lights", said(string(), "The lights that judge; the region's own where none are named.")),
    ];
    let order = ["document", "region", "indicator", "verdict", "gap", "progress", "due"];
    vec![
        Endpoint::get("/plan", "listPlan", "plan", all)
            .says("The targets of the plans, each with its verdict and what leads to it.")
            .query("document", "Only targets of this document.", string())
            .query("verdict", "Only this verdict.", verdicts())
            .query("unit", "Only what this body answers for.", string())
            .on_a_day()
            .in_pages()
            .about_facts()
            .may_be_missing()
            .answers(JSON, page_of(named("Target"))),
        Endpoint::post("/plan", "searchPlan", "plan", find)
            .says("The same, with more to filter and to order by.")
            .takes(search(filters, &order, []))
            .about_facts()
            .may_be_missing()
            .answers(JSON, page_of(named("Target"))),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Json)> {
    let maybe = || or_null(number());
    let anything = || json!({ "type": ["object", "null"] });
    let owner = object([field("party", string()), field("english", or_null(string())), field("lead", truth())]);
    let target = object([
        field("document", string()),
        field("region", string()),
        field("action", or_null(string())),
        field("indicator", string()),
        field("operator", words([">", ">=", "<", "<=", "=", "~"])),
        field("value", json!({ "anyOf": [{ "type": "number" }, { "type": "object" }] })),
        field("unit", string()),
        field("by", json!({ "type": ["integer", "string", "null"] })),
        field("latest", anything()),
        field("gap", maybe()),
        field("required_pace", maybe()),
        field("achieved_pace", maybe()),
        field("forecast", anything()),
        field("verdict", words(Verdict::ALL.map(Verdict::word))),
        field("cause", said(string(), "Why, in a sentence for people.")),
        field("owners", array(owner)),
        field("action_number", or_null(string())),
        field("of", string()),
        field("of_kind", words(["region", "party", "subject"])),
        field("kind", string()),
        field("goal", maybe()),
        field("reached", anything()),
        field("counted", anything()),
        field("base", anything()),
        field("progress", maybe()),
        field("expected", maybe()),
        field("due", truth()),
        field("light", anything()),
        field("ambition", or_null(string())),
        field("ambition_cause", or_null(string())),
        field("no_forecast", or_null(string())),
        field("article", string()),
        field("place", string()),
        field("keys", said(json!({ "type": "object" }), "Keys by which /trace shows how each number comes about.")),
    ]);
    vec![("Target", target)]
}

fn all(call: &Call<'_>) -> Result<Reply, Problem> {
    let text = |name: &str| call.query(name).and_then(Json::as_str);
    let documents: Vec<&str> = text("document").into_iter().collect();
    let verdicts: Vec<&str> = text("verdict").into_iter().collect();
    let rows = targets(call, &documents, &verdicts, text("unit"), None)?;
    let none = Json::Null;
    let paging = Paging::of(call.query("page").unwrap_or(&none), call.query("pageSize").unwrap_or(&none));
    Ok(Reply::json(&paging.page(rows, call.notice())))
}

fn find(call: &Call<'_>) -> Result<Reply, Problem> {
    let body = call.body();
    let filters = &body["filters"];
    let some =
        |name: &str| -> Vec<&str> { filters[name].as_array().into_iter().flatten().filter_map(Json::as_str).collect() };
    let lights = filters["lights"].as_str();
    let mut rows = targets(call, &some("documents"), &some("verdicts"), filters["unit"].as_str(), lights)?;
    if body["sorting"].is_object() {
        sort(&mut rows, body, "document");
    }
    Ok(Reply::json(&Paging::of_body(body).page(rows, call.notice())))
}

fn targets(
    call: &Call<'_>,
    documents: &[&str],
    verdicts: &[&str],
    unit: Option<&str>,
    lights: Option<&str>,
) -> Result<Vec<Json>, Problem> {
    let library = call.snapshot.library();
    let program = library.program();
    let missing = |zh: &'static str, en: &'static str| Problem::not_found(Text::new(zh, en));
    let document = |id: &&str| {
        let at = program.documents.iter().position(|document| document.id == *id);
        at.map(DocId::from_index).ok_or_else(|| missing("没有这份文件", "there is no such document"))
    };
    let documents = match documents {
        [] => plan_documents(library),
        named => named.iter().map(document).collect::<Result<_, _>>()?,
    };
    let unit = match unit {
        None => None,
        Some(name) => {
            let is = |party: &wuwei_ir::Party| party.head.name == name || party.aka.iter().any(|aka| *aka == *name);
            let at = program.parties.iter().position(is).map(PartyId::from_index);
            Some(at.ok_or_else(|| missing("没有这个单位", "there is no such body"))?)
        }
    };
    let lights = match lights {
        None => None,
        Some(name) => {
            let known = Name::known(name).filter(|name| program.lights.iter().any(|lights| lights.head.name == *name));
            Some(known.ok_or_else(|| missing("没有这套亮灯规则", "there are no such lights"))?)
        }
    };
    let verdicts = Verdict::ALL.into_iter().filter(|verdict| verdicts.contains(&verdict.word())).collect();
    let question = PlanQuestion { documents, as_of: call.as_of, verdicts, unit, lights };
    let found = plan(library, &question, None);
    Ok(found.iter().map(|found| plan_json(library, found, call.lang)).collect())
}
