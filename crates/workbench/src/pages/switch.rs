//! Switches of language and size of type: a cookie is set, and the reader comes back to the same page. Works without a script.

use axum::extract::{Path, Query};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use wuwei_source::Lang;

use crate::asking::Asking;

#[derive(Deserialize)]
pub(crate) struct Back {
    to: Option<String>,
}

pub(crate) async fn language(Path(lang): Path<String>, Query(back): Query<Back>) -> Response {
    let lang = if lang == "en" { "en" } else { "zh" };
    switched("lang", lang, &back)
}

pub(crate) async fn size(Path(size): Path<String>, Query(back): Query<Back>) -> Response {
    let size = if size == "large" { "large" } else { "normal" };
    switched("type", size, &back)
}

fn switched(name: &str, value: &str, back: &Back) -> Response {
    // Only a page of this server is come back to: `//elsewhere` would be another host.
    let to = back.to.as_deref().filter(|to| is_own(to)).unwrap_or("/").to_string();
    let cookie = cookie(name, value);
    (StatusCode::SEE_OTHER, [(header::LOCATION, to), (header::SET_COOKIE, cookie)]).into_response()
}

fn cookie(name: &str, value: &str) -> String {
    format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax")
}

/// Another language or size of type, as a form asks for it that holds what somebody filled in: the page is made in it, and
/// the cookie keeps it.
pub(crate) fn in_form(asking: &mut Asking, switch: &str) -> Option<HeaderValue> {
    let name = match switch {
        "zh" | "en" => {
            asking.lang = if switch == "en" { Lang::En } else { Lang::Zh };
            "lang"
        }
        "large" | "normal" => {
            asking.large = switch == "large";
            "type"
        }
        _ => return None,
    };
    HeaderValue::from_str(&cookie(name, switch)).ok()
}

fn is_own(to: &str) -> bool {
    let plain = to.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    plain && to.starts_with('/') && !to.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_host() {
        for own in ["/", "/documents/a.b?as_of=2026-01-01"] {
            assert!(is_own(own), "{own}");
        }
        for other in ["", "//example.org", "https://example.org", "/\\example.org", "/a\r\nSet-Cookie: x", "a"] {
            assert!(!is_own(other), "{other}");
        }
    }
}
