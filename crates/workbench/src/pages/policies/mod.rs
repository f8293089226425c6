//! Policies: every clause, searched and filtered, and a page for each.

mod clause;
mod eligible;
mod list;
mod money;
mod rule;
mod search;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use maud::{Markup, html};
use wuwei_ir::{Date, DocId, EntityId, Program};
use wuwei_source::{Lang, Name};

use crate::asking::Asking;
use crate::parts::layout::encoded;
use crate::workbench::Workbench;

pub(crate) use list::pager;

/// Its addresses.
pub(crate) fn routes() -> Router<Arc<Workbench>> {
    Router::new().route("/policies", get(list::get)).route("/policies/{name}", get(clause::get))
}

/// A text as one step of an address.
pub(crate) fn segment(text: &str) -> String {
    encoded(text).replace('/', "%2F")
}

/// The address of a clause.
pub(crate) fn address(name: Name) -> String {
    format!("/policies/{}", segment(name.as_str()))
}

/// An address as of the day that is asked about, where the reader chose one.
pub(crate) fn dated(asking: &Asking, path: String) -> String {
    match asking.as_of {
        Some(day) => format!("{path}?as_of={day}"),
        None => path,
    }
}

/// The same day, kept by a form that asks for something else.
pub(crate) fn same_day(asking: &Asking) -> Markup {
    html! { @if let Some(day) = asking.as_of { input type="hidden" name="as_of" value=(day); } }
}

/// The day, on paper, where the form that asks for another is left out.
pub(crate) fn print_day(day: Date, asking: &Asking) -> Markup {
    html! { span.on-paper { (asking.say("截至 ", "as of ")) (day) } }
}

/// A kind of subject within an English sentence; Chinese has no capitals.
pub(crate) fn in_sentence(program: &Program, entity: EntityId, lang: Lang) -> String {
    program.entity(entity).head.shown(lang).to_lowercase()
}

/// What a kind of rule is called.
pub(crate) fn kind<'t>(word: &'t str, asking: &Asking) -> &'t str {
    match word {
        "value" => asking.say("计算值", "Quantity"),
        "status" => asking.say("资格身份", "Standing"),
        "score" => asking.say("评分", "Score"),
        "benefit" => asking.say("政策待遇", "Benefit"),
        other => other,
    }
}

/// How deep a document's region lies: 0 for the nation.
pub(crate) fn level(program: &Program, doc: DocId) -> usize {
    program.region_chain(program.document(doc).region).count().saturating_sub(1)
}

/// What a level is called.
pub(crate) fn level_name(level: usize, lang: Lang) -> &'static str {
    let word = ["nation", "province", "city", "district"][level.min(3)];
    wuwei_project::words(lang).kind(word)
}
