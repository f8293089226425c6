//! What a subject can get: three lanes, what is given up for something else, and what it isn't eligible for.

use maud::{Markup, html};
use wuwei_engine::{Gaps, Lane, Range, Verdict};
use wuwei_ir::{Basis, GroupId, Number, Program, Type};
use wuwei_project::{Asked, AskedBenefit, show_range, words};

use super::Subject;
use crate::asking::Asking;
use crate::pages::Moment;
use crate::pages::policies::{address, dated, segment};
use crate::parts::verdict;

/// The lanes, in the order in which they stand.
pub(crate) const LANES: [Lane; 3] = [Lane::Automatic, Lane::Apply, Lane::Incomplete];

/// The benefits of a subject.
pub(crate) struct Benefits<'a> {
    moment: &'a Moment<'a>,
    program: &'a Program,
    asking: &'a Asking,
    asked: &'a Asked,
    here: String,
}

impl<'a> Benefits<'a> {
    pub(crate) fn new(moment: &'a Moment<'a>, subject: &Subject, asked: &'a Asked) -> Benefits<'a> {
        let program = moment.snapshot.library().program();
        Benefits { moment, program, asking: moment.asking, asked, here: subject.address(program) }
    }

    /// Benefits in a lane that aren't given up, the largest first.
    pub(crate) fn lane(&self, lane: Lane) -> Vec<&'a AskedBenefit> {
        let mine = |it: &&AskedBenefit| it.answer.lane == Some(lane) && it.excluded_by.is_none();
        let mut all: Vec<&AskedBenefit> = self.asked.benefits.iter().filter(mine).collect();
        // Who has no ceiling comes first.
        all.sort_by_key(|it| (it.answer.money.high.is_some(), std::cmp::Reverse(it.answer.money.high)));
        all
    }

    pub(crate) fn money(&self, range: Range) -> String {
        show_range(Type::MONEY, None, range, self.asking.lang)
    }

    /// What a lane comes to.
    pub(crate) fn sum(&self, lane: Lane) -> Range {
        let nought = Range::exactly(Number::ZERO);
        self.lane(lane).iter().fold(nought, |sum, it| sum.plus(it.answer.money))
    }

    /// What there is at a glance.
    pub(crate) fn glance(&self) -> Markup {
        let asking = self.asking;
        html! {
            ul.glance {
                @for lane in LANES {
                    @let (term, means) = verdict::lane(lane, asking.lang);
                    @let n = self.lane(lane).len();
                    li class=[(n == 0).then_some("nil")] {
                        a href=(format!("#lane-{}", lane_word(lane))) {
                            span.term { (term) } " "
                            span.count { (n) small { (asking.say(" 项", if n == 1 { " benefit" } else { " benefits" })) } }
                        }
                        @if n > 0 { b.n { (self.money(self.sum(lane))) } }
                        small { (means) }
                    }
                }
            }
        }
    }

    /// All of them.
    pub(crate) fn show(&self) -> Markup {
        let asking = self.asking;
        let given_up: Vec<(&AskedBenefit, GroupId)> =
            self.asked.benefits.iter().filter_map(|it| Some((it, it.excluded_by?))).collect();
        let no: Vec<&AskedBenefit> =
            self.asked.benefits.iter().filter(|it| it.answer.eligible == Verdict::No).collect();
        html! {
            section aria-labelledby="benefits" {
                h2 #benefits { (asking.say("能得到什么", "What it can get")) }
                @for lane in LANES { (self.in_lane(lane)) }
                @if !given_up.is_empty() {
                    h3 { (asking.say("不能兼得，已让位", "Given up for another")) }
                    ul.bare {
                        @for (it, winner) in &given_up {
                            li { (self.link(it)) "（" (self.money(it.answer.money)) "）" (asking.say("让位于 ", " for ")) (self.name(*winner)) }
                        }
                    }
                }
                @for limit in self.asked.limits(self.program) {
                    p.remark { b { (asking.say("限额", "Limit")) }
                        (self.program.stackings[limit.rule].head.shown(asking.lang)) (asking.say("：合计按 ", ": in all ")) (self.money(limit.total)) }
                }
                p.total {
                    span { (asking.say("合计（已按不能兼得和限额计算）", "In all, exclusions and limits applied")) }
                    b.n { (self.money(self.asked.total)) }
                }
                @if !no.is_empty() {
                    details.no {
                        summary { (asking.say("条件不符的 ", "Not eligible for ")) (no.len()) (asking.say(" 项：看为什么，怎样才行", ": see why, and what it would take")) }
                        ul.bare.refused {
                            @for it in &no {
                                li { (self.name(it.group)) " " span.links { (self.why(it.group)) " · " (self.advise(it.group)) } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn in_lane(&self, lane: Lane) -> Markup {
        let asking = self.asking;
        let (term, means) = verdict::lane(lane, asking.lang);
        let mine = self.lane(lane);
        html! {
            div.lane-block id=(format!("lane-{}", lane_word(lane))) {
                h3 { (term) " " small { (means) } }
                @if mine.is_empty() {
                    p.aside { (asking.say("没有。", "None.")) }
                } @else {
                    table.benefits {
                        thead.hear { tr {
                            th scope="col" { (asking.say("待遇", "Benefit")) }
                            th scope="col" { (asking.say("金额", "Amount")) }
                            th scope="col" { (asking.say("依据和办法", "Why, and what next")) }
                        } }
                        tbody {
                            @for it in mine {
                                tr {
                                    th scope="row" { (self.name(it.group)) (basis(it.answer.basis, asking)) (missing(self.program, &it.answer.gaps, asking)) }
                                    td.num { (self.money(it.answer.money)) }
                                    td.links { (self.why(it.group)) @if lane == Lane::Incomplete { " · " (self.advise(it.group)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn link(&self, it: &AskedBenefit) -> Markup {
        self.name(it.group)
    }

    /// A rule by its name, with the way to its page.
    pub(crate) fn name(&self, group: GroupId) -> Markup {
        let head = &self.program.item(self.program.group(group).versions[0]).head;
        let name = self.moment.snapshot.clauses().name(group);
        html! { a href=(dated(self.asking, address(name))) { (head.shown(self.asking.lang)) } }
    }

    /// The way to why.
    pub(crate) fn why(&self, group: GroupId) -> Markup {
        self.way("why", group, self.asking.say("为什么", "Why"))
    }

    /// The way to what it would take.
    pub(crate) fn advise(&self, group: GroupId) -> Markup {
        self.way("advise", group, self.asking.say("怎样才行", "What it would take"))
    }

    fn way(&self, to: &str, group: GroupId, text: &str) -> Markup {
        let name = self.moment.snapshot.clauses().name(group);
        let of = self.program.item(self.program.group(group).versions[0]).head.shown(self.asking.lang);
        html! { a href=(dated(self.asking, format!("{}/{to}/{}", self.here, segment(name.as_str())))) { (text) span.hear { (self.asking.say("：", ": ")) (of) } } }
    }
}

/// The word for a lane in an address.
fn lane_word(lane: Lane) -> &'static str {
    match lane {
        Lane::Automatic => "automatic",
        Lane::Apply => "apply",
        Lane::Incomplete => "incomplete",
    }
}

/// What an answer leans on, where that isn't the official text.
pub(crate) fn basis(basis: Basis, asking: &Asking) -> Markup {
    html! {
        @if basis != Basis::Official {
            " " span.basis { (asking.say("依据：", "basis: ")) (words(asking.lang).basis(basis)) }
        }
    }
}

/// The missing facts, a few of them named.
pub(crate) fn missing(program: &Program, gaps: &Gaps, asking: &Asking) -> Markup {
    const SHOWN: usize = 3;
    let names: Vec<String> = gaps.facts.iter().take(SHOWN).map(|gap| gap.shown(program, asking.lang)).collect();
    let more = gaps.facts.len().saturating_sub(SHOWN);
    html! {
        @if !names.is_empty() {
            small.missing {
                (asking.say("缺：", "Missing: ")) (names.join(asking.say("、", ", ")))
                @if more > 0 { (asking.say(" 等，另 ", " and ")) (more) (asking.say(" 项", " more")) }
            }
        }
        @for why in &gaps.not_computable {
            small.missing { (asking.say("条文未明：", "The text leaves open: ")) (why.get(asking.lang)) }
        }
    }
}
