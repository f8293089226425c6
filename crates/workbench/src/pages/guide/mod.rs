//! The tutorial, the book and the reference of the language inside the product.

mod diagnostics;
mod page;
mod search;
mod shelf;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use serde::Deserialize;
use wuwei_source::Text;

use crate::asking::Asking;
use crate::fault::Fault;
use crate::pages::answer;
use crate::parts::layout::Page;
use crate::parts::nav::Section;
use crate::workbench::Workbench;

/// Its addresses.
pub(crate) fn routes() -> Router<Arc<Workbench>> {
    Router::new().route("/guide", get(index)).route("/guide/{page}", get(show))
}

#[derive(Deserialize)]
struct Asked {
    q: Option<String>,
}

async fn index(bench: State<Arc<Workbench>>, asking: Asking, Query(asked): Query<Asked>) -> Response {
    answer(bench, asking, move |moment| {
        let asking = moment.asking;
        let question = asked.q.unwrap_or_default();
        let body = html! {
            h1 { (asking.say("手册", "Guide")) }
            p.lead {
                (asking.say(
                    "怎样读结果，怎样写规则，语言里每个词是什么意思。",
                    "How to read results, how to write rules, and what each word of the language means.",
                ))
            }
            (form(&question, asking))
            @if question.trim().is_empty() { (contents(asking)) } @else { (found(&question, asking)) }
        };
        Ok(Page::new(Section::Guide, asking.say("手册", "Guide"), body))
    })
    .await
}

async fn show(bench: State<Arc<Workbench>>, asking: Asking, Path(slug): Path<String>) -> Response {
    answer(bench, asking, move |moment| {
        let asking = moment.asking;
        if slug == diagnostics::SLUG {
            return Ok(Page::new(Section::Guide, diagnostics::title(asking), diagnostics::page(asking)));
        }
        let leaf = shelf::leaf(&slug, asking.lang)
            .ok_or_else(|| Fault::not_found(Text::new("手册里没有这一页", "the guide has no such page")))?;
        Ok(Page::new(Section::Guide, leaf.title(), page::page(leaf, asking)))
    })
    .await
}

/// The field for words that are looked for.
fn form(question: &str, asking: &Asking) -> Markup {
    html! {
        form.search method="get" action="/guide" role="search" {
            label for="q" { (asking.say("在手册里找", "Search the guide")) }
            input #q type="search" name="q" value=(question) maxlength="80";
            button { (asking.say("找", "Search")) }
        }
    }
}

fn contents(asking: &Asking) -> Markup {
    let lang = asking.lang;
    let one = |slug: &str| {
        html! { @if let Some(leaf) = shelf::leaf(slug, lang) { li { a href=(format!("/guide/{slug}")) { (leaf.title()) } } } }
    };
    let groups = [
        ("book", asking.say("使用手册：一章回答一个问题", "The book: a chapter for each question")),
        ("reference", asking.say("语言参考：一页讲一组写法", "The reference: a page for each group of constructs")),
    ];
    html! {
        section aria-labelledby="begin" {
            h2 #begin { (asking.say("从这里开始", "Begin here")) }
            ul.chapters { (one("tutorial")) }
        }
        @for (group, title) in groups {
            section aria-labelledby=(group) {
                h2 id=(group) { a href=(format!("/guide/{group}")) { (title) } }
                ul.chapters {
                    @for leaf in shelf::chapters(group, lang) { li { a href=(format!("/guide/{}", leaf.slug)) { (leaf.title()) } } }
                }
            }
        }
        section aria-labelledby="more" {
            h2 #more { (asking.say("其他", "More")) }
            ul.chapters {
                li { a href="/guide/diagnostics" { (diagnostics::title(asking)) } }
                (one("json"))
                (one("findings"))
            }
        }
    }
}

fn found(question: &str, asking: &Asking) -> Markup {
    let hits = search::search(question, asking.lang);
    html! {
        section aria-labelledby="hits" {
            h2 #hits {
                @match hits.len() {
                    0 => (asking.say("没有找到", "Nothing was found")),
                    n => { (asking.count(n, "处", "place", "places")) },
                }
            }
            @if hits.is_empty() {
                p { (asking.say("换一个词，或者少写几个字。", "Try another word, or fewer of them.")) }
                p { a href="/guide" { (asking.say("回到目录", "Back to the contents")) } }
            }
            ol.leaves {
                @for hit in &hits {
                    @let anchor = if hit.anchor.is_empty() { String::new() } else { format!("#{}", hit.anchor) };
                    li {
                        a href=(format!("/guide/{}{anchor}", hit.leaf.slug)) { (hit.heading) }
                        " " span.aside { (hit.leaf.title()) }
                        p.aside { (hit.extract) }
                    }
                }
            }
        }
    }
}
