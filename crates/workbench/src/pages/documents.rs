//! The documents of the library: plans, policies, methods, vocabulary; whether they compile, and what is doubtful in them.

use std::cmp::Reverse;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use wuwei_ir::{DocId, Program};
use wuwei_project::Library;
use wuwei_source::{Diagnostic, Severity};

use crate::asking::Asking;
use crate::pages::answer;
use crate::parts::finding::findings;
use crate::parts::layout::Page;
use crate::parts::nav::Section;
use crate::parts::table::head;
use crate::workbench::Workbench;

/// What a document holds, so far as it sorts the list.
fn counts(program: &Program, doc: DocId) -> (usize, usize) {
    let targets = program.targets.iter().filter(|target| target.doc == doc).count();
    let rules = program.items.iter().filter(|item| item.head.doc == doc).count();
    (targets, rules)
}

/// What a document is: 0 for a plan, 1 for rules, 2 for words that others use.
fn sort(program: &Program, doc: DocId) -> usize {
    let judges = |item: &wuwei_ir::Item| item.head.doc == doc && item.kind.word() != "value";
    match counts(program, doc) {
        (1.., _) => 0,
        _ if program.items.iter().any(judges) => 1,
        _ => 2,
    }
}

pub(crate) async fn get(bench: State<Arc<Workbench>>, asking: Asking) -> Response {
    answer(bench, asking, |moment| {
        let asking = moment.asking;
        let program = moment.snapshot.library().program();
        let mut all: Vec<DocId> = (0..program.documents.len()).map(DocId::from_index).collect();
        // What is this region's first, then what lies inside it, then from it outwards.
        let home = moment.bench.setting.region;
        let own: Vec<_> = program.region_chain(home).collect();
        all.sort_by_key(|doc| {
            let document = program.document(*doc);
            let outwards = own.iter().position(|region| *region == document.region);
            let far = if program.is_within(document.region, home) { 0 } else { 1 };
            (far, outwards.unwrap_or(0), program.region(document.region).code, Reverse(document.from))
        });
        let of = |kind: usize| all.iter().copied().filter(|doc| sort(program, *doc) == kind).collect::<Vec<DocId>>();
        let groups = [
            (asking.say("计划", "Plans"), of(0)),
            (asking.say("政策和办法", "Policies and methods"), of(1)),
            (asking.say("词汇、名册和登记", "Vocabulary, registers and lists"), of(2)),
        ];
        let body = html! {
            h1 { (asking.say("文件", "Documents")) }
            p.lead {
                (asking.say(
                    "计划和政策的原样：条文旁边是它今天的数。",
                    "Plans and policies as they read, with today's figures beside their sentences.",
                ))
            }
            (state(moment.snapshot.library(), asking))
            @for (name, documents) in &groups {
                @if !documents.is_empty() {
                    section {
                        h2 { (name) }
                        (table(program, documents, asking))
                    }
                }
            }
        };
        Ok(Page::new(Section::Documents, asking.say("文件", "Documents"), body))
    })
    .await
}

fn table(program: &Program, all: &[DocId], asking: &Asking) -> Markup {
    html! {
        table {
            (head(&[(asking.say("文件", "Document"), false), (asking.say("区域", "Region"), false), (asking.say("目标", "Targets"), true), (asking.say("规则", "Rules"), true), (asking.say("施行", "In force from"), false)]))
            tbody {
                @for doc in all.iter().copied() {
                    @let document = program.document(doc);
                    @let (targets, rules) = counts(program, doc);
                    tr {
                        th scope="row" {
                            a href=(format!("/documents/{}", document.id)) { (document.title.get(asking.lang)) }
                            @if let Some(number) = document.number { small { (number.get(asking.lang)) } }
                        }
                        td data-label=(asking.say("区域", "Region")) { (program.region(document.region).head.shown(asking.lang)) }
                        td.num data-label=(asking.say("目标", "Targets")) { @if targets > 0 { (targets) } }
                        td.num data-label=(asking.say("规则", "Rules")) { @if rules > 0 { (rules) } }
                        td data-label=(asking.say("施行", "In force from")) { (document.from) }
                    }
                }
            }
        }
    }
}

/// Whether everything compiles, whether the examples hold, and what is doubtful.
fn state(library: &Library, asking: &Asking) -> Markup {
    let program = library.program();
    let found: Vec<&Diagnostic> = library.diagnostics.iter().collect();
    let errors = found.iter().filter(|found| found.severity == Severity::Error).count();
    let counts = [
        (program.documents.len(), asking.say("文件", "documents"), None),
        (program.items.len(), asking.say("规则", "rules"), None),
        (program.targets.len(), asking.say("目标", "targets"), Some("/list")),
        (program.mechanisms.len(), asking.say("机制", "mechanisms"), Some("/mechanisms")),
        (program.tests.len(), asking.say("例子", "examples"), Some("/tests")),
    ];
    html! {
        section.state aria-labelledby="state" {
            h2 #state { (asking.say("编译情况", "How it compiles")) }
            dl.sums {
                @for (count, name, to) in counts {
                    div {
                        dt { @match to { Some(to) => a href=(to) { (name) }, None => (name) } }
                        dd { (count) }
                    }
                }
            }
            ul.verdicts {
                li {
                    @match (errors, found.len()) {
                        (0, 0) => span.good { "✓ " (asking.say("编译通过，没有提示", "Everything compiles, and nothing is doubtful")) },
                        (0, n) => span.doubt { "! " (asking.say("编译通过，有 ", "Everything compiles; ")) (asking.count(n, "处提醒", "warning", "warnings")) },
                        (n, _) => span.bad { "✗ " (asking.count(n, "处错误", "error", "errors")) },
                    }
                }
                // The examples run when somebody looks; without a script, on a page of their own.
                li hx-get="/tests" hx-select="#run" hx-trigger="load" hx-swap="innerHTML" {
                    a href="/tests" { (asking.say("运行例子", "Run the examples")) }
                }
                @if !library.drafts.is_empty() {
                    li { (asking.count(library.drafts.len(), "份修改稿，不算在现行规定里", "draft, which isn't in force", "drafts, which aren't in force")) }
                }
            }
            @if !found.is_empty() {
                details open[errors > 0] {
                    summary { (asking.say("提示", "Findings")) " (" (found.len()) ")" }
                    (findings(&found, &library.sources, asking))
                }
            }
        }
    }
}
