//! Whom a clause concerns here, and what that costs.

use maud::{Markup, html};
use wuwei_project::words;

use super::super::eligible::Eligible;
use super::super::in_sentence;
use super::View;
use crate::parts::number::grouped;
use crate::parts::table;

impl View<'_> {
    /// How many are eligible here, and what it costs.
    pub(super) fn eligible(&self) -> Markup {
        let asking = self.asking;
        let Some(eligible) = self.survey.as_ref().and_then(|survey| Eligible::of(survey, self.program, self.group))
        else {
            return html! {};
        };
        let districts = eligible.districts();
        html! {
            section.here aria-labelledby="here" {
                h2 #here { (self.region) (asking.say("现在有多少符合", ": how many now")) }
                @if let Some(notice) = self.notice { p.remark.synthetic role="note" { (notice) } }
                (eligible.bar(asking))
                @if let Some(cost) = eligible.cost_shown(asking) {
                    p.cost { span { (asking.say("共需资金", "In all")) } b.n { (cost) } }
                    @if eligible.is_ceiling() { p.aside { (words(asking.lang).up_to_means) } }
                    @if eligible.unbounded > 0 {
                        p.aside { (eligible.many(eligible.unbounded, asking)) (asking.say("的金额没有上限，总数的上端定不下来。", " have no ceiling, so the upper end isn’t known.")) }
                    }
                    @if eligible.excluded > 0 {
                        p.aside { (eligible.many(eligible.excluded, asking)) (asking.say("因与别的待遇不能兼得而让位，不计在内。", " give it up for another benefit and aren’t counted.")) }
                    }
                }
                @if !districts.is_empty() {
                    details {
                        summary { (asking.say("分区县", "By district")) }
                        table.keep.districts {
                            (table::head(&[(asking.say("区县", "District"), false), (asking.say("符合", "Eligible"), true), (asking.say("待定", "Undecided"), true)]))
                            tbody { @for (region, yes, maybe) in &districts {
                                tr {
                                    th scope="row" { (self.program.region(*region).head.shown(asking.lang)) }
                                    td.num { (grouped(*yes)) } td.num { (grouped(*maybe)) }
                                }
                            } }
                        }
                    }
                }
                p.aside { (asking.say("范围：", "Among ")) (eligible.many(eligible.subjects, asking)) (asking.say("", " of kind ")) (in_sentence(self.program, self.item.entity, asking.lang)) (asking.say("，截至 ", ", as of ")) (self.as_of) }
            }
        }
    }
}
