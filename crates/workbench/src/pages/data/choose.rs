//! The first step: a file is chosen and received.

use std::path::Path as FilePath;
use std::sync::Arc;

use axum::extract::multipart::{Field, Multipart};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use maud::html;
use serde::Deserialize;
use wuwei_facts::look;
use wuwei_source::Text;
use wuwei_store::What;

use super::wizard::{Step, errors, go_to, head, pending, problems};
use crate::access::{Operator, hex};
use crate::asking::{Asking, SEAT, cookie};
use crate::fault::Fault;
use crate::forms::{self, KEY, Posted};
use crate::intake::desk::{LARGEST, Pending, Received};
use crate::pages::{Moment, answer};
use crate::parts::layout::Page;
use crate::parts::nav::Section;
use crate::workbench::Workbench;

pub(super) async fn get(bench: State<Arc<Workbench>>, asking: Asking) -> Response {
    answer(bench, asking, |moment| Ok(page(moment, &[], &[]))).await
}

fn page(moment: &Moment<'_>, wrong: &[(String, Text)], found: &[wuwei_table::Problem]) -> Page {
    let asking = moment.asking;
    let title = asking.say("上传数据", "Upload data");
    let body = html! {
        (errors(asking, wrong))
        (head(asking, None, Step::File, title))
        @if !found.is_empty() { (problems(asking, found, 20)) }
        @if asking.is_operator {
            form.fields method="post" action="/data/files" enctype="multipart/form-data" {
                (forms::key(asking))
                fieldset {
                    legend { (asking.say("文件里是什么？", "What is in the file?")) }
                    div.choice {
                        input #what-facts type="radio" name="what" value="facts" checked;
                        label for="what-facts" { (asking.say("企业等主体的事实", "Facts about enterprises and other subjects")) }
                    }
                    div.choice {
                        input #what-observations type="radio" name="what" value="observations";
                        label for="what-observations" { (asking.say("指标的观测值", "Observed figures of indicators")) }
                    }
                }
                div.field {
                    label for="file" { (asking.say("文件", "File")) }
                    p.hint #file-hint {
                        (asking.say(
                            "xlsx 或 csv，不超过 64 MB。观测值也可以是 SDMX-CSV。上传后先核对，接受之前什么都不会改变。",
                            "xlsx or csv, no more than 64 MB; figures may be SDMX-CSV too. You look at it first: nothing changes before you accept it.",
                        ))
                    }
                    input #file type="file" name="file" accept=".xlsx,.xlsm,.csv,.txt" required aria-describedby="file-hint";
                }
                button { (asking.say("继续", "Continue")) }
            }
        } @else {
            p.lead { (asking.say("上传需要操作口令。", "Uploading needs the operator's token.")) }
            p { a.button href="/operator" { (asking.say("操作登录", "Sign in as operator")) } }
        }
    };
    Page::new(Section::Data, title, body)
}

/// Receives the file piece by piece. Its form's key comes before it, and is looked at before anything is kept.
pub(super) async fn post(
    bench: State<Arc<Workbench>>,
    _: Operator,
    asking: Asking,
    headers: HeaderMap,
    multipart: Multipart,
) -> Response {
    let declared = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    // The form around the file takes some room too.
    let received = match declared.is_some_and(|length| length > LARGEST + 65_536) {
        true => Err(too_large()),
        false => receive(&bench, &headers, multipart).await,
    };
    match received {
        Ok(pending) => begin(bench, asking, pending).await,
        Err(fault) if fault.status == StatusCode::FORBIDDEN => fault.respond(&asking),
        Err(fault) => refused(bench, asking, fault).await,
    }
}

async fn refused(bench: State<Arc<Workbench>>, asking: Asking, fault: Fault) -> Response {
    let status = fault.status;
    let mut response = answer(bench, asking, move |moment| {
        let both = |one: &str, other: &str, stop: &str| format!("{one}{stop}{other}");
        let what = Text::new(both(&fault.what.zh, &fault.hint.zh, "；"), both(&fault.what.en, &fault.hint.en, "; "));
        Ok(page(moment, &[("file".to_string(), what)], &[]))
    })
    .await;
    *response.status_mut() = status;
    response
}

async fn receive(bench: &Workbench, headers: &HeaderMap, mut form: Multipart) -> Result<Pending, Fault> {
    let seat = cookie(headers, SEAT).unwrap_or_default();
    let broken = || forms::unreadable(StatusCode::BAD_REQUEST);
    let (mut is_ours, mut what) = (false, What::Facts);
    while let Some(field) = form.next_field().await.map_err(|_| broken())? {
        match field.name() {
            Some(KEY) => is_ours = bench.sessions.is_key(seat, &short(field).await?),
            Some("what") => what = if short(field).await? == "observations" { What::Observations } else { What::Facts },
            Some("file") if is_ours => {
                // What the browser says of folders isn't needed, and isn't believed.
                let name = field.file_name().unwrap_or_default().rsplit(['/', '\\']).next().unwrap_or_default();
                let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
                return keep(bench, field, name, what).await;
            }
            Some("file") => return Err(forms::foreign()),
            _ => {}
        }
    }
    Err(if is_ours { nothing() } else { forms::foreign() })
}

/// A field of the form that is no file.
async fn short(mut field: Field<'_>) -> Result<String, Fault> {
    const LONGEST: usize = 1_000;
    let mut out = Vec::new();
    while let Some(bytes) = field.chunk().await.map_err(|_| forms::unreadable(StatusCode::BAD_REQUEST))? {
        out.extend_from_slice(&bytes);
        if out.len() > LONGEST {
            return Err(forms::unreadable(StatusCode::BAD_REQUEST));
        }
    }
    String::from_utf8(out).map_err(|_| forms::unreadable(StatusCode::BAD_REQUEST))
}

async fn keep(bench: &Workbench, mut field: Field<'_>, name: String, what: What) -> Result<Pending, Fault> {
    let id = hex(&(bench.setting.random)());
    let unkept = |error: std::io::Error| {
        Fault::failed(Text::new(format!("文件存不下来（{error}）"), format!("the file can't be kept ({error})")))
    };
    let mut received = Received::begin(&id).map_err(unkept)?;
    while let Some(bytes) = field.chunk().await.map_err(|_| cut_off())? {
        if !received.add(&bytes).map_err(unkept)? {
            return Err(too_large());
        }
    }
    if name.is_empty() || received.is_empty() {
        return Err(nothing());
    }
    Ok(Pending::new(id, name, what, (bench.setting.now)(), received))
}

/// Looks at what was received, and leads on where it can be read.
async fn begin(bench: State<Arc<Workbench>>, asking: Asking, pending: Pending) -> Response {
    crate::pages::respond(bench, asking, move |moment| {
        if pending.what == What::Observations {
            let pending = moment.bench.desk.put(pending);
            return go_to(&format!("/data/new/{}/figures", pending.id));
        }
        let program = moment.snapshot.library().program();
        let refuse = |wrong: &[(String, Text)], found: &[wuwei_table::Problem]| {
            let mut response = page(moment, wrong, found).respond(moment.asking);
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            response
        };
        match look(program, pending.path(), FilePath::new(&pending.name), None) {
            Err(error) => {
                let what = unread(&error);
                refuse(&[("file".to_string(), what)], &[])
            }
            Ok(looked) if !looked.problems.is_empty() => {
                let what = Text::new("这个文件读不出来", "the file can't be read");
                refuse(&[("file".to_string(), what)], &looked.problems)
            }
            Ok(looked) if looked.sheets.iter().all(|sheet| sheet.rows == 0) => {
                let what = Text::new("文件里没有数据行", "there is no row of data in the file");
                refuse(&[("file".to_string(), what)], &[])
            }
            Ok(looked) => {
                let pending = moment.bench.desk.put(pending);
                pending.go_on(|progress| progress.looked = Arc::new(looked));
                go_to(&format!("/data/new/{}/columns", pending.id))
            }
        }
    })
    .await
}

/// Why a file couldn't be read, without the folder that it lies in.
pub(super) fn unread(error: &wuwei_facts::FactsError) -> Text {
    match error {
        wuwei_facts::FactsError::Damaged { why, .. } => {
            Text::new(format!("这个文件读不出来（{why}）"), format!("the file can't be read ({why})"))
        }
        _ => Text::new("这个文件读不出来", "the file can't be read"),
    }
}

fn too_large() -> Fault {
    Fault {
        status: StatusCode::PAYLOAD_TOO_LARGE,
        what: Text::new("文件超过 64 MB", "the file is larger than 64 MB"),
        hint: Text::new("分成几个文件上传", "upload it as several files"),
    }
}

fn nothing() -> Fault {
    Fault {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        what: Text::new("没有选文件，或文件是空的", "no file was chosen, or it is empty"),
        hint: Text::new("选一个 xlsx 或 csv 文件", "choose an xlsx or csv file"),
    }
}

fn cut_off() -> Fault {
    Fault {
        status: StatusCode::BAD_REQUEST,
        what: Text::new("文件没有传完", "the file didn't arrive whole"),
        hint: Text::new("再传一次", "send it once more"),
    }
}

/// A form that says nothing but that it was sent.
#[derive(Deserialize)]
pub(super) struct Nothing {}

pub(super) async fn discard(
    State(bench): State<Arc<Workbench>>,
    _: Operator,
    Path(id): Path<String>,
    Posted { asking, .. }: Posted<Nothing>,
) -> Response {
    match pending(&bench, &id) {
        Ok(_) => {
            bench.desk.remove(&id, (bench.setting.now)());
            go_to("/data")
        }
        Err(fault) => fault.respond(&asking),
    }
}
