//! The answers that were given, as a table to look over and to print.

use maud::{Markup, html};
use wuwei_ir::{Literal, Program};
use wuwei_project::show_literal;
use wuwei_source::Lang;

use super::carry::MOVES;
use super::field::Said;
use super::lists;
use super::sheet::{Sheet, Told, called};
use crate::pages::Moment;

/// The answers; with buttons that lead to each question where they can be changed.
pub(super) fn table(moment: &Moment<'_>, sheet: &Sheet, can_change: bool) -> Markup {
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    html! {
        dl.check-told {
            @for told in &sheet.told {
                @let name = called(program, told.fact, told.year, asking.lang);
                div {
                    dt { (name) }
                    dd { (shown(program, told, asking.lang)) }
                    @if can_change {
                        dd.check-change {
                            button.check-go form=(MOVES) name="step" value=(format!("change:{}", program.fact(told.fact).column(told.year))) {
                                (asking.say("修改", "Change")) span.hear { (asking.say("：", " ")) (name) }
                            }
                        }
                    }
                }
            }
            (lists::said(moment, sheet, can_change))
        }
    }
}

/// An answer as it was understood.
pub(super) fn shown(program: &Program, told: &Told, lang: Lang) -> String {
    let say = |zh: &str, en: &str| if lang == Lang::Zh { zh.to_string() } else { en.to_string() };
    let fact = program.fact(told.fact);
    let literal = match told.said {
        Said::Unknown => return say("不知道", "Not known"),
        Said::Some => return say("有", "Yes"),
        Said::Value(literal) => literal,
    };
    match literal {
        Literal::Truth(true) => say("是", "Yes"),
        Literal::Truth(false) => say("否", "No"),
        Literal::None => say("没有", "None"),
        literal => show_literal(program, fact.ty, Some(fact.unit), literal, lang),
    }
}
