//! One page of the guide.

use maud::{Markup, PreEscaped, html};

use super::shelf::{Leaf, chapters, leaf, link};
use crate::asking::Asking;
use crate::pages::document::heading;
use crate::parts::code::code;
use crate::parts::markdown::{Part, parts_with};

/// The page with its neighbours and its contents.
pub(super) fn page(page: &'static Leaf, asking: &Asking) -> Markup {
    let all = parts_with(page.text, &|to| link(page, to));
    let group = page.slug.split('-').next().unwrap_or_default();
    let siblings = chapters(group, asking.lang);
    html! {
        div.guide {
            nav.contents aria-label=(asking.say("目录", "Contents")) {
                p { a href="/guide" { "‹ " (asking.say("手册", "Guide")) } }
                (inside(&all, asking))
                @if !siblings.is_empty() {
                    h2 { a href=(format!("/guide/{group}")) { (leaf(group, asking.lang).map_or(group, Leaf::title)) } }
                    ol {
                        @for other in &siblings {
                            li {
                                a href=(format!("/guide/{}", other.slug)) aria-current=[(other.slug == page.slug).then_some("page")] {
                                    (other.title())
                                }
                            }
                        }
                    }
                }
            }
            article.prose {
                @for part in &all {
                    @match part {
                        Part::Heading { level: 1, text, .. } => h1 { (text) },
                        Part::Heading { level, id, text } => (heading(*level, id, text, asking)),
                        Part::Prose(html) => (PreEscaped(html)),
                        Part::Code { text, .. } => pre tabindex="0" { code { (code(text)) } },
                    }
                }
                (turn(page, &siblings, asking))
            }
        }
    }
}

fn inside(all: &[Part], asking: &Asking) -> Markup {
    let headings: Vec<(&String, &String)> = all
        .iter()
        .filter_map(|part| match part {
            Part::Heading { level: 2, id, text } => Some((id, text)),
            _ => None,
        })
        .collect();
    html! {
        @if headings.len() > 1 {
            h2 { (asking.say("本页", "On this page")) }
            ol { @for (id, text) in headings { li { a href=(format!("#{id}")) { (text) } } } }
        }
    }
}

/// The page before and the page behind.
fn turn(page: &Leaf, siblings: &[&'static Leaf], asking: &Asking) -> Markup {
    let Some(at) = siblings.iter().position(|other| other.slug == page.slug) else { return html! {} };
    let before = at.checked_sub(1).and_then(|at| siblings.get(at));
    html! {
        nav.turn aria-label=(asking.say("前后页", "Pages before and after")) {
            @if let Some(other) = before { a href=(format!("/guide/{}", other.slug)) rel="prev" { "‹ " (other.title()) } } @else { span {} }
            @if let Some(other) = siblings.get(at + 1) { a href=(format!("/guide/{}", other.slug)) rel="next" { (other.title()) " ›" } }
        }
    }
}
