//! The documents of the library: plans, policies, methods, vocabulary.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::html;
use wuwei_ir::{DocId, Program};

use crate::asking::Asking;
use crate::pages::answer;
use crate::parts::layout::Page;
use crate::parts::nav::Section;
use crate::workbench::Workbench;

/// What a document holds, so far as it sorts the list.
fn counts(program: &Program, doc: DocId) -> (usize, usize) {
    let targets = program.targets.iter().filter(|target| target.doc == doc).count();
    let rules = program.items.iter().filter(|item| item.head.doc == doc).count();
    (targets, rules)
}

pub(crate) async fn get(bench: State<Arc<Workbench>>, asking: Asking) -> Response {
    answer(bench, asking, |moment| {
        let asking = moment.asking;
        let program = moment.snapshot.library().program();
        let mut all: Vec<DocId> = (0..program.documents.len()).map(DocId::from_index).collect();
        // From the nation inwards; what speaks of targets first, then rules, then words.
        all.sort_by_key(|doc| {
            let document = program.document(*doc);
            let (targets, rules) = counts(program, *doc);
            (
                program.region_chain(document.region).count(),
                program.region(document.region).code,
                targets == 0,
                rules == 0,
            )
        });
        let body = html! {
            h1 { (asking.say("文件", "Documents")) }
            p.lead {
                (asking.say(
                    "计划和政策的原样：条文旁边是它今天的数。",
                    "Plans and policies as they read, with today's figures beside their sentences.",
                ))
            }
            table {
                thead {
                    tr {
                        th { (asking.say("文件", "Document")) }
                        th { (asking.say("区域", "Region")) }
                        th.num { (asking.say("目标", "Targets")) }
                        th.num { (asking.say("规则", "Rules")) }
                        th { (asking.say("施行", "In force from")) }
                    }
                }
                tbody {
                    @for doc in all {
                        @let document = program.document(doc);
                        @let (targets, rules) = counts(program, doc);
                        tr {
                            th scope="row" {
                                a href=(format!("/documents/{}", document.id)) { (document.title.get(asking.lang)) }
                                @if let Some(number) = document.number { small { (number.get(asking.lang)) } }
                            }
                            td { (program.region(document.region).head.shown(asking.lang)) }
                            td.num { @if targets > 0 { (targets) } }
                            td.num { @if rules > 0 { (rules) } }
                            td { (document.from) }
                        }
                    }
                }
            }
        };
        Ok(Page::new(Section::Documents, asking.say("文件", "Documents"), body))
    })
    .await
}
