//! The pages, one file each.

mod allocation;
mod cascade;
mod check;
mod data;
pub(crate) mod document;
mod documents;
mod guide;
mod list;
mod mechanisms;
mod operator;
mod overview;
mod policies;
mod subjects;
mod switch;
mod tests;
mod trace;
mod try_change;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use wuwei_ir::Date;
use wuwei_source::Text;

use crate::asking::Asking;
use crate::fault::Fault;
use crate::parts::layout::Page;
use crate::snapshot::Snapshot;
use crate::workbench::Workbench;

/// The addresses of pages.
pub(crate) fn routes() -> Router<Arc<Workbench>> {
    Router::new()
        .route("/", get(overview::get))
        .route("/documents", get(documents::get))
        .route("/documents/{id}", get(document::get))
        .route("/documents/{id}/compare", get(document::compare::get))
        .route("/mechanisms", get(mechanisms::get))
        .route("/tests", get(tests::get))
        .route("/list", get(list::get))
        .route("/list/{name}", get(list::file))
        .route("/cascade", get(cascade::get))
        .route("/trace/{key}", get(trace::get))
        .merge(check::routes())
        .merge(data::routes())
        .merge(guide::routes())
        .merge(operator::routes())
        .merge(policies::routes())
        .merge(subjects::routes())
        .merge(try_change::routes())
        .route("/language/{lang}", get(switch::language))
        .route("/type/{size}", get(switch::size))
        .fallback(nothing_here)
}

/// Addresses whose bodies are larger than those of other forms.
pub(crate) fn uploads() -> Router<Arc<Workbench>> {
    data::uploads()
}

async fn nothing_here(asking: Asking) -> Response {
    Fault::not_found(Text::new("没有这一页", "there is no such page")).respond(&asking)
}

/// What a page is made from.
pub(crate) struct Moment<'a> {
    pub(crate) bench: &'a Workbench,
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) asking: &'a Asking,
    /// The day that is asked about: the one in the address, else today.
    pub(crate) as_of: Date,
}

/// A page, or why there is none, as an answer. Pages are made on threads of their own, so that one that takes long holds up
/// nobody who asks for another.
pub(crate) async fn answer(
    bench: State<Arc<Workbench>>,
    asking: Asking,
    make: impl FnOnce(&Moment<'_>) -> Result<Page, Fault> + Send + 'static,
) -> Response {
    respond(bench, asking, move |moment| match make(moment) {
        Ok(page) => page.respond(moment.asking),
        Err(fault) => fault.respond(moment.asking),
    })
    .await
}

/// The same for answers that aren't pages: files, redirections.
pub(crate) async fn respond(
    State(bench): State<Arc<Workbench>>,
    asking: Asking,
    make: impl FnOnce(&Moment<'_>) -> Response + Send + 'static,
) -> Response {
    let snapshot = match bench.at(asking.as_of).await {
        Ok(snapshot) => snapshot,
        Err(fault) => return fault.respond(&asking),
    };
    let whose = asking.clone();
    let work = tokio::task::spawn_blocking(move || {
        let as_of = asking.as_of.unwrap_or_else(bench.setting.today);
        make(&Moment { bench: &bench, snapshot: &snapshot, asking: &asking, as_of })
    });
    match work.await {
        Ok(response) => response,
        Err(_) => Fault::failed(Text::new("这一页没有做出来", "this page couldn't be made")).respond(&whose),
    }
}
