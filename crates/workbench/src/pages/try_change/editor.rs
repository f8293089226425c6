//! The text, and beside it what it comes to.

use maud::{Markup, html};

use super::clause::Clause;
use crate::forms;
use crate::pages::Moment;
use crate::parts::layout::encoded;

/// The form with the text. Switches of language send it too, so that nothing that was typed is lost.
pub(super) const FORM: &str = "editor";

/// The page with the text; below it what was found of it, where it was looked at.
pub(super) fn page(moment: &Moment<'_>, clause: &Clause<'_>, text: &str, outcome: Option<Markup>) -> Markup {
    let asking = moment.asking;
    let (document, rule) = (clause.document.id.as_str(), clause.rule.as_deref());
    let back = super::choose::address(document, rule);
    html! {
        p.kicker { (asking.say("试改", "Try a change")) }
        h1 { (clause.title(asking)) }
        p.aside {
            a href=(format!("/documents/{}", encoded(document))) { (clause.document.title.get(asking.lang)) }
            @if rule.is_some() {
                " · " a href=(super::choose::address(document, None)) { (asking.say("改整份文件", "edit the whole document")) }
            }
            " · " a href="/try" { (asking.say("换一条", "choose another")) }
            " · " a href="/guide" { (asking.say("怎么写规则", "how rules are written")) }
        }
        form #(FORM) .editor method="post" action="/try" {
            (forms::key(asking))
            input type="hidden" name="document" value=(document);
            input type="hidden" name="rule" value=(rule.unwrap_or_default());
            label for="text" { (asking.say("规则原文，直接改", "The rule as it is written; change it here")) }
            div.paper {
                pre.gutter aria-hidden="true" { (numbers(clause.first_line(), text)) }
                textarea #text name="text" rows=(rows(text)) wrap="off" spellcheck="false" autocomplete="off"
                    autocapitalize="off" aria-describedby="how"
                    hx-post="/try" hx-trigger="input changed delay:700ms" hx-target="#outcome" hx-swap="outerHTML"
                    hx-vals=(r#"{"do":"check"}"#) hx-sync="closest form:queue last" {
                    // The first line break of a text field is swallowed.
                    "\n" (text)
                }
            }
            p #how .aside {
                (asking.say(
                    "边改边检查。要看花多少钱、谁受益，按“与现行比较”。什么都不保存。",
                    "It is checked as you type. To see what it costs and who gains, compare it with what is in force. Nothing is stored.",
                ))
            }
            p.acts {
                span.day {
                    label for="day" { (asking.say("按哪一天的数据比较", "Compare as of")) }
                    input #day type="date" name="day" value=(moment.as_of);
                }
                // Whoever asks for the comparison waits for no check; one that was still to come is found to be superfluous.
                button name="do" value="compare" hx-post="/try" hx-target="#outcome" hx-swap="outerHTML"
                    hx-disabled-elt="this" hx-sync="closest form:replace" {
                    (asking.say("与现行比较", "Compare with what is in force"))
                }
                button.quiet name="do" value="check" { (asking.say("只检查", "Only check")) }
                button.quiet formaction="/try/draft.md" { (asking.say("下载修改稿", "Download the draft")) }
                a href=(back) { (asking.say("恢复原文", "Begin anew")) }
            }
        }
        @match outcome {
            Some(outcome) => (outcome),
            None => section #outcome.outcome aria-live="polite" {},
        }
    }
}

/// Room for the text, within reason; browsers that can grow the field do.
fn rows(text: &str) -> usize {
    (text.matches('\n').count() + 2).clamp(8, 40)
}

/// Line numbers beside the text, with some for lines that are added.
fn numbers(first: usize, text: &str) -> String {
    let count = text.matches('\n').count() + 1;
    (first..first + count + 200).map(|n| format!("{n}\n")).collect()
}
