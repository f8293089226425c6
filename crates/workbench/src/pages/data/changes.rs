//! The fourth step: what would be known otherwise.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};
use wuwei_source::Text;
use wuwei_store::StoreError;

use super::overview::{kind_shown, shown};
use super::rows::read;
use super::wizard::{Step, cut, discard, head, needs_operator, pending, wait};
use crate::asking::Asking;
use crate::fault::Fault;
use crate::intake::compare::{Compared, KindCompared, compare};
use crate::intake::desk::Pending;
use crate::pages::{Moment, answer};
use crate::parts::layout::{Page, encoded};
use crate::parts::nav::Section;
use crate::parts::table::{self, wide};
use crate::workbench::Workbench;

/// So many subjects that would be known no longer are named.
const NAMED: usize = 50;

pub(super) async fn get(bench: State<Arc<Workbench>>, Path(id): Path<String>, asking: Asking) -> Response {
    answer(bench, asking, move |moment| {
        needs_operator(moment)?;
        let pending = pending(moment.bench, &id)?;
        let compared = compared(moment, &pending)?;
        Ok(page(moment, &pending, &compared))
    })
    .await
}

/// What would change as things are now; compared anew when something else has been accepted meanwhile.
pub(super) fn compared(moment: &Moment<'_>, pending: &Pending) -> Result<Arc<Compared>, Fault> {
    let (progress, store) = (pending.progress(), &moment.bench.store);
    let failed = |error: StoreError| Fault::failed(error.text());
    let latest = wait(store.latest()).map_err(failed)?;
    if let Some(compared) = progress.compared.filter(|compared| compared.latest == latest) {
        return Ok(compared);
    }
    let read = read(moment, pending)?;
    let learnt = progress.terms.learnt.unwrap_or_else(moment.bench.setting.today);
    let compared = wait(async {
        let same = store.uploads_of(&pending.sha256).await?;
        compare(store, &read, learnt, progress.terms.replaces, same).await
    });
    let compared = Arc::new(compared.map_err(failed)?);
    pending.go_on(|progress| progress.compared = Some(compared.clone()));
    Ok(compared)
}

fn page(moment: &Moment<'_>, pending: &Pending, compared: &Compared) -> Page {
    let asking = moment.asking;
    let title = asking.say("会改变什么？", "What would change?");
    let terms = pending.progress().terms;
    let learnt = terms.learnt.unwrap_or_else(moment.bench.setting.today);
    let later = moment.snapshot.stored().uploads.iter().filter(|upload| upload.about.learnt > learnt).count();
    let nothing = compared.kinds.iter().all(|kind| kind.new + kind.changed + kind.dropped.len() == 0);
    let body = html! {
        (head(asking, Some(pending), Step::Changes, title))
        @for upload in &compared.same_file {
            p.remark {
                b { (asking.say("同一文件", "The same file")) }
                (asking.say("这份文件上传过：", "This very file was uploaded before: "))
                a href=(format!("/data/uploads/{}", upload.id)) { (upload.about.file) " · " (shown(asking, upload.about.learnt)) }
            }
        }
        @if later > 0 {
            p.remark {
                b { (asking.say("后来的上传", "Later uploads")) }
                (asking.say("下面与 ", "Below it is compared with what was known on "))
                (learnt)
                (asking.say(" 当天已知的比较；此后得知的数据仍然优先。", "; what became known after that day still comes first."))
            }
        }
        @if nothing {
            p.lead { (asking.say("没有任何改变：文件里的都已经知道。", "Nothing: all of it is known already.")) }
        }
        @for kind in &compared.kinds {
            section {
                h2 { (kind_shown(moment.snapshot.library().program(), &kind.kind, asking)) }
                dl.summary {
                    div { dt { (asking.say("新的主体", "New subjects")) } dd.n { (kind.new) } }
                    div { dt { (asking.say("有改变的主体", "Subjects that change")) } dd.n { (kind.changed) } }
                    div { dt { (asking.say("不变的主体", "Subjects that stay")) } dd.n { (kind.same) } }
                    div { dt { (asking.say("新的数值", "New values")) } dd.n { (kind.added) } }
                    div { dt { (asking.say("改掉的数值", "Values replaced")) } dd.n { (kind.replaced) } }
                    @if terms.replaces {
                        div { dt { (asking.say("不再算的主体", "Subjects that count no longer")) } dd.n { (kind.dropped.len()) } }
                    }
                }
                (examples(moment, kind))
                @if !kind.dropped.is_empty() {
                    h3 { (asking.say("不再算的主体", "Subjects that count no longer")) }
                    ul.codes {
                        @for key in kind.dropped.iter().take(NAMED) {
                            li { a href=(subject(&kind.kind, key)) { code { (key) } } }
                        }
                    }
                    @if kind.dropped.len() > NAMED {
                        p.aside { (asking.say("还有 ", "and ")) (kind.dropped.len() - NAMED) (asking.say(" 个", " more")) }
                    }
                }
            }
        }
        p { a.button href=(format!("/data/new/{}/check", pending.id)) { (asking.say("继续", "Continue")) } }
        p { a href=(format!("/data/new/{}/rows", pending.id)) { (asking.say("回到逐行检查", "Back to the rows")) } }
        (discard(asking, pending))
    };
    Page::new(Section::Data, title, body)
}

fn examples(moment: &Moment<'_>, kind: &KindCompared) -> Markup {
    let asking = moment.asking;
    let uploads = &moment.snapshot.stored().uploads;
    let file = |number: i64| {
        let found = uploads.iter().find(|upload| upload.id.number() == number);
        found.map_or_else(String::new, |upload| {
            format!("{} · {}", upload.about.file, shown(asking, upload.about.learnt))
        })
    };
    let withdrawn = Text::new("（撤回）", "(withdrawn)");
    html! {
        @if !kind.examples.is_empty() {
            (wide(asking.say("改变的数值", "Values that change"), html! {
                table.keep {
                    (table::head(&[(asking.say("主体", "Subject"), false), (asking.say("列", "Column"), false), (asking.say("现在", "Now"), false), (asking.say("改为", "Then"), false)]))
                    tbody {
                        @for example in &kind.examples {
                            @for (n, change) in example.changes.iter().take(if example.is_new { 4 } else { 20 }).enumerate() {
                                tr {
                                    th scope="row" {
                                        @if n == 0 {
                                            a href=(subject(&kind.kind, &example.key)) { code { (example.key) } }
                                            @if example.is_new { small { (asking.say("新", "new")) } }
                                        } @else { span.hear { (example.key) } }
                                    }
                                    td { (change.column) }
                                    td {
                                        @match &change.before {
                                            Some(cell) => {
                                                (cell.value.as_deref().map_or_else(|| withdrawn.get(asking.lang).to_string(), cut))
                                                small { (file(cell.upload.number())) }
                                            },
                                            None => "—",
                                        }
                                    }
                                    td { (change.after.as_deref().map_or_else(|| withdrawn.get(asking.lang).to_string(), cut)) }
                                }
                            }
                        }
                    }
                }
            }))
            p.aside { (asking.say("金额以元计，其他以基本单位计。", "Money in yuan, other quantities in base units.")) }
        }
    }
}

/// The page of a subject.
fn subject(kind: &str, key: &str) -> String {
    format!("/subjects/{}/{}", encoded(kind), encoded(key).replace('/', "%2F"))
}
