//! The addresses, and the server behind them.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::workbench::Workbench;
use crate::{assets, pages, security};

/// The largest body of a request; uploads say their own.
const BODY: usize = 1 << 20;
/// So long a request may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Everything that the server answers.
pub fn router(bench: Arc<Workbench>) -> Router {
    Router::new()
        .merge(pages::routes())
        .route("/assets/{name}", get(assets::get))
        .route("/healthz", get(|| async { "ok\n" }))
        .layer(RequestBodyLimitLayer::new(BODY))
        .merge(pages::uploads())
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, PATIENCE))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(bench.clone(), security::guard))
        .with_state(bench)
}

/// Answers until `end` comes true; requests under way are answered first.
pub async fn serve(
    bench: Arc<Workbench>,
    listener: TcpListener,
    end: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(listener, router(bench)).with_graceful_shutdown(end).await
}
