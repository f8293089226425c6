//! Check without an account: question by question, nothing stored.

use std::sync::Arc;

use axum::Router;

use crate::workbench::Workbench;

/// Its addresses.
pub(crate) fn routes() -> Router<Arc<Workbench>> {
    Router::new()
}
