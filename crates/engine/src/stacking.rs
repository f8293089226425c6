//! What a subject gets when benefits exclude or limit each other.
//!
//! The subject gets the best lawful set. Amounts are ranges, so for each benefit it is known, possible, or ruled out that
//! it is in that set; a benefit is reported as excluded only when it loses for certain.

use wuwei_ir::{GroupId, Number, Program, StackingRule};

use crate::evaluator::Evaluator;
use crate::value::Range;

/// A benefit that loses to another of its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// The benefit that loses.
    pub loser: GroupId,
    /// The benefit it loses to.
    pub winner: GroupId,
    /// Position of the stacking rule.
    pub rule: usize,
}

/// What a stacking group pays together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupTotal {
    /// Position of the stacking rule.
    pub rule: usize,
    /// What its members pay together.
    pub total: Range,
}

/// The outcome for a subject.
#[derive(Clone, Debug)]
pub struct Stacked {
    /// Benefits that lose for certain.
    pub exclusions: Vec<Exclusion>,
    /// What each group in force pays together.
    pub groups: Vec<GroupTotal>,
    /// Everything that the subject gets.
    pub total: Range,
}

/// Largest group of entangled benefits that is searched for its best lawful set; beyond it only bounds are given.
const SEARCHED: usize = 16;

impl Evaluator<'_> {
    /// Combines benefits of one subject, given with what each would pay alone.
    pub fn stack(&self, benefits: &[(GroupId, Range)]) -> Stacked {
        let rules = in_force(self.program, self, benefits);
        let mut out = Stacked { exclusions: Vec::new(), groups: Vec::new(), total: Range::exactly(Number::ZERO) };
        for (rule, members) in &rules {
            let amounts: Vec<Range> = members.iter().map(|at| benefits[*at].1).collect();
            let total = match self.program.stackings[*rule].rule {
                StackingRule::Limit { amount, .. } => sum(&amounts).min(Range::exactly(amount)),
                _ => amounts.into_iter().reduce(Range::max).unwrap_or(Range::exactly(Number::ZERO)),
            };
            out.groups.push(GroupTotal { rule: *rule, total });
            if !matches!(self.program.stackings[*rule].rule, StackingRule::Limit { .. }) {
                out.exclusions.extend(exclusions(benefits, *rule, members));
            }
        }
        for component in components(benefits.len(), &rules) {
            out.total = crate::arithmetic::add(out.total, self.best(benefits, &rules, &component));
        }
        out
    }

    /// What the best lawful set of an entangled group pays.
    fn best(&self, benefits: &[(GroupId, Range)], rules: &[(usize, Vec<usize>)], component: &[usize]) -> Range {
        let amount = |at: usize, high: bool| {
            let range = benefits[at].1;
            if high { range.high } else { range.low }
        };
        if component.len() > SEARCHED {
            let all: Vec<Range> = component.iter().map(|at| benefits[*at].1).collect();
            let low = all.iter().filter_map(|range| range.low).max();
            return Range { low, high: sum(&all).high };
        }
        let lawful = |set: u32| {
            rules.iter().all(|(rule, members)| {
                let limit = matches!(self.program.stackings[*rule].rule, StackingRule::Limit { .. });
                let chosen =
                    |at: &&usize| component.iter().position(|own| own == *at).is_some_and(|n| set & (1 << n) != 0);
                limit || members.iter().filter(chosen).count() <= 1
            })
        };
        let pays = |set: u32, high: bool| -> Option<Number> {
            let mut paid: Vec<(usize, Number)> = Vec::new();
            for (n, at) in component.iter().enumerate() {
                if set & (1 << n) != 0 {
                    paid.push((*at, amount(*at, high)?));
                }
            }
            for (rule, members) in rules {
                if let StackingRule::Limit { amount: mut rest, .. } = self.program.stackings[*rule].rule {
                    // The first members of a limited group are served first.
                    for at in members {
                        if let Some((_, sum)) = paid.iter_mut().find(|(own, _)| own == at) {
                            *sum = (*sum).min(rest);
                            rest = rest.sub(*sum)?;
                        }
                    }
                }
            }
            paid.iter().try_fold(Number::ZERO, |total, (_, sum)| total.add(*sum))
        };
        let sets = || (0..1u32 << component.len()).filter(|set| lawful(*set));
        let low = sets().filter_map(|set| pays(set, false)).max();
        let high = sets().map(|set| pays(set, true)).try_fold(Number::ZERO, |best, sum| sum.map(|sum| best.max(sum)));
        Range { low, high }
    }
}

fn sum(amounts: &[Range]) -> Range {
    amounts.iter().fold(Range::exactly(Number::ZERO), |sum, range| crate::arithmetic::add(sum, *range))
}

/// The stacking rules in force, with the positions of their members among the benefits asked.
fn in_force(program: &Program, evaluator: &Evaluator<'_>, benefits: &[(GroupId, Range)]) -> Vec<(usize, Vec<usize>)> {
    let rules = program.stackings.iter().enumerate().filter(|(_, rule)| rule.head.in_force(evaluator.as_of()));
    rules
        .map(|(n, rule)| {
            let at = |member: &GroupId| benefits.iter().position(|(group, _)| group == member);
            (n, rule.members.iter().filter_map(at).collect::<Vec<usize>>())
        })
        .filter(|(_, members)| !members.is_empty())
        .collect()
}

/// Members that another certainly beats: it pays at least as much in every case, the earlier winning a tie.
fn exclusions(benefits: &[(GroupId, Range)], rule: usize, members: &[usize]) -> Vec<Exclusion> {
    let mut out = Vec::new();
    for (n, loser) in members.iter().enumerate() {
        let Some(most) = benefits[*loser].1.high.filter(|most| *most > Number::ZERO) else {
            continue;
        };
        let winner = members.iter().enumerate().find(|(m, winner)| {
            let least = benefits[**winner].1.low;
            *m != n && least.is_some_and(|least| least > most || (least == most && *m < n))
        });
        if let Some((_, winner)) = winner {
            out.push(Exclusion { loser: benefits[*loser].0, winner: benefits[*winner].0, rule });
        }
    }
    out
}

/// Benefits joined by common rules; those without any stand alone.
fn components(n: usize, rules: &[(usize, Vec<usize>)]) -> Vec<Vec<usize>> {
    let mut of: Vec<usize> = (0..n).collect();
    for (_, members) in rules {
        for pair in members.windows(2) {
            let (from, to) = (of[pair[1]], of[pair[0]]);
            of.iter_mut().filter(|at| **at == from).for_each(|at| *at = to);
        }
    }
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); n];
    for (at, component) in of.into_iter().enumerate() {
        out[component].push(at);
    }
    out.retain(|component| !component.is_empty());
    out
}
