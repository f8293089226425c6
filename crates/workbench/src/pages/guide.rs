//! The language reference and the book inside the product.

use std::sync::Arc;

use axum::Router;

use crate::workbench::Workbench;

/// Its addresses.
pub(crate) fn routes() -> Router<Arc<Workbench>> {
    Router::new()
}
