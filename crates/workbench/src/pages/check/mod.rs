//! Check without an account: question by question, and nothing is stored.
//!
//! The form carries what was told from page to page, and it is sent in the body, so that no fact stands in an address or a log.
//! Answers are worked out in a world of nobody else: no answer can hold a fact of anybody that the server knows. How common
//! values are among peers only orders the questions, all peers alike.

mod answers;
mod carry;
mod field;
mod lists;
mod narrowing;
mod outcome;
mod question;
mod result;
mod review;
mod share;
mod sheet;
mod start;
mod why;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;
use wuwei_ir::{FactId, GroupId, Program};
use wuwei_source::Text;

use crate::asking::Asking;
use crate::fault::Fault;
use crate::forms::Posted;
use crate::pages::{Moment, answer, respond, switch};
use crate::parts::layout::Page;
use crate::workbench::Workbench;
use field::{Field, NONE, UNKNOWN};
use sheet::{NoSheet, Sheet, Told};

/// Its addresses.
pub(crate) fn routes() -> Router<Arc<Workbench>> {
    Router::new().route("/check", get(begin).post(step)).route("/check/answers", post(narrow)).merge(share::routes())
}

/// What a page of the check sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    /// The kind of subject, by name.
    kind: String,
    /// The one rule that is asked about, by name.
    about: String,
    /// What was told before.
    answers: String,
    /// The page that it is sent from.
    page: String,
    /// The fact that is being asked for.
    fact: String,
    /// Its value.
    value: String,
    /// Whether there is none of it.
    none: String,
    /// Where to: what the button says.
    step: String,
    /// Another language or size of type.
    switch: String,
}

/// What the first page is asked for with.
#[derive(Clone, Debug, Default, Deserialize)]
struct About {
    about: Option<String>,
}

async fn begin(bench: State<Arc<Workbench>>, asking: Asking, Query(about): Query<About>) -> Response {
    answer(bench, asking, move |moment| start::page(moment, about.about.as_deref().unwrap_or_default(), None)).await
}

/// Where a page of the check leads to.
enum Step {
    /// The next question.
    Next,
    /// The question of this answer, and what is wrong with it.
    Ask(FactId, Option<i32>),
    /// All answers, to be looked over.
    Review,
    /// What follows from them.
    Result,
    /// How the answer of this rule came about.
    Why(GroupId),
    /// The first page.
    Start,
}

async fn step(bench: State<Arc<Workbench>>, Posted { mut asking, form }: Posted<Sent>) -> Response {
    let cookie = switch::in_form(&mut asking, &form.switch);
    let mut response = respond(bench, asking, move |moment| match taken(moment, &form) {
        Ok((page, status)) => {
            let mut response = page.respond(moment.asking);
            *response.status_mut() = status;
            response
        }
        Err(fault) => fault.respond(moment.asking),
    })
    .await;
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Takes in what a page sent, and makes the page that it leads to.
fn taken(moment: &Moment<'_>, sent: &Sent) -> Result<(Page, StatusCode), Fault> {
    let program = moment.snapshot.library().program();
    let mut sheet = match Sheet::carried(program, &sent.kind, &sent.about, &sent.answers, moment.as_of) {
        Ok(sheet) => sheet,
        Err(NoSheet::Kind) => {
            let page = start::page(moment, "", Some(start::choose_a_kind()))?;
            return Ok((page, StatusCode::UNPROCESSABLE_ENTITY));
        }
        Err(NoSheet::TooLong) => return Err(too_long()),
    };
    let asked = wuwei_facts::read_name(program, sheet.kind, &sent.fact).ok();
    let asked = asked.filter(|(fact, _)| Field::of(program, *fact).is_some());
    let is_review = sent.page == "change";
    if ["answer", "unknown"].contains(&sent.step.as_str())
        && let Some((fact, year)) = asked
    {
        let given = match sent.step.as_str() {
            "unknown" => Ok(UNKNOWN.to_string()),
            _ => given(sent),
        };
        let read = given.and_then(|text| {
            let field = Field::of(program, fact).ok_or_else(Text::default)?;
            let text = wuwei_facts::with_unit(program, fact, &text);
            let said = field.read(program, fact, &text, moment.as_of)?;
            Ok(Told { fact, year, text, said })
        });
        match read {
            Ok(told) => sheet.tell(told),
            Err(why) => {
                let page = question::page(moment, &sheet, Some((fact, year)), is_review, Some((&sent.value, &why)))?;
                return Ok((page, StatusCode::UNPROCESSABLE_ENTITY));
            }
        }
    }
    let list = |step: &str| lists::list_named(program, sheet.kind, sent.step.strip_prefix(step)?);
    let (none, reopened) = (list("none:"), list("reopen:"));
    none.into_iter().for_each(|list| sheet.tell_none(list));
    sheet.without.retain(|list| Some(*list) != reopened);
    let page = match wanted(program, &sheet, sent, asked) {
        Step::Next => question::page(moment, &sheet, None, false, None)?,
        Step::Ask(fact, year) => {
            let is_change = is_review || sent.step.starts_with("change:");
            question::page(moment, &sheet, Some((fact, year)), is_change, None)?
        }
        Step::Review => review::page(moment, &sheet),
        Step::Result => result::page(moment, &sheet),
        Step::Why(group) => why::page(moment, &sheet, group),
        Step::Start => start::page(moment, sheet.about_name(program), None)?,
    };
    Ok((page, StatusCode::OK))
}

/// Where a page leads to.
fn wanted(program: &Program, sheet: &Sheet, sent: &Sent, asked: Option<(FactId, Option<i32>)>) -> Step {
    // Whoever only switches the language stays where they are.
    let step = match sent.step.as_str() {
        "" => sent.page.as_str(),
        step => step,
    };
    let named = |name: &str| {
        let found = wuwei_facts::read_name(program, sheet.kind, name).ok();
        found.filter(|(fact, year)| Field::of(program, *fact).is_some() && sheet.place(*fact, *year).is_some())
    };
    match step {
        "answer" | "unknown" if sent.page == "change" => Step::Review,
        "review" => Step::Review,
        "result" => Step::Result,
        other if other.starts_with("reopen:") && sent.page == "review" => Step::Review,
        other if other.starts_with("none:") || other.starts_with("reopen:") => Step::Result,
        "start" => Step::Start,
        "change" | "question" => asked.map_or(Step::Next, |(fact, year)| Step::Ask(fact, year)),
        "back" => {
            let place = asked.and_then(|(fact, year)| sheet.place(fact, year)).unwrap_or(sheet.told.len());
            if sent.page == "change" {
                return Step::Review;
            }
            let before = place.checked_sub(1).and_then(|at| sheet.told.get(at));
            before.map_or(Step::Start, |told| Step::Ask(told.fact, told.year))
        }
        other if other.starts_with("why:") => {
            let rule = sheet::rule_named(program, other.trim_start_matches("why:"));
            rule.filter(|group| program.group(*group).entity == sheet.kind).map_or(Step::Result, Step::Why)
        }
        other => match other.strip_prefix("change:").map(named) {
            Some(Some((fact, year))) => Step::Ask(fact, year),
            Some(None) => Step::Review,
            None => Step::Next,
        },
    }
}

/// What was filled in, unless it was left empty or contradicts itself.
fn given(sent: &Sent) -> Result<String, Text> {
    let text = sent.value.trim();
    match (text.is_empty(), sent.none.is_empty()) {
        (true, true) => Err(Text::new("还没有回答。不知道就点“不知道”", "give an answer, or press I don't know")),
        (true, false) => Ok(NONE.to_string()),
        (false, true) => Ok(text.to_string()),
        (false, false) => Err(Text::new(
            "既填了内容又选了“没有”，只留一个",
            "there is a value, and “none” is chosen as well; leave one of them",
        )),
    }
}

/// The answers beside the question, as they would be with what is in the field now.
async fn narrow(bench: State<Arc<Workbench>>, Posted { mut asking, form }: Posted<Sent>) -> Response {
    asking.partial = true;
    answer(bench, asking, move |moment| {
        let program = moment.snapshot.library().program();
        let sheet = Sheet::carried(program, &form.kind, &form.about, &form.answers, moment.as_of);
        let mut sheet = sheet.map_err(|_| too_long())?;
        if let (Ok((fact, year)), Ok(text)) = (wuwei_facts::read_name(program, sheet.kind, &form.fact), given(&form)) {
            let text = wuwei_facts::with_unit(program, fact, &text);
            let said = Field::of(program, fact).map(|field| field.read(program, fact, &text, moment.as_of));
            if let Some(Ok(said)) = said {
                sheet.tell(Told { fact, year, text, said });
            }
        }
        let stranger = sheet.stranger();
        let interview = sheet.interview(moment.snapshot, &stranger, moment.as_of);
        let body = narrowing::panel(moment, &sheet, &interview);
        Ok(Page::new(crate::parts::nav::Section::Check, "", body))
    })
    .await
}

fn too_long() -> Fault {
    Fault {
        status: StatusCode::PAYLOAD_TOO_LARGE,
        what: Text::new("带来的回答太多", "too many answers were sent along"),
        hint: Text::new("从自测首页重新开始", "begin again at the first page of the check"),
    }
}
