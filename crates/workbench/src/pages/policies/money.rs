//! What a clause pays, in a few words.

use maud::{Markup, html};
use wuwei_engine::Range;
use wuwei_ir::{Expr, Frequency, Item, ItemKind, Printer, Program, Type};
use wuwei_project::show_range;
use wuwei_source::Lang;

use crate::asking::Asking;
use crate::clauses::Most;

/// What a clause pays: the amount where it is one number, else the most.
pub(crate) fn amount(program: &Program, item: &Item, most: Most, asking: &Asking) -> Option<Markup> {
    let ItemKind::Benefit(benefit) = &item.kind else { return None };
    let is_fixed = !benefit.at_most && matches!(item.body.get(benefit.amount).expr, Expr::Number(_));
    let money = match most {
        Most::Nothing => return None,
        Most::Bounded(_) if is_fixed => {
            html! { b.n { (Printer::new(program, asking.lang).expr(&item.body, benefit.amount, None)) } }
        }
        Most::Bounded(most) => {
            let shown = show_range(Type::MONEY, None, Range::exactly(most), asking.lang);
            html! { small { (asking.say("最高", "up to")) } " " b.n { (shown) } }
        }
        Most::Open => {
            html! { b { (asking.say("按实际数额计", "by what is spent")) } span.comma { (asking.say("，", ", ")) } small { (asking.say("没有上限", "no ceiling")) } }
        }
    };
    let often = benefit.frequency.map(|frequency| often(program, frequency, asking.lang));
    Some(html! { (money) @if let Some(often) = often { span.comma { (asking.say("，", ", ")) } small { (often) } } })
}

/// How often a benefit is paid.
pub(crate) fn often(program: &Program, frequency: Frequency, lang: Lang) -> String {
    let say = |zh: String, en: String| if lang == Lang::Zh { zh } else { en };
    match frequency {
        Frequency::Yearly => say("每年可以享受".to_string(), "each year".to_string()),
        Frequency::Once => say("只给一次".to_string(), "once".to_string()),
        Frequency::OncePer(fact) => {
            let name = program.fact(fact).shown(lang);
            say(format!("每个“{name}”给一次"), format!("once for each “{name}”"))
        }
        Frequency::Monthly(None) => say("按月给".to_string(), "monthly".to_string()),
        Frequency::Monthly(Some(most)) => {
            say(format!("按月给，最多 {most} 个月"), format!("monthly, for {most} months at most"))
        }
    }
}
