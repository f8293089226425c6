//! The same answers for programs: REST under `/api/v1`, described by the OpenAPI document that it serves.
//!
//! One file per resource. Each describes its questions as [`Endpoint`]s; the router and the document are both made from these.
//! Whatever goes wrong is told as RFC 9457 has it.

mod ask;
mod call;
mod documents;
mod edition;
mod endpoint;
mod entities;
mod explain;
mod findings;
mod kinds;
mod observations;
mod openapi;
mod paging;
mod plan;
mod problem;
mod reply;
mod rules;
mod schema;
mod shape;
mod told;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get, post};
use wuwei_source::{Lang, Text};

use crate::access::{Access, is_operator};
use crate::fault::Fault;
use crate::snapshot::Snapshot;
use crate::workbench::Workbench;
use call::{Asked, Call};
use edition::{Editions, is_among};
use endpoint::{Endpoint, Method};
use reply::{Reply, Sink};

pub(crate) use call::lang_of;
pub(crate) use edition::compressed;
pub(crate) use problem::{PROBLEM, Problem};

/// Where all of it stands.
pub(crate) const ROOT: &str = "/api/v1";

/// Everything that can be asked.
fn endpoints() -> Vec<Endpoint> {
    let all = [
        openapi::endpoints(),
        documents::endpoints(),
        kinds::endpoints(),
        rules::endpoints(),
        entities::endpoints(),
        ask::endpoints(),
        explain::endpoints(),
        plan::endpoints(),
        observations::endpoints(),
        findings::endpoints(),
    ];
    all.into_iter().flatten().collect()
}

/// What the server keeps for its answers to programs.
struct Api {
    endpoints: Vec<Endpoint>,
    editions: Editions,
    secret: [u8; 32],
}

/// The addresses below [`ROOT`].
pub(crate) fn routes(bench: &Workbench) -> Router<Arc<Workbench>> {
    let api = Arc::new(Api { endpoints: endpoints(), editions: Editions::default(), secret: (bench.setting.random)() });
    let mut by_path: BTreeMap<&'static str, MethodRouter<Arc<Workbench>>> = BTreeMap::new();
    for (at, endpoint) in api.endpoints.iter().enumerate() {
        let own = api.clone();
        let answer = move |State(bench): State<Arc<Workbench>>, request: Request| async move {
            respond(&own, at, bench, request).await
        };
        let route = match endpoint.method {
            Method::Get => get(answer),
            Method::Post => post(answer),
        };
        let all = by_path.remove(endpoint.path).unwrap_or_default().merge(route);
        by_path.insert(endpoint.path, all);
    }
    let mut router = Router::new();
    for (path, methods) in by_path {
        router = router.route(&format!("{ROOT}{path}"), methods);
    }
    router.route("/api", get(nothing_here)).route("/api/{*rest}", axum::routing::any(nothing_here))
}

async fn nothing_here(request: Request) -> Response {
    let lang = lang_of(request.uri().query(), request.headers());
    let hint = Text::new(
        format!("接口说明在 {ROOT}/openapi.json"),
        format!("what can be asked stands in {ROOT}/openapi.json"),
    );
    Problem::of_status(StatusCode::NOT_FOUND).hint(hint).respond(lang)
}

async fn respond(api: &Arc<Api>, at: usize, bench: Arc<Workbench>, request: Request) -> Response {
    let lang = lang_of(request.uri().query(), request.headers());
    match answer(api, at, bench, request).await {
        Ok(response) => response,
        Err(problem) => problem.respond(lang),
    }
}

async fn answer(api: &Arc<Api>, at: usize, bench: Arc<Workbench>, request: Request) -> Result<Response, Problem> {
    let endpoint = &api.endpoints[at];
    if endpoint.for_operator {
        operator(&bench, request.headers())?;
    }
    let address = request.uri().path_and_query().map_or("", |path| path.as_str()).to_string();
    let held = request.headers().get(header::IF_NONE_MATCH).and_then(|held| held.to_str().ok()).map(str::to_string);
    let asked = Asked::read(endpoint, request).await?;
    let today = (bench.setting.today)();
    let snapshot = if endpoint.is_about_facts { bench.at(asked.as_of).await? } else { bench.snapshot() };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(problem::tag(asked.lang)));
    headers.insert(header::VARY, HeaderValue::from_static("accept, accept-language"));
    if endpoint.method == Method::Get {
        let lang = problem::tag(asked.lang);
        let question = [address.as_str(), lang, asked.kind, &today.to_string(), env!("CARGO_PKG_VERSION")];
        let tag = api.editions.tag(&api.secret, &snapshot, &question);
        if let Ok(value) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, value);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        if held.is_some_and(|held| is_among(&tag, &held)) {
            return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
        }
    } else {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    let own = api.clone();
    let (worker, facts) = (bench.clone(), snapshot.clone());
    let work = move || {
        let as_of = asked.as_of.unwrap_or(today);
        let call = Call { bench: &worker, snapshot: &facts, lang: asked.lang, as_of, asked: &asked };
        (own.endpoints[at].answer)(&call)
    };
    let reply = if endpoint.is_quick {
        work()?
    } else {
        // A panic is told in the log by whoever counts answers; who asked learns that it wasn't his fault.
        let failed = |_| Problem::of_status(StatusCode::INTERNAL_SERVER_ERROR);
        tokio::task::spawn_blocking(work).await.map_err(failed)??
    };
    if let Ok(kind) = HeaderValue::from_str(&with_charset(reply.kind())) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    Ok(match reply {
        Reply::Whole { bytes, .. } => (headers, bytes).into_response(),
        Reply::Pieces { write, .. } => (headers, pieces(snapshot, write)).into_response(),
    })
}

/// Texts say how they are written; JSON is always UTF-8.
fn with_charset(kind: &str) -> String {
    if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind.to_string() }
}

/// A body that is written while it is read.
fn pieces(snapshot: Arc<Snapshot>, write: reply::Write) -> axum::body::Body {
    let (mut sink, body) = Sink::new();
    drop(tokio::task::spawn_blocking(move || {
        let done = write(&snapshot, &mut sink);
        // Nobody is told where the reader is gone.
        let _ = done.and_then(|()| sink.flush());
    }));
    body
}

/// A program shows the operator's token with each request; a browser's session is for pages.
fn operator(bench: &Workbench, headers: &HeaderMap) -> Result<(), Problem> {
    let shows_token = headers.contains_key(header::AUTHORIZATION);
    if shows_token && is_operator(bench, headers) {
        return Ok(());
    }
    let mut fault = Fault::operator_only(bench);
    if let Access::Operator(_) = bench.setting.access {
        fault.hint = Text::new(
            "请求头带上 Authorization: Bearer 口令（启动时显示）",
            "send the header Authorization: Bearer with the token that was shown when the server started",
        );
        if !shows_token {
            fault.status = StatusCode::UNAUTHORIZED;
        }
    }
    Err(fault.into())
}

/// What a failed answer of a program's address says, where nobody had said it as a problem: the layers around the API know
/// statuses only.
pub(crate) fn as_problem(response: Response, lang: Lang) -> Response {
    let status = response.status();
    let is_problem = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == PROBLEM);
    if is_problem || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let allow = response.headers().get(header::ALLOW).cloned();
    let mut problem = Problem::of_status(status).respond(lang);
    if let Some(allow) = allow {
        problem.headers_mut().insert(header::ALLOW, allow);
    }
    problem
}
