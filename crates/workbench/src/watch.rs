//! Watches every request: its name, how long it took, what came of it; and the addresses where that can be read.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use wuwei_engine::Population as _;
use wuwei_ir::EntityId;

use crate::access::hex;
use crate::api;
use crate::log::{Line, well_formed};
use crate::metrics::Gauges;
use crate::workbench::Workbench;

/// The header that carries a request's name.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The addresses for those who watch.
pub(crate) fn routes() -> Router<Arc<Workbench>> {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
}

/// Whether questions can be answered: the store can be read.
async fn ready(State(bench): State<Arc<Workbench>>) -> Response {
    match bench.store.latest().await {
        Ok(_) => "ready\n".into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the store can't be read\n").into_response(),
    }
}

async fn metrics(State(bench): State<Arc<Workbench>>) -> Response {
    let snapshot = bench.snapshot();
    let program = snapshot.library().program();
    let count = |n: usize| {
        let many = snapshot.population().len(EntityId::from_index(n));
        (program.entities[n].head.name.to_string(), u64::from(many))
    };
    let subjects = (0..program.entities.len()).map(count).filter(|(_, many)| *many > 0).collect();
    let uploads = bench.store.latest().await.ok().map(|upload| upload.number().unsigned_abs());
    let gauges = Gauges { snapshot_seconds: bench.watched.snapshot_age(&snapshot), subjects, uploads };
    let text = bench.watched.metrics.text(&gauges);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

/// The middleware around everything else.
pub(crate) async fn watch(State(bench): State<Arc<Workbench>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let metrics = &bench.watched.metrics;
    metrics.under_way.fetch_add(1, Ordering::Relaxed);
    let given = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).filter(|id| well_formed(id));
    let id = given.map_or_else(|| hex(&(bench.setting.random)()[..8]), str::to_string);
    let method = method(request.method());
    let is_api = request.uri().path().strip_prefix("/api").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let lang = api::lang_of(request.uri().query(), request.headers());
    let route = request.extensions().get::<MatchedPath>().map_or("other", |route| route.as_str()).to_string();
    let mut response = next.run(request).await;
    if is_api {
        response = api::as_problem(response, lang);
    }
    if let (Some(tag), Some(encoding)) =
        (response.headers().get(header::ETAG), response.headers().get(header::CONTENT_ENCODING))
        && let (Ok(tag), Ok(encoding)) = (tag.to_str(), encoding.to_str())
        && let Ok(tag) = HeaderValue::from_str(&api::compressed(tag, encoding))
    {
        response.headers_mut().insert(header::ETAG, tag);
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    let (status, took) = (response.status().as_u16(), started.elapsed());
    metrics.under_way.fetch_sub(1, Ordering::Relaxed);
    metrics.count(&route, method, status, took);
    let at = (bench.setting.now)();
    let line = Line { at, request: &id, method, route: &route, status, millis: took.as_secs_f64() * 1000.0 };
    (bench.setting.log)(&line.text());
    response
}

/// A method by a word of our own: a client may send any.
fn method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        "PATCH" => "PATCH",
        _ => "other",
    }
}
