//! The addresses, and the server behind them.

use std::future::Future;
use std::io;
use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;

use crate::connections::{self, Limits};
use crate::workbench::Workbench;
use crate::{api, assets, pages, patience, security, watch};

/// The largest body of a form; uploads and the API say their own.
const BODY: usize = 1 << 20;

/// Everything that the server answers.
pub fn router(bench: Arc<Workbench>) -> Router {
    let forms = pages::routes().layer(RequestBodyLimitLayer::new(BODY));
    Router::new()
        .merge(forms)
        .merge(api::routes(&bench))
        .merge(watch::routes())
        .route("/assets/{name}", get(assets::get))
        .merge(pages::uploads())
        .layer(CatchPanicLayer::new())
        .layer(from_fn(patience::end))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(bench.clone(), security::guard))
        .layer(from_fn_with_state(bench.clone(), watch::watch))
        .with_state(bench)
}

/// Answers until `end` comes true; requests under way are answered first, as long as the usual limits allow.
pub async fn serve(
    bench: Arc<Workbench>,
    listener: TcpListener,
    end: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    serve_within(bench, listener, Limits::default(), end).await
}

/// The same with other limits.
pub async fn serve_within(
    bench: Arc<Workbench>,
    listener: TcpListener,
    limits: Limits,
    end: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    // Whoever opens the first page of policies shouldn't wait for everybody to be counted.
    let warmed = bench.clone();
    tokio::task::spawn_blocking(move || {
        let (region, today) = (warmed.setting.region, (warmed.setting.today)());
        warmed.snapshot().survey(region, today);
    });
    connections::answer(listener, router(bench.clone()), bench, limits, end).await
}
