//! The third step: what is wrong, row by row; and how the rest is to be taken in.

use std::path::Path as FilePath;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::html;
use serde::Deserialize;
use wuwei_facts::{ReadFile, read_file};
use wuwei_ir::Date;
use wuwei_source::Text;

use super::choose::unread;
use super::overview::kind_shown;
use super::wizard::{Step, discard, errors, go_to, head, needs_operator, pending, problems};
use crate::access::Operator;
use crate::asking::Asking;
use crate::fault::Fault;
use crate::forms::{self, Posted};
use crate::intake::desk::{Pending, Terms};
use crate::pages::{Moment, answer, respond};
use crate::parts::layout::{Page, encoded};
use crate::parts::nav::Section;
use crate::workbench::Workbench;

/// So many problems are kept, and so many are shown: a file with thousands of them has one cause.
const LISTED: usize = 2_000;
const SHOWN: usize = 200;

/// How a file is to be taken in, as a form says it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Said {
    #[serde(default)]
    learnt: String,
    #[serde(default)]
    actor: String,
    #[serde(default)]
    replaces: Option<String>,
    #[serde(default)]
    synthetic: Option<String>,
}

impl Said {
    /// What is said of a file of which nothing else can be.
    pub(super) fn of(learnt: &str, actor: &str) -> Said {
        Said { learnt: learnt.to_string(), actor: actor.to_string(), ..Said::default() }
    }
}

pub(super) async fn get(bench: State<Arc<Workbench>>, Path(id): Path<String>, asking: Asking) -> Response {
    answer(bench, asking, move |moment| {
        needs_operator(moment)?;
        let pending = pending(moment.bench, &id)?;
        let read = read(moment, &pending)?;
        Ok(page(moment, &pending, &read, &pending.progress().terms, None, &[]))
    })
    .await
}

/// What the file says by what its columns mean; read once.
pub(super) fn read(moment: &Moment<'_>, pending: &Pending) -> Result<Arc<ReadFile>, Fault> {
    let progress = pending.progress();
    if let Some(read) = progress.read {
        return Ok(read);
    }
    let (program, name) = (moment.snapshot.library().program(), FilePath::new(&pending.name));
    let today = (moment.bench.setting.today)();
    let read = read_file(program, pending.path(), name, &progress.mapping, today, LISTED);
    let read = Arc::new(read.map_err(|error| Fault {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        what: unread(&error),
        hint: Text::new("另存一份再上传", "save it anew and upload it again"),
    })?);
    pending.go_on(|progress| progress.read = Some(read.clone()));
    Ok(read)
}

pub(super) async fn post(
    bench: State<Arc<Workbench>>,
    _: Operator,
    Path(id): Path<String>,
    Posted { asking, form }: Posted<Said>,
) -> Response {
    respond(bench, asking, move |moment| {
        let found = pending(moment.bench, &id).and_then(|pending| Ok((read(moment, &pending)?, pending)));
        let (read, pending) = match found {
            Ok(found) => found,
            Err(fault) => return fault.respond(moment.asking),
        };
        match terms(&form, (moment.bench.setting.today)()) {
            Ok(terms) => {
                pending.go_on(|progress| {
                    if progress.terms != terms {
                        progress.compared = None;
                    }
                    progress.terms = terms;
                });
                go_to(&format!("/data/new/{id}/changes"))
            }
            Err(wrong) => {
                let said = Terms {
                    learnt: None,
                    replaces: form.replaces.is_some(),
                    synthetic: form.synthetic.is_some(),
                    actor: form.actor.clone(),
                };
                let page = page(moment, &pending, &read, &said, Some(&form.learnt), &wrong);
                let mut response = page.respond(moment.asking);
                *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
                response
            }
        }
    })
    .await
}

/// What a form says of how to take a file in, or what is wrong with it.
pub(super) fn terms(said: &Said, today: Date) -> Result<Terms, Vec<(String, Text)>> {
    let mut wrong = Vec::new();
    let text = said.learnt.trim();
    let learnt = wuwei_table::parse_day(text);
    if learnt.is_none() && !text.is_empty() {
        let what = Text::new("“得知日期”不是日期；写作 2026-01-31", "the day isn't a date; write 2026-01-31");
        wrong.push(("learnt".to_string(), what));
    }
    if learnt.is_some_and(|day| day > today) {
        wrong.push((
            "learnt".to_string(),
            Text::new("“得知日期”在今天之后", "nothing can have become known after today"),
        ));
    }
    let actor: String = said.actor.trim().chars().filter(|c| !c.is_control()).collect();
    if actor.chars().count() > 80 {
        wrong.push(("actor".to_string(), Text::new("“上传人”超过 80 个字", "the name is longer than 80 signs")));
    }
    match wrong.is_empty() {
        true => Ok(Terms { learnt, replaces: said.replaces.is_some(), synthetic: said.synthetic.is_some(), actor }),
        false => Err(wrong),
    }
}

fn page(
    moment: &Moment<'_>,
    pending: &Pending,
    read: &ReadFile,
    terms: &Terms,
    learnt: Option<&str>,
    wrong: &[(String, Text)],
) -> Page {
    let asking = moment.asking;
    let bad: usize = read.rejected.iter().map(|rejected| rejected.rows.len()).sum();
    let good: usize = read.kinds.iter().map(|kind| kind.subjects.len()).sum();
    let title = match read.faults {
        0 => asking.say("每一行都读得懂", "Every row can be read"),
        _ => asking.say("有的行读不懂", "Some rows can't be read"),
    };
    let learnt = learnt.map_or_else(|| terms.learnt.map_or_else(String::new, |day| day.to_string()), str::to_string);
    let can_go_on = !read.hopeless && good > 0;
    let body = html! {
        (errors(asking, wrong))
        (head(asking, Some(pending), Step::Rows, title))
        dl.summary {
            div { dt { (asking.say("数据行", "Rows of data")) } dd.n { (read.rows) } }
            @for kind in &read.kinds {
                div { dt { (asking.say("读懂的", "Understood: ")) (kind_shown(moment.snapshot.library().program(), kind.name.as_str(), asking)) } dd.n { (kind.subjects.len()) } }
            }
            div { dt { (asking.say("读不懂的行", "Rows with faults")) } dd.n { (bad) } }
            div { dt { (asking.say("问题", "Faults")) } dd.n { (read.faults) } }
        }
        @if !read.problems.is_empty() {
            (problems(asking, &read.problems, SHOWN))
            @if read.faults > SHOWN {
                p.aside { (asking.say("还有 ", "and ")) (read.faults - SHOWN) (asking.say(" 个问题", " more")) }
            }
            @for (n, rejected) in read.rejected.iter().enumerate() {
                p {
                    a href=(format!("/data/new/{}/rejected/{}.csv", pending.id, n + 1)) download {
                        (asking.say("下载读不懂的行：", "Download the rows with faults: "))
                        (rejected.name) " (" (rejected.rows.len()) ")"
                    }
                }
            }
        }
        @if can_go_on {
            form.fields method="post" action=(format!("/data/new/{}/rows", pending.id)) {
                (forms::key(asking))
                div.field {
                    label for="learnt" { (asking.say("得知日期（可不填）", "Known since (optional)")) }
                    p.hint #learnt-hint {
                        (asking.say("这些事实是哪天知道的，例如 2026-01-31；不填就是今天。", "The day on which these facts became known, such as 2026-01-31; today if it is left empty."))
                    }
                    input.short #learnt name="learnt" value=(learnt) aria-describedby="learnt-hint" autocomplete="off";
                }
                div.field {
                    label for="actor" { (asking.say("上传人（可不填）", "Uploaded by (optional)")) }
                    input #actor name="actor" value=(terms.actor) autocomplete="name";
                }
                div.choice {
                    input #replaces type="checkbox" name="replaces" value="yes" checked[terms.replaces] aria-describedby="replaces-hint";
                    label for="replaces" { (asking.say("这份文件是全部：文件里没有的主体不再算", "This is everybody: who isn't in the file counts no longer")) }
                }
                p.hint #replaces-hint { (asking.say("以前的记录仍在，任何一天都可以查回。", "What was known before stays and can be looked up as of any day.")) }
                div.choice {
                    input #synthetic type="checkbox" name="synthetic" value="yes" checked[terms.synthetic];
                    label for="synthetic" { (asking.say("这是合成数据，不是真实主体", "These are made up and stand for nobody real")) }
                }
                button {
                    @if bad > 0 { (asking.say("略去读不懂的行，继续", "Continue without the rows with faults")) }
                    @else { (asking.say("继续", "Continue")) }
                }
            }
        } @else {
            p { (asking.say("这样没有可以接受的行。改好文件再上传，或回去重新对应各列。", "So there is no row to accept. Mend the file and upload it again, or go back to the columns.")) }
        }
        p { a href=(format!("/data/new/{}/columns", pending.id)) { (asking.say("回到各列", "Back to the columns")) } }
        (discard(asking, pending))
    };
    Page::new(Section::Data, title, body)
}

/// Rows with faults, to be mended and handed in again.
pub(super) async fn rejected(
    bench: State<Arc<Workbench>>,
    _: Operator,
    Path((id, name)): Path<(String, String)>,
    asking: Asking,
) -> Response {
    respond(bench, asking, move |moment| {
        let found = || {
            let pending = pending(moment.bench, &id)?;
            let read = read(moment, &pending)?;
            let at = name.strip_suffix(".csv").and_then(|n| n.parse::<usize>().ok()).and_then(|n| n.checked_sub(1));
            let rows = at.and_then(|at| read.rejected.get(at));
            let rows = rows.ok_or_else(|| Fault::not_found(Text::new("没有这个文件", "there is no such file")))?;
            Ok((rows.csv(), format!("{}.csv", rows.name)))
        };
        match found() {
            Ok((bytes, name)) => file(bytes, "text/csv; charset=utf-8", &name),
            Err(fault) => Fault::respond(&fault, moment.asking),
        }
    })
    .await
}

/// A file to keep.
pub(super) fn file(bytes: Vec<u8>, kind: &'static str, name: &str) -> Response {
    let disposition = format!("attachment; filename*=UTF-8''{}", encoded(name).replace('/', "%2F"));
    ([(header::CONTENT_TYPE, kind.to_string()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}
