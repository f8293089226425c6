//! The pages, one file each.

mod cascade;
mod document;
mod documents;
mod list;
mod overview;
mod switch;
mod trace;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
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
        .route("/list", get(list::get))
        .route("/list/{name}", get(list::file))
        .route("/cascade", get(cascade::get))
        .route("/trace/{key}", get(trace::get))
        .route("/language/{lang}", get(switch::language))
        .route("/type/{size}", get(switch::size))
        .fallback(nothing_here)
}

async fn nothing_here(asking: Asking) -> Response {
    Fault::not_found(Text::new("没有这一页", "there is no such page")).respond(&asking)
}

/// A page, or why there is none, as an answer.
pub(crate) fn answer(
    bench: &State<Arc<Workbench>>,
    asking: &Asking,
    make: impl FnOnce(&Snapshot) -> Result<Page, Fault>,
) -> Response {
    let snapshot = bench.snapshot();
    match make(&snapshot) {
        Ok(page) => page.respond(asking),
        Err(fault) => fault.respond(asking),
    }
}
