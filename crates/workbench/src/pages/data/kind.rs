//! A kind of subject, column by column: how much is known, and since when.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use maud::html;
use wuwei_source::Text;

use super::overview::{column_shown, last, official, shown};
use crate::asking::Asking;
use crate::fault::Fault;
use crate::pages::answer;
use crate::parts::layout::{Page, encoded};
use crate::parts::nav::Section;
use crate::parts::table::head;
use crate::workbench::Workbench;

pub(super) async fn get(bench: State<Arc<Workbench>>, Path(kind): Path<String>, asking: Asking) -> Response {
    answer(bench, asking, move |moment| {
        let (asking, snapshot) = (moment.asking, moment.snapshot);
        let program = snapshot.library().program();
        let none = || {
            let what = Text::new(format!("没有“{kind}”这类主体的数据"), format!("nothing is known of {kind}"));
            Fault::not_found(what)
        };
        let entity = program.entity_named(&kind).ok_or_else(none)?;
        let table = snapshot.tables().iter().find(|table| table.entity == entity).ok_or_else(none)?;
        let stored = snapshot.stored();
        let origins = stored.kind(entity).map(|built| &built.origins);
        let title = program.entity(entity).head.name;
        let entity_shown = program.entity(entity).head.shown(asking.lang);
        let body = html! {
            p.kicker { a href="/data" { (asking.say("数据", "Data")) } }
            h1 { (entity_shown) (official(title.as_str(), program.entity(entity).head.label.is_some(), asking)) }
            @if let Some(notice) = snapshot.notice(asking.lang) {
                p.remark.synthetic { b { (asking.say("合成数据", "Made up")) } (notice) }
            }
            p.facts {
                span { (asking.count(table.rows, "个主体", "subject", "subjects")) }
                a href=(format!("/data/templates/{}.xlsx", encoded(title.as_str()))) download { (asking.say("下载空表", "Workbook to fill in")) }
            }
            table.keep.columns-known {
                (head(&[(asking.say("列", "Column"), false), (asking.say("已知", "Known"), true), (asking.say("不知道", "Not known"), true), (asking.say("最近得知", "Last learnt"), false)]))
                tbody {
                    @for (at, column) in table.columns.iter().enumerate() {
                        @let fact = program.fact(column.fact);
                        @let learnt = origins.and_then(|origins| last(&stored.uploads, &origins.uploads_of(column.fact, column.year)));
                        tr {
                            th scope="row" {
                                (column_shown(fact, column.year, asking))
                                (official(&fact.column(column.year), fact.label.is_some(), asking))
                            }
                            td.num { (table.known(at)) }
                            td.num { (table.rows - table.known(at)) }
                            td { (learnt.map_or_else(|| "—".to_string(), |day| shown(asking, day))) }
                        }
                    }
                    @for (field, array) in &table.foreign {
                        tr {
                            th scope="row" { (field.name()) small { (asking.say("文件里没有这个事实，照样保留", "no document knows this fact; it is kept")) } }
                            td.num { (wuwei_facts::known(array)) }
                            td.num { (table.rows - wuwei_facts::known(array)) }
                            td { "—" }
                        }
                    }
                }
            }
        };
        Ok(Page::new(Section::Data, entity_shown, body))
    })
    .await
}
