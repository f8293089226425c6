//! The examples in the documents, run: which answers hold, and which don't.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use wuwei_ir::{DocId, Program};
use wuwei_project::{TestRun, run_tests_in};
use wuwei_source::Diagnostic;

use crate::asking::Asking;
use crate::pages::answer;
use crate::parts::finding::findings;
use crate::parts::layout::{Page, encoded};
use crate::parts::nav::Section;
use crate::parts::table::head;
use crate::workbench::Workbench;

pub(crate) async fn get(bench: State<Arc<Workbench>>, asking: Asking) -> Response {
    answer(bench, asking, |moment| {
        let (asking, library) = (moment.asking, moment.snapshot.library());
        let run = run_tests_in(library, &|_| true);
        let failed: Vec<&Diagnostic> = run.failures.iter().collect();
        let body = html! {
            p.kicker { a href="/documents" { (asking.say("文件", "Documents")) } }
            h1 { (asking.say("例子", "Examples")) }
            p.lead {
                (asking.say(
                    "每份文件都带着自己的例子：谁在什么情况下该得什么。改一个字，例子就会说话。",
                    "Each document carries its own examples: who gets what in which case. When a word changes, they tell.",
                ))
            }
            (summary(&run, asking))
            (findings(&failed, &library.sources, asking))
            (by_document(library.program(), asking))
        };
        Ok(Page::new(Section::Documents, asking.say("例子", "Examples"), body))
    })
    .await
}

/// How many hold, as one line; the page of documents loads it.
fn summary(run: &TestRun, asking: &Asking) -> Markup {
    let failed = run.failures.len();
    html! {
        p #run .verdicts {
            span {
                (asking.count(run.tests, "个例子", "example", "examples")) (asking.say("，", ", ")) (asking.count(run.passed + failed, "个答案", "answer", "answers"))
            }
            @if failed == 0 {
                span.good { "✓ " (asking.say("全部成立", "all hold")) }
            } @else {
                span.bad { "✗ " (asking.count(failed, "个不成立", "doesn't hold", "don't hold")) }
            }
        }
    }
}

fn by_document(program: &Program, asking: &Asking) -> Markup {
    let count = |doc: DocId| {
        let file = program.document(doc).file;
        program.tests.iter().filter(|test| test.place.file == file).count()
    };
    let mut all: Vec<(DocId, usize)> =
        (0..program.documents.len()).map(DocId::from_index).map(|doc| (doc, count(doc))).collect();
    all.retain(|(_, count)| *count > 0);
    all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    html! {
        section aria-labelledby="by-document" {
            h2 #by-document { (asking.say("各份文件", "By document")) }
            table.keep {
                (head(&[(asking.say("文件", "Document"), false), (asking.say("例子", "Examples"), true)]))
                tbody {
                    @for (doc, count) in all {
                        @let document = program.document(doc);
                        tr {
                            th scope="row" { a href=(format!("/documents/{}", encoded(document.id.as_str()))) { (document.title.get(asking.lang)) } }
                            td.num { (count) }
                        }
                    }
                }
            }
        }
    }
}
