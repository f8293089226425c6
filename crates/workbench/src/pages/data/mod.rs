//! Data: what is known and since when, files handed in, compared and accepted, and how good it all is.

mod accept;
mod changes;
mod choose;
mod columns;
mod contradictions;
mod figures;
mod kind;
mod overview;
mod quality;
mod rows;
mod template;
mod upload;
mod wizard;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::workbench::Workbench;

/// Its addresses.
pub(crate) fn routes() -> Router<Arc<Workbench>> {
    Router::new()
        .route("/data", get(overview::get))
        .route("/data/kinds/{kind}", get(kind::get))
        .route("/data/quality", get(quality::get))
        .route("/data/templates/{kind}", get(template::get))
        .route("/data/uploads/{number}", get(upload::get))
        .route("/data/new", get(choose::get))
        .route("/data/new/{id}/columns", get(columns::get).post(columns::post))
        .route("/data/new/{id}/rows", get(rows::get).post(rows::post))
        .route("/data/new/{id}/rejected/{name}", get(rows::rejected))
        .route("/data/new/{id}/changes", get(changes::get))
        .route("/data/new/{id}/check", get(accept::get))
        .route("/data/new/{id}/accept", post(accept::post))
        .route("/data/new/{id}/figures", get(figures::get).post(figures::post))
        .route("/data/new/{id}/discard", post(choose::discard))
}

/// Addresses that take larger bodies than others; they count for themselves what they receive.
pub(crate) fn uploads() -> Router<Arc<Workbench>> {
    Router::new().route("/data/files", post(choose::post)).layer(DefaultBodyLimit::disable())
}
