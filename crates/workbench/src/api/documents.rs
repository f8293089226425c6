//! Documents of the library.

use serde_json::{Value as Json, json};
use wuwei_project::{Listing, list};
use wuwei_source::Text;

use super::call::Call;
use super::endpoint::Endpoint;
use super::paging::{Paging, page_of};
use super::problem::Problem;
use super::reply::{JSON, Reply};
use super::schema::{array, day, field, named, object, or_null, string, whole};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get("/documents", "listDocuments", "documents", all)
            .says("The documents of the library.")
            .in_pages()
            .answers(JSON, page_of(named("Document"))),
        Endpoint::get("/documents/{id}", "getDocument", "documents", one)
            .says("A document, with its rules, its targets and its text.")
            .path("id", "The document's id.", string())
            .answers(JSON, named("WholeDocument")),
    ]
}

/// The fields of a document, as `wuwei list documents --json` has them.
fn fields() -> Vec<super::schema::Field> {
    vec![
        field("id", string()),
        field("title", string()),
        field("number", or_null(string())),
        field("region", string()),
        field("region_english", or_null(string())),
        field("issuers", array(string())),
        field("from", day()),
        field("until", or_null(day())),
        field("period", or_null(array(whole()))),
        field("basis", named("Basis")),
        field("implements", array(string())),
        field("rules", whole()),
        field("targets", whole()),
        field("actions", whole()),
        field("tests", whole()),
        field("path", string()),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Json)> {
    let heading = object([field("level", whole()), field("text", string())]);
    let more = [
        field("headings", array(heading)),
        field("rule_names", array(string())),
        field("target_rows", array(json!({ "type": "object" }))),
        field("text", string()),
    ];
    vec![("Document", object(fields())), ("WholeDocument", object(fields().into_iter().chain(more)))]
}

fn all(call: &Call<'_>) -> Result<Reply, Problem> {
    let rows = list(call.snapshot.library(), Listing::Documents, call.as_of, call.lang);
    let none = Json::Null;
    let paging = Paging::of(call.query("page").unwrap_or(&none), call.query("pageSize").unwrap_or(&none));
    Ok(Reply::json(&paging.page(rows, None)))
}

fn one(call: &Call<'_>) -> Result<Reply, Problem> {
    let library = call.snapshot.library();
    let program = library.program();
    let id = call.path("id");
    let at = program.documents.iter().position(|document| document.id == id);
    let row = at.and_then(|at| {
        list(library, Listing::Documents, call.as_of, call.lang).into_iter().nth(at).map(|row| (at, row))
    });
    let Some((at, mut row)) = row else {
        let what = Text::new("没有这份文件", "there is no such document");
        let hint = Text::new("文件编号见 /api/v1/documents", "/api/v1/documents has the ids");
        return Err(Problem::not_found(what).hint(hint));
    };
    let document = &program.documents[at];
    let heading = |heading: &wuwei_ir::Heading| json!({ "level": heading.level, "text": heading.text.as_str() });
    row["headings"] = document.headings.iter().map(heading).collect();
    let names = program.group_names();
    let mut rules: Vec<&str> = Vec::new();
    for item in program.items.iter().filter(|item| item.head.doc.index() == at) {
        let name = names[item.group.index()].as_str();
        if !rules.contains(&name) {
            rules.push(name);
        }
    }
    row["rule_names"] = json!(rules);
    let targets = list(library, Listing::Targets, call.as_of, call.lang);
    row["target_rows"] = targets.into_iter().filter(|target| target["document"] == id).collect();
    row["text"] = json!(library.sources.get(document.file).text());
    Ok(Reply::json(&row))
}
