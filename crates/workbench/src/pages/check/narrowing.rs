//! The answers beside a question, narrowing with each answer.

use maud::{Markup, html};
use wuwei_ir::Type;
use wuwei_project::show_range;
use wuwei_reason::questions::Interview;

use super::outcome::Outcome;
use super::sheet::Sheet;
use crate::pages::Moment;

/// So many answers of a kind are named.
const NAMED: usize = 5;

/// The panel with what keeps it up to date while somebody types; without a script it changes with each page.
pub(super) fn aside(moment: &Moment<'_>, sheet: &Sheet, interview: &Interview<'_>) -> Markup {
    let title = moment.asking.say("目前的结果", "The result so far");
    html! {
        aside.check-narrowing aria-label=(title) hx-post="/check/answers" hx-include="#check"
            hx-trigger="input from:#check delay:300ms, change from:#check" hx-sync="this:replace" hx-target="this"
            hx-swap="innerHTML" {
            (panel(moment, sheet, interview))
        }
    }
}

/// What stands in the panel.
pub(super) fn panel(moment: &Moment<'_>, sheet: &Sheet, interview: &Interview<'_>) -> Markup {
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    let asked = sheet.outcome(program, interview, moment.as_of);
    let outcome = Outcome::new(program, &asked, asking.lang);
    let money = |range| show_range(Type::MONEY, None, range, asking.lang);
    let mark =
        |class: &'static str, sign: &'static str| html! { span.check-sign.(class) aria-hidden="true" { (sign) } };
    html! {
        h2 { (asking.say("目前的结果", "The result so far")) }
        @if !asked.benefits.is_empty() {
            p.check-sum role="status" {
                small { (asking.say("待遇合计", "Benefits in all")) }
                (money(asked.total))
            }
        }
        @if !outcome.certain.is_empty() {
            h3 { (mark("yes", "✓")) (asking.say("确定符合", "Certain")) " " span.check-tally-n { (outcome.certain.len()) } }
            ul {
                @for line in outcome.certain.iter().take(NAMED) {
                    li { (line.name) @if let Some(money) = &line.money { b { (money) } } }
                }
            }
            (more(moment, outcome.certain.len()))
        }
        @if !outcome.open.is_empty() {
            h3 { (mark("maybe", "?")) (asking.say("还说不准", "Still open")) " " span.check-tally-n { (outcome.open.len()) } }
            ul {
                @for line in outcome.open.iter().take(NAMED) {
                    li { (line.name) @if let Some(money) = &line.money { b { (money) } } }
                }
            }
            (more(moment, outcome.open.len()))
        }
        @if !outcome.no.is_empty() {
            h3 { (mark("no", "✗")) (asking.say("不符合", "Not met")) " " span.check-tally-n { (outcome.no.len()) } }
        }
    }
}

fn more(moment: &Moment<'_>, all: usize) -> Markup {
    let text = moment.asking.say("另有 {n} 项", "and {n} more");
    html! { @if all > NAMED { p.aside { (text.replace("{n}", &(all - NAMED).to_string())) } } }
}
