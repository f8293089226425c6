//! The style sheet and the script, under names that change with their content, so that browsers keep them for good.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use wuwei_report::chart;

/// A file that pages load.
struct Asset {
    name: &'static str,
    kind: &'static str,
    /// Its parts, one behind the other.
    parts: &'static [&'static str],
}

/// The style sheet's address.
pub(crate) const STYLE: &str = concat!("/assets/", env!("WUWEI_STYLE"));
/// The script's address: htmx 2.0.11, as published.
pub(crate) const HTMX: &str = "/assets/htmx-2.0.11.min.js";

const ASSETS: [Asset; 2] = [
    Asset {
        name: STYLE,
        kind: "text/css; charset=utf-8",
        parts: &[chart::TOKENS, include_str!("assets/page.css"), include_str!("assets/check.css"), chart::STYLE],
    },
    Asset { name: HTMX, kind: "text/javascript; charset=utf-8", parts: &[include_str!("assets/htmx-2.0.11.min.js")] },
];

/// A file by its name.
pub(crate) async fn get(axum::extract::Path(name): axum::extract::Path<String>) -> Response {
    let path = format!("/assets/{name}");
    match ASSETS.iter().find(|asset| asset.name == path) {
        Some(asset) => {
            let headers =
                [(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
            (headers, asset.parts.concat()).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
