//! What the steps of handing in a file have in common.

use std::future::Future;
use std::sync::Arc;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use wuwei_source::Text;
use wuwei_store::What;
use wuwei_table::Problem;

use crate::asking::Asking;
use crate::fault::Fault;
use crate::forms;
use crate::intake::desk::Pending;
use crate::pages::Moment;
use crate::parts::table::{self, wide};
use crate::workbench::Workbench;

/// A step of handing in facts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    File,
    Columns,
    Rows,
    Changes,
    Check,
}

/// The file that an address names.
pub(super) fn pending(bench: &Workbench, id: &str) -> Result<Arc<Pending>, Fault> {
    bench.desk.get(id, (bench.setting.now)()).ok_or_else(|| Fault {
        status: StatusCode::NOT_FOUND,
        what: Text::new("这份文件已经不在等待中", "this file is no longer waiting"),
        hint: Text::new(
            "它可能已被接受、被放弃，或等了两小时以上；回到“数据”页查看或重新上传",
            "it was accepted or given up, or it waited for more than two hours; see the page “Data”, or upload it again",
        ),
    })
}

/// Waits for the store from a thread on which a page is made.
pub(super) fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Handle::current().block_on(work)
}

/// Leads to another page after a form was sent.
pub(super) fn go_to(address: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, address.to_string())]).into_response()
}

/// What stands above a step: which it is, and of which file.
pub(super) fn head(asking: &Asking, pending: Option<&Pending>, step: Step, title: &str) -> Markup {
    let facts = [
        (Step::File, asking.say("选择文件", "File")),
        (Step::Columns, asking.say("对应各列", "Columns")),
        (Step::Rows, asking.say("逐行检查", "Rows")),
        (Step::Changes, asking.say("与现有数据比较", "Changes")),
        (Step::Check, asking.say("核对并接受", "Check and accept")),
    ];
    let figures = [facts[0], facts[2], facts[4]];
    let is_facts = pending.is_none_or(|pending| pending.what == What::Facts);
    let steps = if is_facts { &facts[..] } else { &figures[..] };
    html! {
        nav.steps aria-label=(asking.say("步骤", "Steps")) {
            ol {
                @for (one, name) in steps {
                    li aria-current=[(*one == step).then_some("step")] class=[(*one < step).then_some("done")] {
                        (name)
                        @if *one < step { span.hear { (asking.say("（已完成）", " (done)")) } }
                    }
                }
            }
        }
        h1 { (title) }
        @if let Some(pending) = pending {
            p.aside { (pending.name) " · " (size(pending.size)) }
        }
    }
}

/// A button that gives a file up.
pub(super) fn discard(asking: &Asking, pending: &Pending) -> Markup {
    html! {
        form.quiet method="post" action=(format!("/data/new/{}/discard", pending.id)) {
            (forms::key(asking))
            button.link { (asking.say("放弃这次上传", "Give this upload up")) }
        }
    }
}

/// What is wrong with what was filled in, each with the field it is about.
pub(super) fn errors(asking: &Asking, wrong: &[(String, Text)]) -> Markup {
    html! {
        @if !wrong.is_empty() {
            div.error-summary role="alert" aria-labelledby="error-title" tabindex="-1" {
                h2 #error-title { (asking.say("有问题", "There is a problem")) }
                ul {
                    @for (field, what) in wrong {
                        li { a href=(format!("#{field}")) { (what.get(asking.lang)) } }
                    }
                }
            }
        }
    }
}

/// Problems, row by row.
pub(super) fn problems(asking: &Asking, problems: &[Problem], shown: usize) -> Markup {
    html! {
        (wide(asking.say("逐行问题", "Problems by row"), html! {
            table.keep.problems {
                (table::head(&[(asking.say("位置", "Where"), false), (asking.say("列", "Column"), false), (asking.say("填的是", "It says"), false), (asking.say("问题", "What is wrong"), false), (asking.say("怎么改", "What to do"), false)]))
                tbody {
                    @for problem in problems.iter().take(shown) {
                        tr {
                            td {
                                @if let Some(sheet) = &problem.sheet { (sheet) " " }
                                @match problem.row {
                                    Some(row) => { (asking.say("第 ", "row ")) (row) (asking.say(" 行", "")) },
                                    None => (asking.say("整个文件", "the whole file")),
                                }
                            }
                            td { (problem.column.as_deref().unwrap_or("—")) }
                            td { code { (cut(problem.value.as_deref().unwrap_or("—"))) } }
                            td { (problem.why.get(asking.lang)) }
                            td { (problem.hint.get(asking.lang)) }
                        }
                    }
                }
            }
        }))
    }
}

/// The beginning of a value.
pub(super) fn cut(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut out: String = text.chars().take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        out.push('…');
    }
    out
}

/// How large a file is.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{}.{} MB", bytes >> 20, ((bytes % (1 << 20)) * 10) >> 20),
    }
}

/// The present facts are what a file is compared with, whatever day the address names.
pub(super) fn needs_operator(moment: &Moment<'_>) -> Result<(), Fault> {
    match moment.asking.is_operator {
        true => Ok(()),
        false => Err(Fault::operator_only(moment.bench)),
    }
}
