//! What a clause can't be had together with.

use maud::{Markup, html};
use wuwei_ir::{StackingRule, Type};
use wuwei_project::{fill, show_literal, words};

use super::View;

impl View<'_> {
    /// What it can't be had together with.
    pub(super) fn stacking(&self) -> Markup {
        let (asking, program) = (self.asking, self.program);
        let rules: Vec<_> = program.stackings.iter().filter(|rule| rule.members.contains(&self.group)).collect();
        if rules.is_empty() {
            return html! {};
        }
        let how = |rule: &StackingRule| match rule {
            StackingRule::AtMostOne => asking.say("下列各项只能享受一项", "Only one of these").to_string(),
            StackingRule::Highest => asking.say("就高，不重复享受", "The highest of these").to_string(),
            StackingRule::Limit { amount, per_year } => {
                let text =
                    if *per_year { words(asking.lang).limit_per_year } else { words(asking.lang).limit_in_total };
                let amount = show_literal(program, Type::MONEY, None, wuwei_ir::Literal::Number(*amount), asking.lang);
                fill(text, &[("amount", &amount)]).trim_end_matches(['：', ':', ' ']).to_string()
            }
        };
        html! {
            section aria-labelledby="stacking" {
                h2 #stacking { (asking.say("不能兼得与限额", "Not together, and limits")) }
                @for rule in rules {
                    p { b { (how(&rule.rule)) } small { " " (rule.head.shown(asking.lang))
                        @if !rule.head.in_force(self.as_of) { (asking.say("（这一天没有生效）", " (not in force on this day)")) } } }
                    ul.bare {
                        @for other in rule.members.iter().filter(|other| **other != self.group) {
                            li { (self.link(*other)) }
                        }
                    }
                }
            }
        }
    }
}
