//! What a page may do, and who may ask for one.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

use crate::workbench::Workbench;

/// What every answer says of itself. Nothing comes from another host and no script stands in a page, so that a name which is
/// really a piece of HTML, should one ever get through, can do nothing.
const HEADERS: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

/// Adds the headers, and refuses requests that were meant for another host: a page of somebody else whose name was pointed
/// at this machine asks with that name.
pub(crate) async fn guard(State(bench): State<Arc<Workbench>>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let mut response = if !is_own(host, &bench) {
        (StatusCode::MISDIRECTED_REQUEST, "wuwei: this server doesn't answer for that host\n").into_response()
    } else if !request.method().is_safe() && is_from_elsewhere(request.headers(), host) {
        (StatusCode::FORBIDDEN, "wuwei: pages of other sites can't send anything here\n").into_response()
    } else {
        next.run(request).await
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn is_own(host: &str, bench: &Workbench) -> bool {
    let address = bench.setting.address;
    let port = address.port();
    let loopback = ["127.0.0.1", "localhost", "[::1]"].iter().any(|name| host == format!("{name}:{port}"));
    let bare = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let named = bench.setting.hosts.iter().any(|name| name == host || name == bare);
    // Where others can reach it, they do so by names that nobody told the server, unless somebody did.
    let open = !address.ip().is_loopback() && bench.setting.hosts.is_empty();
    loopback || named || open || host == address.to_string()
}

/// Whether a browser says that a page of another site sent this. Programs that aren't browsers say nothing of it.
fn is_from_elsewhere(headers: &HeaderMap, asked: &str) -> bool {
    let said = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let site = said(HeaderName::from_static("sec-fetch-site"));
    let origin = said(header::ORIGIN);
    site.is_some_and(|site| !["same-origin", "none"].contains(&site))
        || origin.is_some_and(|origin| {
            let from = ["http://", "https://"].iter().find_map(|scheme| origin.strip_prefix(scheme));
            from.is_none_or(|from| from != asked)
        })
}
