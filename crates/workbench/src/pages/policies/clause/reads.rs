//! What a clause reads, and what reads it.

use maud::{Markup, html};
use wuwei_ir::{Expr, GroupId, Head, Item};
use wuwei_reason::reads;

use super::View;

impl View<'_> {
    /// What it reads, and what reads it.
    pub(super) fn reads(&self) -> Markup {
        let (asking, program) = (self.asking, self.program);
        let facts = distinct(reads(program, self.group, self.as_of).into_iter().map(|read| read.fact));
        let rests = distinct(used_in(&self.item.body).filter(|group| *group != self.group));
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
                            ul.bare { @for group in &rests { li { (self.link(*group)) } } }
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

/// Each once, in the order in which they are read.
fn distinct<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut out: Vec<T> = Vec::new();
    for one in all {
        if !out.contains(&one) {
            out.push(one);
        }
    }
    out
}
