//! What a clause reads, and what reads it.

use maud::{Markup, html};
use wuwei_ir::{Expr, FactId, GroupId, Head, Item};
use wuwei_reason::reads;

use super::View;

impl View<'_> {
    /// What it reads, and what reads it.
    pub(super) fn reads(&self) -> Markup {
        let (asking, program) = (self.asking, self.program);
        let mut facts: Vec<FactId> = reads(program, self.group, self.as_of).into_iter().map(|read| read.fact).collect();
        let mut seen: Vec<FactId> = Vec::new();
        facts.retain(|fact| {
            !seen.contains(fact) && {
                seen.push(*fact);
                true
            }
        });
        let rests: Vec<GroupId> = used_in(&self.item.body).filter(|group| *group != self.group).collect();
        let by = |item: &Item| item.group != self.group && used_in(&item.body).any(|group| group == self.group);
        let mut used: Vec<GroupId> = program.items.iter().filter(|item| by(item)).map(|item| item.group).collect();
        used.sort_unstable();
        used.dedup();
        let indicators = program.indicators.iter().filter(|one| used_in(&one.body).any(|group| group == self.group));
        let indicators: Vec<&Head> = indicators.map(|one| &one.head).collect();
        html! {
            section.reads aria-labelledby="reads" {
                h2 #reads { (asking.say("用到什么，被谁用到", "What it reads, and what reads it")) }
                div.columns {
                    @if !facts.is_empty() {
                        div.all {
                            h3 { (asking.say("要知道的事实", "Facts")) " " small.n { (facts.len()) } }
                            ul.columns {
                                @for id in &facts {
                                    @let fact = program.fact(*id);
                                    li { (fact.shown(asking.lang))
                                        @if fact.entity != self.item.entity { small { " " (program.entity(fact.entity).head.shown(asking.lang)) } }
                                    }
                                }
                            }
                        }
                    }
                    @if !rests.is_empty() {
                        div {
                            h3 { (asking.say("依据的规则", "Rests on")) }
                            ul.bare { @for group in distinct(&rests) { li { (self.link(group)) } } }
                        }
                    }
                    @if !used.is_empty() || !indicators.is_empty() {
                        div {
                            h3 { (asking.say("被这些规则用到", "Read by")) }
                            ul.bare {
                                @for group in &used { li { (self.link(*group)) } }
                                @for head in &indicators { li { (head.shown(asking.lang)) small { " " (asking.say("指标", "indicator")) } } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn used_in(body: &wuwei_ir::Body) -> impl Iterator<Item = GroupId> {
    body.iter().filter_map(|(_, node)| match node.expr {
        Expr::Item(group, ..) => Some(group),
        _ => None,
    })
}

fn distinct(all: &[GroupId]) -> Vec<GroupId> {
    let mut out: Vec<GroupId> = Vec::new();
    all.iter().for_each(|group| {
        if !out.contains(group) {
            out.push(*group);
        }
    });
    out
}
