//! Who asks: in which language, in what size of type, as of which day, and from which page.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use wuwei_ir::Date;
use wuwei_source::Lang;

use crate::access::{hex, is_operator};
use crate::parts::number::grouped;
use crate::workbench::Workbench;

/// The cookie that tells browsers apart, so that a form is sent only by a page of ours. It says nothing about anybody.
pub(crate) const SEAT: &str = "seat";

/// What a request says of its reader.
#[derive(Clone, Debug)]
pub(crate) struct Asking {
    /// The language.
    pub(crate) lang: Lang,
    /// Whether type is large.
    pub(crate) large: bool,
    /// The path and query of the page, to come back to.
    pub(crate) here: String,
    /// Whether only the changed part of the page is wanted.
    pub(crate) partial: bool,
    /// As of which day, where the address says one that can be read.
    pub(crate) as_of: Option<Date>,
    /// The key that forms carry; see [`forms`](crate::forms).
    pub(crate) form_key: String,
    /// A seat to be given to a browser that has none.
    pub(crate) new_seat: Option<String>,
    /// Whether the operator asks.
    pub(crate) is_operator: bool,
}

impl Asking {
    /// A text in the reader's language.
    pub(crate) fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// How many there are of something: `12 行`, `1 row`, `1,283 rows`.
    pub(crate) fn count(&self, n: impl TryInto<u64>, zh: &str, one: &str, more: &str) -> String {
        let n = n.try_into().unwrap_or(u64::MAX);
        let shown = grouped(n);
        match (self.lang, n) {
            (Lang::Zh, _) => format!("{shown} {zh}"),
            (Lang::En, 1) => format!("{shown} {one}"),
            (Lang::En, _) => format!("{shown} {more}"),
        }
    }

    /// A sentence that may stand within another, standing alone: English begins it with a capital.
    pub(crate) fn alone(&self, text: &str) -> String {
        let mut rest = text.chars();
        match (self.lang, rest.next()) {
            (Lang::En, Some(first)) => first.to_uppercase().chain(rest).collect(),
            _ => text.to_string(),
        }
    }
}

impl FromRequestParts<Arc<Workbench>> for Asking {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, bench: &Arc<Workbench>) -> Result<Asking, Infallible> {
        let here = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_string();
        let query = parts.uri.query().unwrap_or_default();
        let as_of = query.split('&').find_map(|pair| pair.strip_prefix("as_of=")).and_then(Date::parse);
        let lang = match cookie(&parts.headers, "lang") {
            Some("en") => Lang::En,
            Some("zh") => Lang::Zh,
            _ => accepted(&parts.headers),
        };
        let large = cookie(&parts.headers, "type") == Some("large");
        let partial =
            parts.headers.contains_key("hx-request") && !parts.headers.contains_key("hx-history-restore-request");
        let seat = cookie(&parts.headers, SEAT).filter(|seat| !seat.is_empty());
        let new_seat = seat.is_none().then(|| hex(&(bench.setting.random)()));
        let form_key = bench.sessions.form_key(seat.or(new_seat.as_deref()).unwrap_or_default());
        let is_operator = is_operator(bench, &parts.headers);
        Ok(Asking { lang, large, here, partial, as_of, form_key, new_seat, is_operator })
    }
}

/// A cookie's value.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// English where the browser asks for it before Chinese; else Chinese.
pub(crate) fn accepted(headers: &HeaderMap) -> Lang {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut languages = wanted.split(',').map(|part| part.trim().to_ascii_lowercase());
    match languages.find(|language| language.starts_with("zh") || language.starts_with("en")) {
        Some(language) if language.starts_with("en") => Lang::En,
        _ => Lang::Zh,
    }
}

#[cfg(test)]
impl Asking {
    /// Somebody who asks for nothing in particular.
    pub(crate) fn of_a_test() -> Asking {
        let (here, form_key) = ("/".to_string(), String::new());
        let (large, partial, is_operator) = (false, false, false);
        Asking { lang: Lang::Zh, large, here, partial, as_of: None, form_key, new_seat: None, is_operator }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        headers
    }

    #[test]
    fn chinese_unless_english_is_asked_for_first() {
        let lang = |value: &str| accepted(&headers(header::ACCEPT_LANGUAGE, value));
        assert_eq!(lang("en-GB,en;q=0.9,zh;q=0.8"), Lang::En);
        assert_eq!(lang("zh-CN,zh;q=0.9,en;q=0.8"), Lang::Zh);
        assert_eq!(lang("de,en;q=0.5"), Lang::En);
        assert_eq!(lang("de"), Lang::Zh);
        assert_eq!(accepted(&HeaderMap::new()), Lang::Zh);
    }

    #[test]
    fn one_is_said_otherwise_than_many() {
        let somebody = |lang| Asking { lang, ..Asking::of_a_test() };
        let count = |lang, n: usize| somebody(lang).count(n, "行", "row", "rows");
        assert_eq!(count(Lang::En, 0), "0 rows");
        assert_eq!(count(Lang::En, 1), "1 row");
        assert_eq!(count(Lang::En, 1283), "1,283 rows");
        assert_eq!(count(Lang::Zh, 1), "1 行");
        assert_eq!(somebody(Lang::En).alone("there is no such page"), "There is no such page");
        assert_eq!(somebody(Lang::Zh).alone("没有这一页"), "没有这一页");
    }

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let headers = headers(header::COOKIE, "xlang=en; lang=zh; type=large");
        assert_eq!(cookie(&headers, "lang"), Some("zh"));
        assert_eq!(cookie(&headers, "type"), Some("large"));
        assert_eq!(cookie(&headers, "ty"), None);
    }
}
