//! Data: files uploaded, compared and accepted; how good the facts are.

use std::sync::Arc;

use axum::Router;

use crate::workbench::Workbench;

/// Its addresses.
pub(crate) fn routes() -> Router<Arc<Workbench>> {
    Router::new()
}
