//! What a subject gets when benefits exclude or limit each other.
//!
//! The subject gets the best lawful set. Amounts are ranges, so for each benefit it is known, possible, or ruled out that
//! it is in that set; a benefit is reported as excluded only when it loses for certain.

use wuwei_ir::{GroupId, Number, StackingRule};

use crate::arithmetic::{add, negate, sum};
use crate::evaluator::Evaluator;
use crate::limit::{Limit, limited};
use crate::population::Row;
use crate::score::clip;
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
pub const SEARCHED: usize = 16;

/// A stacking rule in force, as it meets the benefits of one subject.
struct Rule {
    /// Its position in the program.
    at: usize,
    /// Positions of its members among the benefits asked.
    members: Vec<usize>,
    /// What a limit leaves after earlier payments; nothing for rules that choose one member.
    rest: Option<Range>,
}

impl Evaluator<'_> {
    /// Combines benefits of one subject, given with what each would pay alone.
    pub fn stack(&self, subject: Row, benefits: &[(GroupId, Range)]) -> Stacked {
        let rules = self.rules_in_force(subject, benefits);
        let mut out = Stacked { exclusions: Vec::new(), groups: Vec::new(), total: Range::exactly(Number::ZERO) };
        for rule in &rules {
            let amounts: Vec<Range> = rule.members.iter().map(|at| benefits[*at].1).collect();
            let total = match rule.rest {
                Some(rest) => sum(&amounts).min(rest),
                None => amounts.into_iter().reduce(Range::max).unwrap_or(Range::exactly(Number::ZERO)),
            };
            out.groups.push(GroupTotal { rule: rule.at, total });
        }
        for component in entangled(benefits.len(), rules.iter().map(|rule| rule.members.as_slice())) {
            out.total = add(out.total, best(benefits, &rules, &component));
            out.exclusions.extend(exclusions(benefits, &rules, &component));
        }
        out
    }

    /// The stacking rules in force that have a member among the benefits asked.
    fn rules_in_force(&self, subject: Row, benefits: &[(GroupId, Range)]) -> Vec<Rule> {
        let rules = self.program.stackings.iter().enumerate().filter(|(_, rule)| rule.head.in_force(self.as_of()));
        rules
            .filter_map(|(at, rule)| {
                let position = |member: &GroupId| benefits.iter().position(|(group, _)| group == member);
                let members: Vec<usize> = rule.members.iter().filter_map(position).collect();
                if members.is_empty() {
                    return None;
                }
                let rest = match rule.rule {
                    StackingRule::Limit { amount, per_year } => {
                        let paid = self.paid_before(subject, &rule.members, per_year);
                        let rest = add(Range::exactly(amount), negate(paid));
                        Some(clip(rest, amount))
                    }
                    StackingRule::AtMostOne | StackingRule::Highest => None,
                };
                Some(Rule { at, members, rest })
            })
            .collect()
    }
}

/// The amounts that a set of benefits pays, each at its low or at its high end.
fn amount(range: Range, high: bool) -> Option<Number> {
    if high { range.high } else { range.low }
}

/// The members of a rule in a component, one bit each.
fn bits(rule: &Rule, component: &[usize]) -> u32 {
    let own = component.iter().enumerate().filter(|(_, at)| rule.members.contains(at));
    own.fold(0, |bits, (n, _)| bits | 1 << n)
}

/// The sets of a component that the rules that choose one member let be paid, and to which no member can be added. Another
/// member never makes less of the rest, so no other set pays more; what no such rule touches is in all of them.
fn full_sets(rules: &[Rule], component: &[usize]) -> Vec<u32> {
    let choosing = rules.iter().filter(|rule| rule.rest.is_none());
    let choosing: Vec<u32> = choosing.map(|rule| bits(rule, component)).collect();
    let is_lawful = |set: u32| choosing.iter().all(|members| (set & members).count_ones() <= 1);
    let entangled = choosing.iter().fold(0, |all, members| all | members);
    let free = ((1 << component.len()) - 1) & !entangled;
    let is_full = |set: u32| (0..component.len()).all(|n| set & (1 << n) != 0 || !is_lawful(set | 1 << n));
    // The next set within a mask: counting up, with the bits outside it carrying over.
    let after = |set: &u32| Some(set.wrapping_sub(entangled) & entangled).filter(|next| *next != 0);
    let sets = std::iter::successors(Some(0), after).map(|set| set | free);
    sets.filter(|set| is_lawful(*set) && is_full(*set)).collect()
}

/// What a set of a component pays under the limits, at the low or the high ends.
fn pays(benefits: &[(GroupId, Range)], rules: &[Rule], component: &[usize], set: u32, high: bool) -> Option<Number> {
    let own = |n: usize, at: &usize| match set & (1 << n) {
        0 => Some(Number::ZERO),
        _ => amount(benefits[*at].1, high),
    };
    let amounts: Vec<Number> = component.iter().enumerate().map(|(n, at)| own(n, at)).collect::<Option<_>>()?;
    let limiting = rules.iter().filter_map(|rule| Some((bits(rule, component), rule.rest?)));
    let limits = limiting.filter(|(members, _)| *members != 0);
    let limits = limits.map(|(members, rest)| Some(Limit { members: members.into(), most: amount(rest, high)? }));
    let limits: Vec<Limit> = limits.collect::<Option<_>>()?;
    limited(&amounts, &limits)
}

/// What the best lawful set of an entangled group pays.
fn best(benefits: &[(GroupId, Range)], rules: &[Rule], component: &[usize]) -> Range {
    let of = |at: &usize| rules.iter().filter(|rule| rule.members.contains(at)).collect::<Vec<_>>();
    if let [only] = component
        && of(only).is_empty()
    {
        return benefits[*only].1;
    }
    if component.len() > SEARCHED {
        // One of them alone is always lawful, as far as its limits allow; together they pay no more than their sum.
        let alone = |at: &usize| {
            let limits = of(at).into_iter().filter_map(|rule| rule.rest).map(|rest| rest.low.unwrap_or(Number::ZERO));
            limits.chain(benefits[*at].1.low).min()
        };
        let all: Vec<Range> = component.iter().map(|at| benefits[*at].1).collect();
        return Range { low: component.iter().filter_map(alone).max(), high: sum(&all).high };
    }
    let sets = full_sets(rules, component);
    let low = sets.iter().filter_map(|set| pays(benefits, rules, component, *set, false)).max();
    let mut high = sets.iter().map(|set| pays(benefits, rules, component, *set, true));
    let high = high.try_fold(Number::ZERO, |best, sum| sum.map(|sum| best.max(sum)));
    Range { low, high }
}

/// Members that lose for certain, each with the one it loses to.
fn exclusions(benefits: &[(GroupId, Range)], rules: &[Rule], component: &[usize]) -> Vec<Exclusion> {
    let choosing: Vec<&Rule> = rules
        .iter()
        .filter(|rule| rule.rest.is_none() && rule.members.iter().any(|at| component.contains(at)))
        .collect();
    if choosing.is_empty() {
        return Vec::new();
    }
    let concerned = |rule: &&Rule| rule.members.iter().any(|at| component.contains(at));
    let limiting: Vec<&Rule> = rules.iter().filter(|rule| rule.rest.is_some()).filter(concerned).collect();
    let exact = component.iter().all(|at| benefits[*at].1.exact().is_some())
        && limiting.iter().all(|rule| rule.rest.is_some_and(|rest| rest.exact().is_some()));
    if exact && component.len() <= SEARCHED {
        // Of sets that pay the same the one with the earlier members is taken.
        let rank = |set: &u32| (pays(benefits, rules, component, *set, false), set.reverse_bits());
        let taken = full_sets(rules, component).into_iter().max_by_key(rank).unwrap_or(0);
        let is_taken = |at: usize| component.iter().position(|own| *own == at).is_some_and(|n| taken & (1 << n) != 0);
        return lose(benefits, &choosing, |_, winner| is_taken(winner), is_taken);
    }
    // With amounts still open a member wins for certain only where nothing else can take its place, and no limit stands in
    // its way that doesn't stand in the loser's: under a common limit both may come to the same, and the earlier is taken.
    let rules_of = |at: usize| choosing.iter().filter(|rule| rule.members.contains(&at)).count();
    let beats = |loser: usize, winner: usize| {
        let (most, least) = (benefits[loser].1.high, benefits[winner].1.low);
        let mut limits = limiting.iter().filter(|rule| rule.members.contains(&winner)).peekable();
        let unhindered = limits.peek().is_none();
        rules_of(winner) == 1
            && limits.all(|rule| rule.members.contains(&loser))
            && most.zip(least).is_some_and(|(most, least)| match winner < loser {
                true => least >= most,
                false => unhindered && least > most,
            })
    };
    lose(benefits, &choosing, beats, |_| false)
}

/// The members of choosing rules that lose to another.
fn lose(
    benefits: &[(GroupId, Range)],
    choosing: &[&Rule],
    beats: impl Fn(usize, usize) -> bool,
    is_taken: impl Fn(usize) -> bool,
) -> Vec<Exclusion> {
    let mut out: Vec<Exclusion> = Vec::new();
    for rule in choosing {
        for loser in &rule.members {
            // What pays nothing anyhow loses nothing.
            let pays = benefits[*loser].1.high != Some(Number::ZERO);
            let known = out.iter().any(|found| found.loser == benefits[*loser].0);
            if !pays || known || is_taken(*loser) {
                continue;
            }
            let winner = rule.members.iter().find(|winner| *winner != loser && beats(*loser, **winner));
            if let Some(winner) = winner {
                out.push(Exclusion { loser: benefits[*loser].0, winner: benefits[*winner].0, rule: rule.at });
            }
        }
    }
    out
}

/// So many benefits divided into those joined by common rules, given by the positions of their members; those without any
/// stand alone.
pub fn entangled<'r>(n: usize, rules: impl Iterator<Item = &'r [usize]>) -> Vec<Vec<usize>> {
    let mut of: Vec<usize> = (0..n).collect();
    for members in rules {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_sets_are_the_lawful_ones_that_nothing_can_be_added_to() {
        let rule = |members: &[usize]| Rule { at: 0, members: members.to_vec(), rest: None };
        let limit = Rule { rest: Some(Range::exactly(Number::ONE)), ..rule(&[0, 1, 2, 3, 4, 5, 6]) };
        let rules = [rule(&[1, 4, 5]), limit, rule(&[5, 6]), rule(&[2])];
        let component: Vec<usize> = (0..7).collect();
        let lawful = |set: u32| {
            let chosen = |rule: &Rule| rule.rest.is_some() || (bits(rule, &component) & set).count_ones() <= 1;
            rules.iter().all(chosen)
        };
        let full = |set: &u32| lawful(*set) && (0..7).all(|n| set & 1 << n != 0 || !lawful(set | 1 << n));
        let expected: Vec<u32> = (0..1 << 7).filter(full).collect();
        assert_eq!(expected.len(), 3);
        assert_eq!(full_sets(&rules, &component), expected);
        assert_eq!(full_sets(&rules[1..2], &component), [0b111_1111]);
    }
}
