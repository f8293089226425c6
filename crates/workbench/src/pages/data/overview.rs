//! What is known, kind by kind, and the uploads that it comes from.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use wuwei_ir::{Date, Fact, Program};
use wuwei_source::Lang;
use wuwei_store::{Upload, What};

use crate::asking::Asking;
use crate::pages::{Moment, answer};
use crate::parts::layout::{Page, encoded};
use crate::parts::nav::Section;
use crate::parts::table::head;
use crate::workbench::Workbench;

/// So many uploads are listed, the latest first.
const LISTED: usize = 100;

pub(super) async fn get(bench: State<Arc<Workbench>>, asking: Asking) -> Response {
    answer(bench, asking, |moment| Ok(page(moment))).await
}

fn page(moment: &Moment<'_>) -> Page {
    let (asking, snapshot) = (moment.asking, moment.snapshot);
    let title = asking.say("数据", "Data");
    let body = html! {
        div.under-head {
            div {
                h1 { (title) }
                p.lead { (asking.say("知道什么，从哪里知道，什么时候知道。", "What is known, where from, and since when.")) }
            }
            p.actions {
                a.button href="/data/new" { (asking.say("上传数据", "Upload data")) }
                a href="/data/quality" { (asking.say("数据质量", "Quality of the data")) }
            }
        }
        @if let Some(notice) = snapshot.notice(asking.lang) {
            p.remark.synthetic { b { (asking.say("合成数据", "Made up")) } (notice) }
        }
        @if let Some(trouble) = moment.bench.trouble() {
            p.remark role="alert" { b { (asking.say("没有更新成", "Not up to date")) } (trouble.get(asking.lang)) }
        }
        section { h2 { (asking.say("主体", "Subjects")) } (kinds(moment)) }
        section {
            h2 { (asking.say("观测值", "Observed figures")) }
            p {
                (asking.say("共 ", "")) (asking.count(snapshot.observations().all().len(), "个观测值", "figure", "figures"))
                (asking.say("，来自 ", " from ")) (asking.count(snapshot.observations().tables().len(), "张表", "table", "tables"))
                (asking.say("。", "."))
            }
        }
        section { h2 #uploads { (asking.say("上传记录", "Uploads")) } (uploads(asking, &snapshot.stored().uploads)) }
    };
    Page::new(Section::Data, title, body)
}

fn kinds(moment: &Moment<'_>) -> Markup {
    let (asking, program) = (moment.asking, moment.snapshot.library().program());
    let stored = moment.snapshot.stored();
    let rows = |entity| moment.snapshot.tables().iter().find(|table| table.entity == entity);
    html! {
        table.kinds {
            (head(&[(asking.say("类别", "Kind"), false), (asking.say("主体", "Subjects"), true), (asking.say("有值的列", "Columns with values"), true), (asking.say("已知", "Known"), true), (asking.say("最近得知", "Last learnt"), false), (asking.say("模板", "Workbook"), false)]))
            tbody {
                @for (n, entity) in program.entities.iter().enumerate() {
                    @let id = wuwei_ir::EntityId::from_index(n);
                    @let name = entity.head.name;
                    @let table = rows(id);
                    tr {
                        th scope="row" {
                            @match table {
                                Some(_) => a href=(format!("/data/kinds/{}", encoded(name.as_str()))) { (entity.head.shown(asking.lang)) },
                                None => (entity.head.shown(asking.lang)),
                            }
                            (official(name.as_str(), entity.head.label.is_some(), asking))
                        }
                        td.num data-label=(asking.say("主体", "Subjects")) { (table.map_or(0, |table| table.rows)) }
                        td.num data-label=(asking.say("有值的列", "Columns with values")) { (table.map_or(0, |table| table.columns.len())) }
                        td.num data-label=(asking.say("已知", "Known")) { (table.and_then(known).unwrap_or_else(|| "—".to_string())) }
                        td data-label=(asking.say("最近得知", "Last learnt")) { (stored.kind(id).and_then(|built| last(&stored.uploads, &built.origins.uploads())).map_or_else(|| "—".to_string(), |day| shown(asking, day))) }
                        td data-label=(asking.say("模板", "Workbook")) { a href=(format!("/data/templates/{}.xlsx", encoded(name.as_str()))) download { "xlsx" span.hear { " " (name) } } }
                    }
                }
                @for unknown in &stored.unknown {
                    tr {
                        th scope="row" { (unknown.kind) small { (asking.say("文件里没有这类主体，数据照样保留", "no document knows this kind; the data is kept")) } }
                        td.num data-label=(asking.say("主体", "Subjects")) { (unknown.subjects) }
                        td.num { "—" } td.num { "—" } td { "—" } td { "—" }
                    }
                }
            }
        }
    }
}

/// The share of values that are known, of all subjects and columns of a kind.
fn known(table: &wuwei_facts::Table) -> Option<String> {
    let cells = table.rows * table.columns.len();
    let known: usize = (0..table.columns.len()).map(|at| table.known(at)).sum();
    (known * 100).checked_div(cells).map(|share| format!("{share}%"))
}

/// The last day on which something was learnt in some uploads.
pub(super) fn last(uploads: &[Upload], numbers: &[i64]) -> Option<Date> {
    uploads.iter().filter(|upload| numbers.contains(&upload.id.number())).map(|upload| upload.about.learnt).max()
}

/// A day on which something was learnt; the first of all days stands for "from the start".
pub(super) fn shown(asking: &Asking, day: Date) -> String {
    if day == Date::MIN { asking.say("一开始", "from the start").to_string() } else { day.to_string() }
}

/// When an upload was accepted, to the minute; the store keeps the time of Greenwich.
pub(super) fn minute(upload: &Upload) -> String {
    let at = upload.about.received_at.to_string();
    format!("{} UTC", at.chars().take(16).collect::<String>().replace('T', " "))
}

/// A fact as the head of a column: `Employees 2024`, `职工总数@2024`.
pub(super) fn column_shown(fact: &Fact, year: Option<i32>, asking: &Asking) -> String {
    match (asking.lang, fact.label, year) {
        (Lang::En, Some(label), Some(year)) => format!("{label} {year}"),
        (Lang::En, Some(label), None) => label.to_string(),
        _ => fact.column(year),
    }
}

/// What a kind is called; one that no document knows keeps its name.
pub(super) fn kind_shown<'k>(program: &Program, kind: &'k str, asking: &Asking) -> &'k str {
    program.entity_named(kind).map_or(kind, |entity| program.entity(entity).head.shown(asking.lang))
}

/// The name in the documents under an English one: it is what files and rules are written with.
pub(super) fn official(name: &str, is_translated: bool, asking: &Asking) -> Markup {
    html! { @if is_translated && asking.lang == Lang::En { small lang="zh-CN" { (name) } } }
}

fn uploads(asking: &Asking, uploads: &[Upload]) -> Markup {
    html! {
        @if uploads.is_empty() {
            p { (asking.say("还没有上传过。", "Nothing has been uploaded yet.")) }
        } @else {
            table.uploads {
                (head(&[(asking.say("编号", "No."), false), (asking.say("文件", "File"), false), (asking.say("内容", "Holds"), false), (asking.say("行数", "Rows"), true), (asking.say("得知", "Known since"), false), (asking.say("接受", "Accepted"), false), (asking.say("上传人", "By"), false)]))
                tbody {
                    @for upload in uploads.iter().rev().take(LISTED) {
                        tr {
                            td data-label=(asking.say("编号", "No.")) { (upload.id) }
                            th scope="row" {
                                a href=(format!("/data/uploads/{}", upload.id)) { (upload.about.file) }
                                @if upload.about.synthetic { small { (asking.say("合成数据", "made up")) } }
                            }
                            td data-label=(asking.say("内容", "Holds")) { (match upload.what { What::Facts => asking.say("事实", "facts"), What::Observations => asking.say("观测值", "figures") }) }
                            td.num data-label=(asking.say("行数", "Rows")) { (upload.rows) }
                            td data-label=(asking.say("得知", "Known since")) { (shown(asking, upload.about.learnt)) }
                            td data-label=(asking.say("接受", "Accepted")) { (minute(upload)) }
                            td data-label=(asking.say("上传人", "By")) { (if upload.about.actor.is_empty() { "—" } else { &upload.about.actor }) }
                        }
                    }
                }
            }
            @if uploads.len() > LISTED {
                p.aside { (asking.say("更早的还有 ", "and ")) (asking.count(uploads.len() - LISTED, "次", "earlier one", "earlier ones")) }
            }
        }
    }
}
