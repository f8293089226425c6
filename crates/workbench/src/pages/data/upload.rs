//! An upload that was accepted: who, when, from which file, and what it says.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use maud::html;
use wuwei_ir::Date;
use wuwei_source::Text;
use wuwei_store::{AsOf, StoreError, UploadId, What};

use super::overview::{kind_shown, minute, shown};
use super::wizard::wait;
use crate::asking::Asking;
use crate::fault::Fault;
use crate::pages::answer;
use crate::parts::layout::{Page, encoded};
use crate::parts::nav::Section;
use crate::workbench::Workbench;

/// So many subjects are named.
const NAMED: usize = 30;

pub(super) async fn get(bench: State<Arc<Workbench>>, Path(number): Path<String>, asking: Asking) -> Response {
    answer(bench, asking, move |moment| {
        let (asking, store) = (moment.asking, &moment.bench.store);
        let none = || Fault::not_found(Text::new("没有这次上传", "there is no such upload"));
        let id = number.parse().ok().filter(|number: &i64| *number > 0).map(UploadId::from_number).ok_or_else(none)?;
        let failed = |error: StoreError| Fault::failed(error.text());
        let upload = wait(store.upload(id)).map_err(failed)?.ok_or_else(none)?;
        let all = AsOf::day(Date::MAX);
        let before = all.through(UploadId::from_number(id.number() - 1));
        let changed = wait(store.changed(before, all.through(id))).map_err(failed)?;
        let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (kind, key) in &changed.subjects {
            kinds.entry(kind).or_default().push(key);
        }
        let is_in = moment.snapshot.through().is_some_and(|through| through >= id);
        let program = moment.snapshot.library().program();
        let title = upload.about.file.clone();
        let body = html! {
            p.kicker { (asking.say("上传 ", "Upload ")) (upload.id) }
            h1 { (title) }
            @if !is_in {
                p.remark role="status" { b { (asking.say("正在更新", "Being taken in")) } (asking.say("已经存好，页面上的数正在重算。", "It is kept; the numbers on the pages are being brought up to date.")) }
            }
            dl.answers {
                div { dt { (asking.say("内容", "Holds")) } dd {
                    (match upload.what { What::Facts => asking.say("主体的事实", "facts about subjects"), What::Observations => asking.say("观测值", "observed figures") })
                } }
                div { dt { (asking.say("行数", "Rows")) } dd.n { (upload.rows) } }
                div { dt { (asking.say("接受时间", "Accepted")) } dd { (minute(&upload)) } }
                div { dt { (asking.say("得知日期", "Known since")) } dd {
                    (shown(asking, upload.about.learnt))
                } }
                div { dt { (asking.say("上传人", "Uploaded by")) } dd { (if upload.about.actor.is_empty() { "—" } else { &upload.about.actor }) } }
                @if upload.about.synthetic {
                    div { dt { (asking.say("合成数据", "Made up")) } dd { (upload.about.notice.get(asking.lang)) } }
                }
                @if !upload.replaces.is_empty() {
                    div { dt { (asking.say("取代了", "Takes the place of")) } dd { (upload.replaces.join(asking.say("、", ", "))) } }
                }
                div { dt { "SHA-256" } dd { code { (upload.about.sha256) } } }
            }
            @for (kind, keys) in &kinds {
                section {
                    h2 { (kind_shown(program, kind, asking)) " " small.n { (keys.len()) } }
                    ul.codes {
                        @for key in keys.iter().take(NAMED) {
                            li { a href=(format!("/subjects/{}/{}", encoded(kind), encoded(key).replace('/', "%2F"))) { code { (key) } } }
                        }
                    }
                    @if keys.len() > NAMED {
                        p.aside { (asking.say("还有 ", "and ")) (keys.len() - NAMED) (asking.say(" 个", " more")) }
                    }
                }
            }
            p { a href="/data" { (asking.say("回到数据", "Back to the data")) } }
        };
        Ok(Page::new(Section::Data, title, body))
    })
    .await
}
