//! Policies: every clause, searched and filtered, and a page for each.

use std::sync::Arc;

use axum::Router;

use crate::workbench::Workbench;

/// Its addresses.
pub(crate) fn routes() -> Router<Arc<Workbench>> {
    Router::new()
}
