//! Observed figures: what is wrong or doubtful with them, and how they are accepted.

use std::path::Path as FilePath;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use wuwei_plan::{Accept, Class, Finding, ImportOptions, Imported, Importer, ObservationRow};
use wuwei_source::Text;
use wuwei_store::{StoreError, What};

use super::accept::upload;
use super::wizard::{Step, discard, errors, go_to, head, needs_operator, pending, problems, wait};
use crate::access::Operator;
use crate::asking::Asking;
use crate::fault::Fault;
use crate::forms::{self, Posted};
use crate::intake::accept::accept_observations;
use crate::intake::desk::Pending;
use crate::pages::{Moment, answer, respond};
use crate::parts::layout::Page;
use crate::parts::nav::Section;
use crate::workbench::Workbench;

/// So many places of a finding are shown.
const SHOWN: usize = 50;

#[derive(Debug, Deserialize)]
pub(super) struct Said {
    #[serde(default)]
    accept: String,
    #[serde(default)]
    learnt: String,
    #[serde(default)]
    actor: String,
}

pub(super) async fn get(bench: State<Arc<Workbench>>, Path(id): Path<String>, asking: Asking) -> Response {
    answer(bench, asking, move |moment| {
        needs_operator(moment)?;
        let pending = figures(moment, &id)?;
        let imported = dry(moment, &pending)?;
        Ok(page(moment, &pending, &imported, &[]))
    })
    .await
}

fn figures(moment: &Moment<'_>, id: &str) -> Result<Arc<Pending>, Fault> {
    let pending = pending(moment.bench, id)?;
    match pending.what {
        What::Observations => Ok(pending),
        What::Facts => Err(Fault::not_found(Text::new("没有这一页", "there is no such page"))),
    }
}

/// Reads the file onto what is known; nothing is kept.
fn import(moment: &Moment<'_>, pending: &Pending, accept: Accept) -> Result<(Imported, Vec<ObservationRow>), Fault> {
    let bytes = std::fs::read(pending.path()).map_err(|error| {
        Fault::failed(Text::new(format!("文件读不出来（{error}）"), format!("the file can't be read ({error})")))
    })?;
    let program = moment.snapshot.library().program();
    let mut observations = moment.snapshot.observations().clone();
    let before = observations.all().len();
    let name = FilePath::new(&pending.name).file_name().map(|name| name.to_string_lossy().into_owned());
    let file = name.unwrap_or_default();
    let options = ImportOptions { file: &file, today: (moment.bench.setting.today)(), learnt: None, accept };
    let imported = Importer::new(program).import(&mut observations, &bytes, &options);
    let rows = observations.rows(program, before..observations.all().len());
    Ok((imported, rows))
}

/// What reading the file comes to, all rows included that can be read; done once.
fn dry(moment: &Moment<'_>, pending: &Pending) -> Result<Arc<Imported>, Fault> {
    if let Some(imported) = pending.progress().imported {
        return Ok(imported);
    }
    let imported = Arc::new(import(moment, pending, Accept::Readable)?.0);
    pending.go_on(|progress| progress.imported = Some(imported.clone()));
    Ok(imported)
}

fn is_wrong(finding: &Finding) -> bool {
    finding.class == Class::Accuracy
}

fn page(moment: &Moment<'_>, pending: &Pending, imported: &Imported, wrong: &[(String, Text)]) -> Page {
    let asking = moment.asking;
    let is_sound = imported.left_out == 0 && !imported.findings.iter().any(is_wrong);
    let title = match (imported.loaded, is_sound) {
        (true, true) => asking.say("观测值可以接受", "The figures can be accepted"),
        (true, false) => asking.say("有的观测值不对", "Some figures are wrong"),
        (false, _) => asking.say("这份表读不懂", "The table can't be read"),
    };
    let body = html! {
        (errors(asking, wrong))
        (head(asking, Some(pending), Step::Rows, title))
        dl.summary {
            div { dt { (asking.say("数据行", "Rows of data")) } dd.n { (imported.rows) } }
            div { dt { (asking.say("新的", "New")) } dd.n { (imported.added) } }
            div { dt { (asking.say("已知道的", "Known already")) } dd.n { (imported.known) } }
            div { dt { (asking.say("读不懂的", "Not understood")) } dd.n { (imported.left_out) } }
        }
        @if !imported.passed_over.is_empty() {
            p.aside { (asking.say("没有观测值的工作表：", "Sheets without figures: ")) (imported.passed_over.join(asking.say("、", ", "))) }
        }
        (findings(asking, &imported.findings))
        @if imported.loaded && imported.added > 0 {
            form.fields method="post" action=(format!("/data/new/{}/figures", pending.id)) {
                (forms::key(asking))
                @if is_sound {
                    input type="hidden" name="accept" value="all";
                } @else {
                    fieldset {
                        legend { (asking.say("接受哪些？", "What is to be accepted?")) }
                        div.choice {
                            input #accept-good type="radio" name="accept" value="good" checked;
                            label for="accept-good" { (asking.say("只接受没有问题的行", "only rows that are in order")) }
                        }
                        div.choice {
                            input #accept-all type="radio" name="accept" value="all";
                            label for="accept-all" { (asking.say("读得懂的都接受：已逐一核对，确实如此", "all that can be read: I have looked at each, and they are so")) }
                        }
                    }
                }
                div.field {
                    label for="learnt" { (asking.say("得知日期（可不填）", "Known since (optional)")) }
                    p.hint #learnt-hint { (asking.say("这份文件是哪天拿到的；不填就是今天。", "The day on which this file became known; today if it is left empty.")) }
                    input.short #learnt name="learnt" autocomplete="off" aria-describedby="learnt-hint";
                }
                div.field {
                    label for="actor" { (asking.say("上传人（可不填）", "Uploaded by (optional)")) }
                    input #actor name="actor" autocomplete="name";
                }
                button { (asking.say("接受", "Accept")) }
            }
            p.aside { (asking.say("接受后不能删除，只能再上传一份更正。", "What was accepted isn't deleted; a correction is another upload.")) }
        } @else if imported.loaded {
            p.lead { (asking.say("没有新的观测值。", "There is nothing new in it.")) }
        }
        (discard(asking, pending))
    };
    Page::new(Section::Data, title, body)
}

/// What checks found, each with its places and what to do.
pub(super) fn findings(asking: &Asking, found: &[Finding]) -> Markup {
    html! {
        @for finding in found {
            section.finding {
                h2 {
                    @if is_wrong(finding) { span.mark.wrong { (asking.say("错误", "wrong")) } }
                    @else { span.mark { (asking.say("可疑", "doubtful")) } }
                    " " (finding.heading.get(asking.lang)) " " small { (finding.count) }
                }
                p { (finding.mend.get(asking.lang)) }
                (problems(asking, &finding.places, SHOWN))
                @if finding.count > SHOWN {
                    p.aside { (asking.say("还有 ", "and ")) (finding.count - SHOWN) (asking.say(" 处", " more")) }
                }
            }
        }
    }
}

pub(super) async fn post(
    bench: State<Arc<Workbench>>,
    _: Operator,
    Path(id): Path<String>,
    Posted { asking, form }: Posted<Said>,
) -> Response {
    let own = bench.clone();
    respond(bench, asking, move |moment| match accept(moment, &id, &form) {
        Ok(Ok(address)) => {
            own.renew();
            go_to(&address)
        }
        Ok(Err(page)) => {
            let mut response = page.respond(moment.asking);
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            response
        }
        Err(fault) => fault.respond(moment.asking),
    })
    .await
}

fn accept(moment: &Moment<'_>, id: &str, said: &Said) -> Result<Result<String, Page>, Fault> {
    let pending = figures(moment, id)?;
    let mut accepted = pending.accepted.blocking_lock();
    if let Some(upload) = *accepted {
        return Ok(Ok(format!("/data/uploads/{upload}")));
    }
    let terms = super::rows::Said::of(&said.learnt, &said.actor);
    let terms = match super::rows::terms(&terms, (moment.bench.setting.today)()) {
        Ok(terms) => terms,
        Err(wrong) => return Ok(Err(page(moment, &pending, &*dry(moment, &pending)?, &wrong))),
    };
    pending.go_on(|progress| progress.terms = terms);
    let which = if said.accept == "all" { Accept::Readable } else { Accept::GoodRows };
    let (_, rows) = import(moment, &pending, which)?;
    if rows.is_empty() {
        let nothing = Text::new("没有可以接受的行", "there is no row to accept");
        let wrong = [("learnt".to_string(), nothing)];
        return Ok(Err(page(moment, &pending, &*dry(moment, &pending)?, &wrong)));
    }
    let upload = upload(moment, &pending);
    let failed = |error: StoreError| Fault::failed(error.text());
    let number = wait(accept_observations(&moment.bench.store, &upload, &rows)).map_err(failed)?;
    *accepted = Some(number);
    Ok(Ok(format!("/data/uploads/{number}")))
}
