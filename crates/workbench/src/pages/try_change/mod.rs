//! Try a change: a clause edited in the browser, compiled as it is typed, tested, and held against what is in force.
//!
//! Nothing is stored: the text travels in the form and comes back in the page.

mod attempt;
mod choose;
mod clause;
mod editor;
mod effect;
mod people;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use wuwei_ir::Date;
use wuwei_project::reform_text;
use wuwei_source::{Name, Text};

use crate::access::hex;
use crate::asking::Asking;
use crate::fault::Fault;
use crate::forms::Posted;
use crate::pages::{Moment, answer, respond, switch};
use crate::parts::layout::{Page, encoded};
use crate::parts::nav::Section;
use crate::workbench::Workbench;

use attempt::Attempt;
use clause::Clause;

/// Its addresses.
pub(crate) fn routes() -> Router<Arc<Workbench>> {
    Router::new().route("/try", get(show).post(attempt)).route("/try/draft.md", post(download))
}

/// The largest text, in bytes.
const TEXT: usize = 256 << 10;
/// So many attempts are worked on or wait at a time.
const AT_ONCE: usize = 6;
/// So many bytes of words that nobody used before may be learnt from what people type, until the server starts again: words
/// are kept for good.
const WORDS: usize = 64 << 20;

/// What is to be changed.
#[derive(Deserialize)]
struct Wanted {
    document: Option<String>,
    rule: Option<String>,
}

/// An edited text.
#[derive(Deserialize)]
struct Edited {
    document: String,
    #[serde(default)]
    rule: String,
    #[serde(default)]
    text: String,
    /// `check` for what the compiler and the tests say, `compare` for what it would do as well.
    #[serde(default, rename = "do")]
    wanted: String,
    /// As of which day it is compared, and from which day on the draft would hold.
    #[serde(default)]
    day: String,
    /// What the page shows already.
    #[serde(default)]
    shown: String,
    /// Another language or size of type.
    #[serde(default)]
    switch: String,
}

impl Edited {
    /// Whether the page shows a check or a comparison, or nothing yet.
    fn shown_what(&self) -> &'static str {
        match self.shown.split(' ').next() {
            Some("compare") => "compare",
            Some("check") => "check",
            _ => "",
        }
    }

    /// The same moment on the day that the form says.
    fn on_its_day<'a>(&self, moment: &Moment<'a>) -> Moment<'a> {
        let Moment { bench, snapshot, asking, as_of } = *moment;
        Moment { bench, snapshot, asking, as_of: Date::parse(&self.day).unwrap_or(as_of) }
    }
}

async fn show(bench: State<Arc<Workbench>>, asking: Asking, Query(wanted): Query<Wanted>) -> Response {
    answer(bench, asking, move |moment| {
        let asking = moment.asking;
        let title = asking.say("试改", "Try a change");
        let Some(document) = wanted.document.filter(|id| !id.is_empty()) else {
            return Ok(Page::new(Section::Try, title, choose::page(moment)));
        };
        let clause = Clause::find(moment, &document, wanted.rule.as_deref().unwrap_or_default())?;
        let body = editor::page(moment, &clause, clause.text(), None);
        Ok(Page::new(Section::Try, format!("{title} · {}", clause.title(asking)), body).keeping(editor::FORM))
    })
    .await
}

async fn attempt(bench: State<Arc<Workbench>>, Posted { mut asking, form }: Posted<Edited>) -> Response {
    let cookie = switch::in_form(&mut asking, &form.switch);
    let mut response = respond(bench, asking, move |moment| match tried(moment, &form) {
        Ok(response) => response,
        Err(fault) => fault.respond(moment.asking),
    })
    .await;
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn tried(moment: &Moment<'_>, form: &Edited) -> Result<Response, Fault> {
    let moment = &form.on_its_day(moment);
    let asking = moment.asking;
    let text = plain(&form.text)?;
    let wanted = match (form.switch.as_str(), form.wanted.as_str()) {
        // The key Enter in a field presses no button in particular.
        ("", "") => "compare",
        ("", wanted) => wanted,
        // Whoever only switches the language sees what they saw.
        _ => form.shown_what(),
    };
    let shown = Shown { wanted, text: &text };
    if asking.partial && wanted == "check" && form.shown == (Shown { wanted: "compare", text: &text }).to_string() {
        // The comparison, which holds the check, came before a check that was still waiting for somebody to go on typing.
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let _turn = Turn::take()?;
    let clause = Clause::find(moment, &form.document, &form.rule)?;
    let outcome = match wanted {
        "" => None,
        _ => Some(Attempt::new(moment, &clause, &text)?.show(moment, &shown)),
    };
    let title = format!("{} · {}", asking.say("试改", "Try a change"), clause.title(asking));
    let body = match outcome {
        Some(outcome) if asking.partial => outcome,
        outcome => editor::page(moment, &clause, &text, outcome),
    };
    Ok(Page::new(Section::Try, title, body).keeping(editor::FORM).respond(asking))
}

/// What a page shows of a text, as its form carries it: told from any other text, and small.
struct Shown<'t> {
    /// `check` or `compare`.
    wanted: &'t str,
    text: &'t str,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.wanted, hex(&Sha256::digest(self.text.as_bytes())))
    }
}

async fn download(bench: State<Arc<Workbench>>, Posted { asking, form }: Posted<Edited>) -> Response {
    respond(bench, asking, move |moment| match draft(moment, &form) {
        Ok(response) => response,
        Err(fault) => fault.respond(moment.asking),
    })
    .await
}

/// The change as a document that reforms the one that was edited.
fn draft(moment: &Moment<'_>, form: &Edited) -> Result<Response, Fault> {
    let _turn = Turn::take()?;
    let moment = &form.on_its_day(moment);
    let clause = Clause::find(moment, &form.document, &form.rule)?;
    let whole = clause.with(&plain(&form.text)?);
    let nothing =
        || unusable(Text::new("没有改动，没有可下载的修改稿", "nothing was changed, so there is no draft to download"));
    let text = reform_text(clause.whole(), &whole, moment.as_of).ok_or_else(nothing)?;
    let name = format!("{}-draft.md", form.document);
    let library = moment.snapshot.library().adding(&name, &text);
    let faults: Vec<_> = library.findings().filter(|found| found.severity == wuwei_source::Severity::Error).collect();
    if let Some(first) = faults.first() {
        let said = &first.headline;
        return Err(unusable(Text::new(
            format!("这样的改动写不成修改稿：{}", said.zh),
            format!("this change can't be written as a draft: {}", said.en),
        )));
    }
    let headers = [
        (header::CONTENT_TYPE, "text/markdown; charset=utf-8".to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", encoded(&name))),
    ];
    Ok((headers, text).into_response())
}

/// A text as documents have it: lines end with one sign. Browsers send two.
fn plain(text: &str) -> Result<String, Fault> {
    if text.len() > TEXT {
        return Err(Fault {
            status: StatusCode::PAYLOAD_TOO_LARGE,
            what: Text::new("文本太长，最多 256 KB", "the text is too long; 256 KB is the most"),
            hint: Text::new(
                "只改一条，或者用命令行检查整份文件",
                "edit a single clause, or check the document with the command",
            ),
        });
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn unusable(what: Text) -> Fault {
    let hint = Text::new("回到上一页，改好以后再试", "go back, mend it, and try again");
    Fault { status: StatusCode::UNPROCESSABLE_ENTITY, what, hint }
}

/// A place among those who try something at the same time.
struct Turn {
    /// What was learnt when it began.
    words: usize,
}

static TAKEN: AtomicUsize = AtomicUsize::new(0);
/// Bytes of new words that were learnt while somebody tried something.
static LEARNT: AtomicUsize = AtomicUsize::new(0);

impl Turn {
    fn take() -> Result<Turn, Fault> {
        let busy = |what: Text, hint: Text| Fault { status: StatusCode::SERVICE_UNAVAILABLE, what, hint };
        if LEARNT.load(Ordering::Relaxed) > WORDS {
            return Err(busy(
                Text::new(
                    "试改用的词太多，服务器不再接受新的文本",
                    "the server has learnt too many new words to take in more texts",
                ),
                Text::new("请管理员重新启动服务", "ask the operator to start the server again"),
            ));
        }
        if TAKEN.fetch_add(1, Ordering::AcqRel) >= AT_ONCE {
            TAKEN.fetch_sub(1, Ordering::AcqRel);
            return Err(busy(
                Text::new("同时试改的人太多", "too many people try something at the same time"),
                Text::new(
                    "过几秒再试，文本还在你的页面上",
                    "try again in a few seconds; your text is still in your page",
                ),
            ));
        }
        Ok(Turn { words: Name::learnt() })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        LEARNT.fetch_add(Name::learnt().saturating_sub(self.words), Ordering::Relaxed);
        TAKEN.fetch_sub(1, Ordering::AcqRel);
    }
}
