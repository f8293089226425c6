//! Kinds of subjects, and the facts that can be told of them.

use serde_json::Value as Json;
use wuwei_project::{Listing, list};
use wuwei_source::Text;

use super::call::Call;
use super::endpoint::Endpoint;
use super::problem::Problem;
use super::reply::{JSON, Reply};
use super::schema::{array, field, named, object, or_null, said, string, truth};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get("/kinds", "listKinds", "kinds", all)
            .says("The kinds of subjects that rules speak of, with their facts.")
            .answers(JSON, object([field("items", array(named("Kind")))])),
        Endpoint::get("/kinds/{kind}", "getKind", "kinds", one)
            .says("One kind, with its facts.")
            .path("kind", "The kind's name.", string())
            .answers(JSON, named("Kind")),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Json)> {
    let fact = object([
        field("name", string()),
        field("english", or_null(string())),
        field("type", said(string(), "As docs/json.md lists them: yes/no, money, number, date, one of …")),
        field("unit", string()),
        field("yearly", said(truth(), "Whether it has one value a year: it is then told as NAME@YEAR.")),
        field("expert", truth()),
        field("or_none", said(truth(), "Whether it may be known to be none.")),
        field("about", or_null(string())),
    ]);
    let kind = object([
        field("name", string()),
        field("english", or_null(string())),
        field("document", string()),
        field("counted_in", string()),
        field("facts", array(fact)),
        field("place", string()),
    ]);
    vec![("Kind", kind)]
}

fn all(call: &Call<'_>) -> Result<Reply, Problem> {
    let rows = list(call.snapshot.library(), Listing::Entities, call.as_of, call.lang);
    Ok(Reply::json(&serde_json::json!({ "items": rows })))
}

fn one(call: &Call<'_>) -> Result<Reply, Problem> {
    let library = call.snapshot.library();
    let at = library.program().entity_named(call.path("kind"));
    let row = at.and_then(|at| list(library, Listing::Entities, call.as_of, call.lang).into_iter().nth(at.index()));
    row.map(|row| Reply::json(&row)).ok_or_else(no_kind)
}

/// There is no such kind of subject.
pub(super) fn no_kind() -> Problem {
    let hint = Text::new("主体类别见 /api/v1/kinds", "/api/v1/kinds has the kinds");
    Problem::not_found(Text::new("没有这类主体", "there is no such kind of subject")).hint(hint)
}
