//! The register of mechanisms: the instruments that plans and policies speak of, and what realises each.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use wuwei_ir::{DocId, Mechanism, Program};
use wuwei_project::{Realised, realised};
use wuwei_source::Lang;

use crate::asking::Asking;
use crate::pages::answer;
use crate::parts::layout::{Page, encoded};
use crate::parts::nav::Section;
use crate::parts::table::head;
use crate::workbench::Workbench;

/// What the address asks for.
#[derive(Deserialize)]
pub(crate) struct Asked {
    q: Option<String>,
    #[serde(default)]
    open: Option<String>,
}

pub(crate) async fn get(bench: State<Arc<Workbench>>, asking: Asking, Query(asked): Query<Asked>) -> Response {
    answer(bench, asking, move |moment| {
        let (asking, program) = (moment.asking, moment.snapshot.library().program());
        let words: String = asked.q.unwrap_or_default().chars().take(60).collect();
        let wanted = words.trim().to_lowercase();
        let only_open = asked.open.is_some();
        let items = realised(program);
        let of = |n: usize| items.iter().filter(move |item| item.mechanism.index() == n);
        let matches = |mechanism: &Mechanism| {
            let label = mechanism.head.label.map_or("", |label| label.as_str()).to_lowercase();
            mechanism.term.as_str().to_lowercase().contains(&wanted) || label.contains(&wanted)
        };
        let all = program.mechanisms.iter().enumerate();
        let shown: Vec<(usize, &Mechanism)> =
            all.filter(|(n, one)| matches(one) && (!only_open || of(*n).next().is_none())).collect();
        let open = (0..program.mechanisms.len()).filter(|n| of(*n).next().is_none()).count();
        let body = html! {
            p.kicker { a href="/documents" { (asking.say("文件", "Documents")) } }
            h1 { (asking.say("机制登记", "Register of mechanisms")) }
            p.lead {
                (asking.say(
                    "计划和政策里提到的每一种办法，由哪些条款、目标和行动落实，哪些还没有着落。",
                    "Every instrument that plans and policies speak of, what realises it, and what nothing realises yet.",
                ))
            }
            form.filters method="get" {
                label { (asking.say("名称", "Name"))
                    input type="search" name="q" value=(words) maxlength="60";
                }
                label.check { input type="checkbox" name="open" value="yes" checked[only_open]; " " (asking.say("只看还没有着落的", "only what nothing realises")) }
                button { (asking.say("看这些", "Show")) }
            }
            p.aside {
                (program.mechanisms.len()) (asking.say(" 种，", " in all, ")) (open) (asking.say(" 种还没有着落", " without anything"))
                " · " (shown.len()) (asking.say(" 种在下面", " shown"))
            }
            (table(program, &shown, &items, asking))
        };
        Ok(Page::new(Section::Documents, asking.say("机制登记", "Register of mechanisms"), body))
    })
    .await
}

fn table(program: &Program, shown: &[(usize, &Mechanism)], items: &[Realised], asking: &Asking) -> Markup {
    if shown.is_empty() {
        return html! { p { (asking.say("没有符合的。换一个词再找。", "Nothing matches; try another word.")) } };
    }
    html! {
        table {
            (head(&[(asking.say("机制", "Mechanism"), false), (asking.say("由什么落实", "Realised by"), false)]))
            tbody {
                @for (n, mechanism) in shown {
                    @let own: Vec<&Realised> = items.iter().filter(|item| item.mechanism.index() == *n).collect();
                    tr id=(mechanism.head.name) {
                        th scope="row" { (name(mechanism, asking.lang)) }
                        td {
                            @if own.is_empty() { span.doubt { (asking.say("还没有", "nothing yet")) } }
                            ul.realised {
                                @for (doc, items) in by_document(&own) {
                                    @let document = program.document(doc);
                                    li {
                                        a href=(format!("/documents/{}", encoded(document.id.as_str()))) { (document.title.get(asking.lang)) }
                                        (names(&items, asking))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// So many names stand open; more are folded, or the register would be as long as the documents.
const OPEN: usize = 4;

fn names(items: &[&Realised], asking: &Asking) -> Markup {
    let all = items.iter().map(|item| called(item, asking.lang)).collect::<Vec<_>>().join(asking.say("、", "; "));
    html! {
        @if items.len() <= OPEN { p { (all) } } @else {
            details { summary { (asking.count(items.len(), "处", "place", "places")) } p { (all) } }
        }
    }
}

/// Items by the document that they stand in.
fn by_document<'r>(items: &[&'r Realised]) -> Vec<(DocId, Vec<&'r Realised>)> {
    let mut out: Vec<(DocId, Vec<&Realised>)> = Vec::new();
    for item in items {
        match out.iter_mut().find(|(doc, _)| *doc == item.doc) {
            Some((_, all)) => all.push(item),
            None => out.push((item.doc, vec![item])),
        }
    }
    out
}

fn called(item: &Realised, lang: Lang) -> &'static str {
    match (lang, item.label) {
        (Lang::En, Some(label)) => label.as_str(),
        _ => item.name.as_str(),
    }
}

fn name(mechanism: &Mechanism, lang: Lang) -> &'static str {
    match (lang, mechanism.head.label) {
        (Lang::En, Some(label)) => label.as_str(),
        _ => mechanism.term.as_str(),
    }
}
