//! Subjects: enterprises, talents and projects, each with facts, standings and benefits.

use std::sync::Arc;

use axum::Router;

use crate::workbench::Workbench;

/// Its addresses.
pub(crate) fn routes() -> Router<Arc<Workbench>> {
    Router::new()
}
