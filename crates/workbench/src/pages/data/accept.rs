//! The last step: everything once more, and then it is accepted in one transaction.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use maud::html;
use wuwei_facts::synth::{NOTICE_EN, NOTICE_ZH};
use wuwei_source::Text;
use wuwei_store::{NewUpload, StoreError, What};

use super::changes::compared;
use super::choose::Nothing;
use super::overview::kind_shown;
use super::rows::read;
use super::wizard::{Step, discard, go_to, head, needs_operator, pending, wait};
use crate::access::Operator;
use crate::asking::Asking;
use crate::fault::Fault;
use crate::forms::{self, Posted};
use crate::intake::accept::accept_facts;
use crate::intake::desk::Pending;
use crate::pages::{Moment, answer, respond};
use crate::parts::layout::Page;
use crate::parts::nav::Section;
use crate::workbench::Workbench;

pub(super) async fn get(bench: State<Arc<Workbench>>, Path(id): Path<String>, asking: Asking) -> Response {
    answer(bench, asking, move |moment| {
        needs_operator(moment)?;
        let pending = pending(moment.bench, &id)?;
        page(moment, &pending)
    })
    .await
}

fn page(moment: &Moment<'_>, pending: &Pending) -> Result<Page, Fault> {
    let asking = moment.asking;
    let (read, compared) = (read(moment, pending)?, compared(moment, pending)?);
    let terms = pending.progress().terms;
    let step = |name: &str| format!("/data/new/{}/{name}", pending.id);
    let bad: usize = read.rejected.iter().map(|rejected| rejected.rows.len()).sum();
    let change = |to: &str, what: &str| {
        html! { a href=(step(to)) { (asking.say("修改", "Change")) span.hear { " " (what) } } }
    };
    let learnt = terms.learnt.unwrap_or_else(moment.bench.setting.today);
    let title = asking.say("核对后接受", "Check, then accept");
    let (file, kinds) = (asking.say("文件", "File"), asking.say("主体", "Subjects"));
    let (left_out, since) = (asking.say("略去的行", "Rows left out"), asking.say("得知日期", "Known since"));
    let (whole, by) = (asking.say("文件之外的主体", "Who isn't in the file"), asking.say("上传人", "Uploaded by"));
    let made_up = asking.say("合成数据", "Made up");
    let body = html! {
        (head(asking, Some(pending), Step::Check, title))
        dl.answers {
            div { dt { (file) } dd { (pending.name) } dd.change {} }
            @for kind in &compared.kinds {
                div {
                    dt { (kinds) " · " (kind_shown(moment.snapshot.library().program(), &kind.kind, asking)) }
                    dd {
                        (asking.say("新 ", "new ")) (kind.new)
                        (asking.say("，改变 ", ", changed ")) (kind.changed)
                        (asking.say("，不变 ", ", the same ")) (kind.same)
                        @if terms.replaces { (asking.say("，不再算 ", ", counting no longer ")) (kind.dropped.len()) }
                    }
                    dd.change { (change("columns", kinds)) }
                }
            }
            div { dt { (left_out) } dd { (bad) } dd.change { (change("rows", left_out)) } }
            div { dt { (since) } dd { (learnt) } dd.change { (change("rows#learnt", since)) } }
            div {
                dt { (whole) }
                dd { (if terms.replaces { asking.say("不再算", "counts no longer") } else { asking.say("不变", "stays as it is") }) }
                dd.change { (change("rows#replaces", whole)) }
            }
            div { dt { (by) } dd { (if terms.actor.is_empty() { "—" } else { &terms.actor }) } dd.change { (change("rows#actor", by)) } }
            div {
                dt { (made_up) }
                dd { (if terms.synthetic { asking.say("是", "yes") } else { asking.say("否", "no") }) }
                dd.change { (change("rows#synthetic", made_up)) }
            }
        }
        form method="post" action=(step("accept")) {
            (forms::key(asking))
            button { (asking.say("接受", "Accept")) }
        }
        p.aside { (asking.say("接受后不能删除，只能再上传一份更正。", "What was accepted isn't deleted; a correction is another upload.")) }
        (discard(asking, pending))
    };
    Ok(Page::new(Section::Data, title, body))
}

pub(super) async fn post(
    bench: State<Arc<Workbench>>,
    _: Operator,
    Path(id): Path<String>,
    Posted { asking, .. }: Posted<Nothing>,
) -> Response {
    let own = bench.clone();
    respond(bench, asking, move |moment| match accept(moment, &id) {
        Ok(address) => {
            own.renew();
            go_to(&address)
        }
        Err(fault) => fault.respond(moment.asking),
    })
    .await
}

/// Accepts a file once, if what was compared still holds; gives the page to go on with.
fn accept(moment: &Moment<'_>, id: &str) -> Result<String, Fault> {
    let pending = pending(moment.bench, id)?;
    if pending.what != What::Facts {
        return Err(Fault::not_found(Text::new("没有这一页", "there is no such page")));
    }
    let mut accepted = pending.accepted.blocking_lock();
    if let Some(upload) = *accepted {
        return Ok(format!("/data/uploads/{upload}"));
    }
    let failed = |error: StoreError| Fault::failed(error.text());
    let progress = pending.progress();
    let shown = progress.compared.as_ref().map(|compared| compared.latest);
    if shown != Some(wait(moment.bench.store.latest()).map_err(failed)?) {
        // Something else has been accepted since: what would change is to be looked at anew.
        return Ok(format!("/data/new/{id}/changes"));
    }
    let read = read(moment, &pending)?;
    if read.hopeless || read.kinds.is_empty() {
        return Ok(format!("/data/new/{id}/rows"));
    }
    let upload = upload(moment, &pending);
    let number = wait(accept_facts(&moment.bench.store, &upload, &read, progress.terms.replaces)).map_err(failed)?;
    *accepted = Some(number);
    // What was read is no longer needed; that it was accepted is remembered until the file would have gone anyway.
    pending.go_on(|progress| (progress.read, progress.compared) = (None, None));
    Ok(format!("/data/uploads/{number}"))
}

/// What an upload says of itself.
pub(super) fn upload(moment: &Moment<'_>, pending: &Pending) -> NewUpload {
    let (setting, terms) = (&moment.bench.setting, pending.progress().terms);
    NewUpload {
        file: pending.name.clone(),
        sha256: pending.sha256,
        received_at: (setting.now)(),
        learnt: terms.learnt.unwrap_or_else(setting.today),
        actor: terms.actor,
        synthetic: terms.synthetic,
        notice: if terms.synthetic { Text::new(NOTICE_ZH, NOTICE_EN) } else { Text::new("", "") },
    }
}
