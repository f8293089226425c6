//! Everything that the compiler may point out, with a wrong example and a right one.

use maud::{Markup, PreEscaped, html};
use wuwei_project::pages;

use crate::asking::Asking;
use crate::parts::code::code;
use crate::parts::markdown::{Part, parts};

/// Its address below `/guide/`.
pub(super) const SLUG: &str = "diagnostics";

pub(super) fn title(asking: &Asking) -> &'static str {
    match asking.lang {
        wuwei_source::Lang::Zh => "编译提示一览",
        wuwei_source::Lang::En => "All diagnostics",
    }
}

pub(super) fn page(asking: &Asking) -> Markup {
    let all = pages();
    html! {
        p { a href="/guide" { "‹ " (asking.say("手册", "Guide")) } }
        h1 { (title(asking)) }
        p.lead {
            (asking.say(
                "检查文件时可能看到的每一种提示：什么意思，怎样写错，怎样写对。",
                "Everything that checking a document may point out: what it means, how it goes wrong, and how it is written right.",
            ))
        }
        details {
            summary { (asking.say("目录", "Contents")) " (" (all.len()) ")" }
            ul.chapters { @for page in &all { li { a href=(format!("#{}", page.id)) { code { (page.id) } } } } }
        }
        div.prose {
            @for page in &all {
                section {
                    h2 id=(page.id) { code { (page.id) } }
                    (text(page.explanation(asking.lang)))
                    details {
                        summary { (asking.say("例子", "Example")) }
                        h3 { (asking.say("错", "Wrong")) }
                        (text(page.section("Wrong")))
                        h3 { (asking.say("对", "Right")) }
                        (text(page.section("Right")))
                    }
                }
            }
        }
    }
}

fn text(markdown: &str) -> Markup {
    html! {
        @for part in parts(markdown) {
            @match part {
                Part::Heading { text, .. } => p { b { (text) } },
                Part::Prose(html) => (PreEscaped(html)),
                Part::Code { text, .. } => pre tabindex="0" { code { (code(&text)) } },
            }
        }
    }
}
