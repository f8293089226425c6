//! How a benefit is paid.

use maud::{Markup, html};
use wuwei_ir::{Benefit, Type};
use wuwei_project::{show_literal, words};

use super::super::money;
use super::View;
use crate::parts::verdict::lane;

impl View<'_> {
    /// Who pays, from what, how often, against which papers.
    pub(super) fn payment(&self, benefit: &Benefit) -> Markup {
        let (asking, program) = (self.asking, self.program);
        let names = |all: &[wuwei_ir::PartyId]| {
            all.iter()
                .map(|id| program.party(*id).head.shown(asking.lang))
                .collect::<Vec<_>>()
                .join(asking.say("、", ", "))
        };
        let budget = benefit.budget.map(|id| program.budget(id));
        html! {
            section aria-labelledby="payment" {
                h2 #payment { (asking.say("怎么兑现", "How it is paid")) }
                dl.plain {
                    @if let Some(one) = self.clause.lane {
                        @let (term, means) = lane(one, asking.lang);
                        div { dt { (asking.say("方式", "Lane")) } dd { b { (term) } small { (means) } } }
                    }
                    @if let Some(frequency) = benefit.frequency {
                        div { dt { (asking.say("次数", "How often")) } dd { (money::often(program, frequency, asking.lang)) } }
                    }
                    @match (benefit.payer, benefit.payer_not_stated) {
                        (Some(payer), _) => div { dt { (asking.say("出资", "Payer")) } dd { (program.party(payer).head.shown(asking.lang)) } },
                        (None, Some(why)) => div { dt { (asking.say("出资", "Payer")) } dd { (asking.say("没有写明", "not stated")) small { (why.get(asking.lang)) } } },
                        (None, None) => {},
                    }
                    @if let Some(budget) = budget {
                        div { dt { (asking.say("资金", "Funds")) } dd {
                            (budget.head.shown(asking.lang))
                            @if let Some((op, amount)) = budget.amount {
                                small {
                                    (op.sign()) " "
                                    (show_literal(program, Type::MONEY, Some(budget.unit), wuwei_ir::Literal::Number(amount), asking.lang))
                                    @if budget.each_year { (words(asking.lang).each_year) }
                                }
                            }
                            @if let Some(holder) = budget.holder { small { (words(asking.lang).holder) (asking.say("：", ": ")) (program.party(holder).head.shown(asking.lang)) } }
                        } }
                    }
                    @if !benefit.handled_by.is_empty() {
                        div { dt { (asking.say("受理", "Handled by")) } dd { (names(&benefit.handled_by)) } }
                    }
                    div { dt { (asking.say("材料", "Papers")) } dd {
                        @if benefit.documents.is_empty() {
                            (if benefit.automatic { asking.say("不需要申请材料", "none are needed") } else { asking.say("文件没有列出", "the document lists none") })
                        } @else {
                            ul.bare { @for paper in &benefit.documents { li { (paper.get(asking.lang)) } } }
                        }
                    } }
                }
            }
        }
    }
}
