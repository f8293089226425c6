//! A link to a result. It holds the answers and nothing of who gave them, and it expires.
//!
//! Whoever checks has no account, so no account can be asked for here; what strangers may leave in the store is bounded instead:
//! each share in size, all of them by how many are taken in an hour, and every one of them by its end.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use maud::{Markup, html};
use wuwei_ir::{Date, Program};
use wuwei_source::Text;
use wuwei_store::{Share, StoreError, Timestamp, Token};

use super::carry::{MOVES, moves};
use super::result::{findings, stamp, told};
use super::sheet::{Sheet, kind_name};
use super::{Sent, too_long};
use crate::access::{Access, hex};
use crate::asking::Asking;
use crate::fault::Fault;
use crate::forms::Posted;
use crate::pages::{Moment, answer};
use crate::parts::layout::Page;
use crate::parts::nav::Section;
use crate::workbench::Workbench;

/// So long a link lives, in days.
const DAYS: i64 = 7;
/// So many links are made in an hour, by all together.
const AN_HOUR: usize = 120;
const DAY_MILLIS: i64 = 24 * 3600 * 1000;

/// When the links of the last hour were made.
#[derive(Default)]
struct Recent(Mutex<VecDeque<i64>>);

impl Recent {
    /// Whether another link may be made now.
    fn take(&self, now: Timestamp) -> bool {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = now.unix_millis();
        made.retain(|at| now - at < 3600 * 1000);
        let is_room = made.len() < AN_HOUR;
        if is_room {
            made.push_back(now);
        }
        is_room
    }
}

/// Its addresses.
pub(super) fn routes() -> Router<Arc<Workbench>> {
    Router::new()
        .route("/check/share", post(share))
        .route("/check/shared/{token}", get(shared))
        .layer(Extension(Arc::new(Recent::default())))
}

/// The offer of a link, at the end of a result.
pub(super) fn offer(moment: &Moment<'_>, sheet: &Sheet) -> Markup {
    let asking = moment.asking;
    html! {
        section.check-share {
            h2 { (asking.say("打印或分享", "Print or share")) }
            p { (asking.say("用浏览器的打印功能，可以打印或存成 PDF。", "Use your browser's print command to print this page or save it as a PDF.")) }
            @if !matches!(moment.bench.setting.access, Access::ReadOnly) && sheet.answered() > 0 {
                p {
                    (asking.say(
                        "也可以生成一个链接，七天后失效。链接里只有上面的回答，没有名称和代码；拿到链接的人都能看到这些回答。",
                        "Or make a link that expires after seven days. It holds the answers above, no name and no code; whoever has it can see them.",
                    ))
                }
                button.check-second form=(MOVES) formaction="/check/share" { (asking.say("生成分享链接", "Make a link to share")) }
            }
        }
    }
}

async fn share(
    State(bench): State<Arc<Workbench>>,
    Extension(recent): Extension<Arc<Recent>>,
    Posted { asking, form }: Posted<Sent>,
) -> Response {
    match keep(&bench, &recent, &form).await {
        Ok(token) => {
            // The address of the page that follows is the link itself.
            (StatusCode::SEE_OTHER, [(header::LOCATION, format!("/check/shared/{token}"))]).into_response()
        }
        Err(fault) => fault.respond(&asking),
    }
}

/// Keeps the answers of a form under a token that nobody can foresee.
async fn keep(bench: &Arc<Workbench>, recent: &Recent, form: &Sent) -> Result<String, Fault> {
    if matches!(bench.setting.access, Access::ReadOnly) {
        return Err(Fault::operator_only(bench));
    }
    let (today, now) = ((bench.setting.today)(), (bench.setting.now)());
    let snapshot = bench.snapshot();
    let program = snapshot.library().program();
    let sheet = Sheet::carried(program, &form.kind, &form.about, &form.answers, today).map_err(|_| too_long())?;
    let expires = Timestamp::from_unix_millis(now.unix_millis() + DAYS * DAY_MILLIS);
    let Some(expires_at) = expires.filter(|_| recent.take(now)) else { return Err(too_many()) };
    let share = Share { payload: payload(program, &sheet, today), created_at: now, expires_at };
    let token = hex(&(bench.setting.random)());
    bench.store.sweep_shares(now).await.map_err(|error| failed(&error))?;
    match bench.store.put_share(&Token::new(token.clone()), &share).await.map_err(|error| failed(&error))? {
        true => Ok(token),
        false => Err(Fault::failed(Text::new("链接没有生成", "the link couldn't be made"))),
    }
}

async fn shared(State(bench): State<Arc<Workbench>>, Path(token): Path<String>, asking: Asking) -> Response {
    let is_token = token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
    let now = (bench.setting.now)();
    let found = match is_token {
        true => bench.store.share(&Token::new(token), now).await,
        false => Ok(None),
    };
    let share = match found {
        Ok(Some(share)) => share,
        Ok(None) => return gone().respond(&asking),
        Err(error) => return failed(&error).respond(&asking),
    };
    let mut response = answer(State(bench), asking, move |moment| page(moment, &share)).await;
    let noindex = (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    response.headers_mut().insert(noindex.0, noindex.1);
    response
}

/// The result of answers that somebody shared, worked out as of the day on which they did.
fn page(moment: &Moment<'_>, share: &Share) -> Result<Page, Fault> {
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    let (sheet, day) = of_payload(program, &share.payload).ok_or_else(gone)?;
    let stranger = sheet.stranger();
    let interview = sheet.interview(moment.snapshot, &stranger, day);
    let title = asking.say("分享的自测结果", "A shared result");
    let until = day_of(share.expires_at);
    let body = html! { div.check-result {
        (moves(moment, &sheet, "result", ""))
        p.kicker { (asking.say("自测", "Check")) " · " (kind_name(program, sheet.kind).get(asking.lang)) }
        h1 { (title) }
        (stamp(asking, day))
        p.remark.check-link-note {
            b { (asking.say("链接", "Link")) }
            (asking.say("这一页的网址就是分享链接，复制地址栏即可。", "The address of this page is the link; copy it from the address bar. "))
            (asking.say("它在 ", "It expires on ")) (until)
            (asking.say(" 失效。里面没有名称和代码。", ". It holds no name and no code."))
        }
        (findings(moment, &sheet, &interview, day))
        section {
            h2 { (asking.say("所依据的回答", "The answers behind it")) }
            (told(moment, &sheet, false))
        }
        div.check-buttons {
            button form=(MOVES) name="step" value="review" { (asking.say("用这些回答接着测", "Go on from these answers")) }
            a.button.check-second href="/check" { (asking.say("自己测一次", "Check for yourself")) }
        }
    } };
    Ok(Page::new(Section::Check, title, body))
}

/// What a link keeps: what was asked about, the day, and the answers.
fn payload(program: &Program, sheet: &Sheet, day: Date) -> String {
    let kind = program.entity(sheet.kind).head.name;
    format!("{kind}\n{}\n{day}\n{}", sheet.about_name(program), sheet.lines(program))
}

fn of_payload(program: &Program, payload: &str) -> Option<(Sheet, Date)> {
    let mut parts = payload.splitn(4, '\n');
    let (kind, about, day, answers) = (parts.next()?, parts.next()?, Date::parse(parts.next()?)?, parts.next()?);
    Some((Sheet::carried(program, kind, about, answers, day).ok()?, day))
}

/// The day of a moment, as it is written.
fn day_of(at: Timestamp) -> String {
    at.to_string().chars().take_while(|c| *c != 'T').collect()
}

fn gone() -> Fault {
    Fault {
        status: StatusCode::NOT_FOUND,
        what: Text::new("这个分享链接没有了", "this shared link is gone"),
        hint: Text::new(
            "链接七天后失效，也可能没有复制完整。可以请对方重新生成，或者自己测一次",
            "links expire after seven days, or it wasn't copied whole; ask for a new one, or check for yourself",
        ),
    }
}

fn too_many() -> Fault {
    Fault {
        status: StatusCode::TOO_MANY_REQUESTS,
        what: Text::new("这一小时生成的链接太多了", "too many links were made within the last hour"),
        hint: Text::new("过一会儿再试；结果可以先打印", "try again later; the result can be printed meanwhile"),
    }
}

fn failed(error: &StoreError) -> Fault {
    Fault::failed(error.text())
}
