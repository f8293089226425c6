//! Why there is no answer, as RFC 9457 has it: what happened in both a word for programs and a sentence for people.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value as Json, json};
use wuwei_source::{Lang, Text};

use crate::fault::Fault;

/// The media type of a problem.
pub(crate) const PROBLEM: &str = "application/problem+json";

/// Why there is no answer.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    /// The word that programs go by, kebab-case.
    pub(crate) word: &'static str,
    /// What happened.
    pub(crate) what: Box<Text>,
    /// What to do; may be empty.
    pub(crate) hint: Box<Text>,
    /// The places of the request that are wrong.
    pub(crate) errors: Vec<Wrong>,
}

/// One place of a request that is wrong.
#[derive(Clone, Debug)]
pub(crate) struct Wrong {
    /// A JSON pointer into the body, or the name of a parameter.
    pub(crate) at: String,
    pub(crate) what: Text,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, word: &'static str, what: Text) -> Problem {
        Problem { status, word, what: Box::new(what), hint: Box::new(Text::new("", "")), errors: Vec::new() }
    }

    pub(crate) fn hint(mut self, hint: Text) -> Problem {
        *self.hint = hint;
        self
    }

    /// Names places that are wrong.
    pub(crate) fn at(mut self, errors: Vec<Wrong>) -> Problem {
        self.errors = errors;
        self
    }

    /// There is nothing of this name.
    pub(crate) fn not_found(what: Text) -> Problem {
        Problem::new(StatusCode::NOT_FOUND, "not-found", what)
    }

    /// A parameter of the address can't be read.
    pub(crate) fn parameter(name: &str, what: Text) -> Problem {
        let title = Text::new(format!("参数 {name} 不对"), format!("the parameter {name} is wrong"));
        let wrong = Wrong { at: name.to_string(), what };
        Problem::new(StatusCode::BAD_REQUEST, "parameter", title).at(vec![wrong])
    }

    /// The body isn't what is asked for.
    pub(crate) fn body(at: &str, what: Text) -> Problem {
        let title = Text::new("请求内容不对", "the body of the request is wrong");
        let wrong = Wrong { at: at.to_string(), what };
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "body", title).at(vec![wrong])
    }

    /// What a bare status says, where nobody said more.
    pub(crate) fn of_status(status: StatusCode) -> Problem {
        let (word, zh, en) = match status {
            StatusCode::BAD_REQUEST => ("bad-request", "请求读不出来", "the request can't be read"),
            StatusCode::UNAUTHORIZED => ("operator-only", "需要操作口令", "the operator's token is needed"),
            StatusCode::FORBIDDEN => ("forbidden", "不允许这样做", "this isn't allowed"),
            StatusCode::NOT_FOUND => ("not-found", "没有这个地址", "there is nothing at this address"),
            StatusCode::METHOD_NOT_ALLOWED => {
                ("method", "这个地址不接受这种方法", "this address doesn't take that method")
            }
            StatusCode::NOT_ACCEPTABLE => ("not-acceptable", "没有所要的格式", "the answer doesn't come in that form"),
            StatusCode::REQUEST_TIMEOUT => ("too-slow", "请求用时太长", "the request took too long"),
            StatusCode::PAYLOAD_TOO_LARGE => ("too-large", "请求内容太大", "the request is too large"),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                ("media-type", "请求内容的格式不对", "the body isn't of a kind that is taken here")
            }
            StatusCode::MISDIRECTED_REQUEST => {
                ("other-host", "本服务不回答这个主机名", "this server doesn't answer for that host")
            }
            StatusCode::UNPROCESSABLE_ENTITY => ("body", "请求内容不对", "the body of the request is wrong"),
            StatusCode::SERVICE_UNAVAILABLE => ("busy", "服务暂时太忙", "the server is too busy"),
            status if status.is_server_error() => ("failed", "服务出了问题", "the server could not do what was asked"),
            _ => ("refused", "请求没有被接受", "the request was refused"),
        };
        Problem::new(status, word, Text::new(zh, en))
    }

    pub(crate) fn json(&self, lang: Lang) -> Json {
        let mut json = json!({
            "type": format!("urn:wuwei:problem:{}", self.word),
            "title": self.what.get(lang),
            "status": self.status.as_u16(),
        });
        if !self.hint.get(lang).is_empty() {
            json["hint"] = json!(self.hint.get(lang));
        }
        if !self.errors.is_empty() {
            let wrong = |wrong: &Wrong| json!({ "at": wrong.at, "detail": wrong.what.get(lang) });
            json["errors"] = self.errors.iter().map(wrong).collect();
        }
        json
    }

    pub(crate) fn respond(&self, lang: Lang) -> Response {
        let mut response = (self.status, self.json(lang).to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(tag(lang)));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Problem {
        let word = Problem::of_status(fault.status).word;
        Problem::new(fault.status, word, fault.what).hint(fault.hint)
    }
}

/// A language as headers name it.
pub(crate) fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    }
}
