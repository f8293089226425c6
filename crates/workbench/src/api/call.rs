//! A question as it came in, read and checked against its description.

use std::sync::Arc;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequestParts as _, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value as Json};
use wuwei_ir::Date;
use wuwei_source::{Lang, Text, did_you_mean};

use super::endpoint::{Body, Endpoint, Parameter};
use super::problem::Problem;
use super::schema::one_of;
use crate::snapshot::Snapshot;
use crate::workbench::Workbench;

/// The largest JSON that is taken.
const JSON_BODY: usize = 256 * 1024;
/// The largest file that is taken.
pub(super) const FILE_BODY: usize = 64 << 20;

/// What was sent, read as far as it can be without knowing any facts.
pub(super) struct Asked {
    pub(super) lang: Lang,
    pub(super) path: Vec<(String, String)>,
    pub(super) query: Map<String, Json>,
    pub(super) body: Json,
    pub(super) file: Bytes,
    /// The media type that is answered.
    pub(super) kind: &'static str,
    /// The day that is asked about, where one is named.
    pub(super) as_of: Option<Date>,
}

/// A question with what it is answered from.
pub(crate) struct Call<'a> {
    pub(crate) bench: &'a Arc<Workbench>,
    pub(crate) snapshot: &'a Arc<Snapshot>,
    pub(crate) lang: Lang,
    /// The day that is asked about: the one named, else today.
    pub(crate) as_of: Date,
    pub(super) asked: &'a Asked,
}

impl Call<'_> {
    /// A parameter of the path.
    pub(crate) fn path(&self, name: &str) -> &str {
        self.asked.path.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// A parameter behind the question mark.
    pub(crate) fn query(&self, name: &str) -> Option<&Json> {
        self.asked.query.get(name)
    }

    /// The body that was sent; it has the shape of its description.
    pub(crate) fn body(&self) -> &Json {
        &self.asked.body
    }

    /// The file that was sent.
    pub(crate) fn file(&self) -> &Bytes {
        &self.asked.file
    }

    /// The media type that is wanted of those that can be answered.
    pub(crate) fn kind(&self) -> &'static str {
        self.asked.kind
    }

    /// What must be said wherever facts are shown.
    pub(crate) fn notice(&self) -> Option<&str> {
        self.snapshot.notice(self.lang)
    }
}

/// The language that is asked for: in the address, else in the header, else Chinese.
pub(crate) fn lang_of(query: Option<&str>, headers: &HeaderMap) -> Lang {
    let named = query.unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("lang="));
    match named {
        Some("en") => Lang::En,
        Some("zh") => Lang::Zh,
        _ => crate::asking::accepted(headers),
    }
}

impl Asked {
    pub(super) async fn read(endpoint: &Endpoint, request: Request) -> Result<Asked, Problem> {
        let (mut parts, body) = request.into_parts();
        let lang = lang_of(parts.uri.query(), &parts.headers);
        let path = Path::<Vec<(String, String)>>::from_request_parts(&mut parts, &()).await;
        let Path(path) = path.map_err(|_| Problem::of_status(StatusCode::BAD_REQUEST))?;
        let query = query(endpoint, &parts)?;
        let kind = wanted(endpoint, &parts.headers, query.get("format").and_then(Json::as_str))?;
        let (mut sent, mut file) = (Json::Null, Bytes::new());
        match &endpoint.body {
            None => {}
            Some(Body::Json { shape, .. }) => {
                takes(&parts.headers, &["application/json"])?;
                let bytes = all_of(&parts.headers, body, JSON_BODY).await?;
                sent = serde_json::from_slice(&bytes).map_err(|error| not_json(&error))?;
                let wrong = shape.misfits(&sent);
                if !wrong.is_empty() {
                    return Err(Problem::of_status(StatusCode::UNPROCESSABLE_ENTITY).at(wrong));
                }
            }
            Some(Body::File(kinds)) => {
                takes(&parts.headers, kinds)?;
                file = all_of(&parts.headers, body, FILE_BODY).await?;
            }
        }
        let day = query.get("as_of").or_else(|| sent.get("as_of")).and_then(Json::as_str);
        let as_of = day.and_then(Date::parse);
        Ok(Asked { lang, path, query, body: sent, file, kind, as_of })
    }
}

/// The parameters behind the question mark: known ones, each once, each of its shape.
fn query(endpoint: &Endpoint, parts: &Parts) -> Result<Map<String, Json>, Problem> {
    let unreadable = |_| Problem::of_status(StatusCode::BAD_REQUEST);
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map_err(unreadable)?;
    let mut query = Map::new();
    let lang = Parameter::new("lang", false, "", one_of(["zh", "en"]));
    for (name, value) in pairs {
        let known = endpoint.parameters.iter().filter(|parameter| !parameter.in_path);
        let Some(parameter) = known.chain([&lang]).find(|parameter| parameter.name == name) else {
            return Err(unknown(endpoint, &name));
        };
        let value = typed(parameter, value)?;
        if query.insert(name.clone(), value).is_some() {
            return Err(Problem::parameter(&name, Text::new("只能写一次", "it can be given once only")));
        }
    }
    Ok(query)
}

fn unknown(endpoint: &Endpoint, name: &str) -> Problem {
    let known: Vec<&str> = endpoint.parameters.iter().filter(|it| !it.in_path).map(|it| it.name).collect();
    let near = did_you_mean(name, known.iter().map(|known| wuwei_source::Name::new(known)));
    let hint = match near.first() {
        Some(near) => Text::new(format!("是不是 {near}？"), format!("did you mean {near}?")),
        None => Text::new(
            format!("这里的参数有：{}", known.join("、")),
            format!("the parameters here are {}", known.join(", ")),
        ),
    };
    let shown: String = name.chars().take(40).collect();
    Problem::parameter(&shown, Text::new("这里没有这个参数", "there is no such parameter here")).hint(hint)
}

/// A parameter's text as what its shape says.
fn typed(parameter: &Parameter, text: String) -> Result<Json, Problem> {
    let value = match parameter.schema["type"].as_str() {
        Some("integer") => text.parse::<i64>().map_or(Json::String(text), Json::from),
        Some("boolean") => match text.as_str() {
            "true" => Json::Bool(true),
            "false" => Json::Bool(false),
            _ => Json::String(text),
        },
        _ => Json::String(text),
    };
    match parameter.shape.misfits(&value).into_iter().next() {
        Some(wrong) => Err(Problem::parameter(parameter.name, wrong.what)),
        None => Ok(value),
    }
}

/// The media type of the answer: the one that a `format` names, else the first that the client takes.
fn wanted(endpoint: &Endpoint, headers: &HeaderMap, format: Option<&str>) -> Result<&'static str, Problem> {
    let kinds: Vec<&'static str> = endpoint.answers.iter().map(|(kind, _)| *kind).collect();
    let first = kinds.first().copied().unwrap_or(super::reply::JSON);
    if let Some(format) = format {
        let called = kinds.iter().find(|kind| super::reply::format_of(kind) == format);
        return Ok(called.copied().unwrap_or(first));
    }
    let Some(accept) = headers.get(header::ACCEPT) else { return Ok(first) };
    let refused = || Problem::of_status(StatusCode::NOT_ACCEPTABLE);
    let accept = accept.to_str().map_err(|_| refused())?.to_ascii_lowercase();
    let mut best: Option<(&'static str, f64)> = None;
    for kind in kinds {
        let bare = kind.split(';').next().unwrap_or(kind);
        let family = bare.split('/').next().unwrap_or("");
        let weight = |range: &str| {
            let mut parts = range.split(';').map(str::trim);
            let name = parts.next().unwrap_or("");
            let fits = name == bare || name == "*/*" || name.strip_suffix("/*").is_some_and(|of| of == family);
            let q = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse::<f64>().ok());
            // A range that names the kind says more than one that takes everything.
            let how_exactly = if name == bare { 2 } else { usize::from(name != "*/*") };
            fits.then_some((how_exactly, q.unwrap_or(0.0)))
        };
        let said = accept.split(',').filter_map(weight).max_by_key(|(how_exactly, _)| *how_exactly);
        let Some((_, q)) = said.filter(|(_, q)| *q > 0.0) else { continue };
        if best.is_none_or(|(_, most)| q > most) {
            best = Some((kind, q));
        }
    }
    best.map(|(kind, _)| kind).ok_or_else(refused)
}

fn takes(headers: &HeaderMap, kinds: &[&str]) -> Result<(), Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let bare = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if kinds.iter().any(|known| known.split(';').next() == Some(bare.as_str())) {
        return Ok(());
    }
    let (zh, en) = (kinds.join("、"), kinds.join(", "));
    let hint = Text::new(format!("Content-Type 写 {zh}"), format!("send it with Content-Type {en}"));
    Err(Problem::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE).hint(hint))
}

/// A body to its end. One that says beforehand that it is too large isn't read at all.
async fn all_of(headers: &HeaderMap, body: axum::body::Body, most: usize) -> Result<Bytes, Problem> {
    let said = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if said.is_some_and(|length| length > most as u64) {
        return Err(Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE));
    }
    to_bytes(body, most).await.map_err(|error| Problem::of_status(why_unread(&error)))
}

/// Why a body could not be read to its end: too large, too slow, or it broke off.
fn why_unread(error: &axum::Error) -> StatusCode {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(inner) = cause {
        if inner.is::<tower_http::timeout::TimeoutError>() {
            return StatusCode::REQUEST_TIMEOUT;
        }
        // The error of the limit is in a crate that `axum` keeps to itself.
        if inner.to_string() == "length limit exceeded" {
            return StatusCode::PAYLOAD_TOO_LARGE;
        }
        cause = inner.source();
    }
    StatusCode::BAD_REQUEST
}

fn not_json(error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    let what = Text::new(
        format!("请求内容不是 JSON：第 {line} 行第 {column} 列"),
        format!("the body isn't JSON: line {line}, column {column}"),
    );
    Problem::new(StatusCode::BAD_REQUEST, "json", what)
}
