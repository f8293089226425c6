//! What a subject gets when benefits exclude or limit each other.
//!
//! The subject gets the best lawful set. Amounts are ranges, so for each benefit it is known, possible, or ruled out that
//! it is in that set; a benefit is reported as excluded only when it loses for certain.

use wuwei_ir::{GroupId, Number, StackingRule};

use crate::arithmetic::{add, negate};
use crate::evaluator::Evaluator;
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
const SEARCHED: usize = 16;

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
        for component in components(benefits.len(), &rules) {
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

/// Whether the rules that choose one member let a set of a component be paid.
fn is_lawful(rules: &[Rule], component: &[usize], set: u32) -> bool {
    rules.iter().filter(|rule| rule.rest.is_none()).all(|rule| {
        let chosen = |at: &&usize| component.iter().position(|own| own == *at).is_some_and(|n| set & (1 << n) != 0);
        rule.members.iter().filter(chosen).count() <= 1
    })
}

/// What a set of a component pays under the limits, at the low or the high ends.
fn pays(benefits: &[(GroupId, Range)], rules: &[Rule], component: &[usize], set: u32, high: bool) -> Option<Number> {
    let mut paid: Vec<(usize, Number)> = Vec::new();
    for (n, at) in component.iter().enumerate() {
        if set & (1 << n) != 0 {
            paid.push((*at, amount(benefits[*at].1, high)?));
        }
    }
    for rule in rules {
        let Some(rest) = rule.rest else { continue };
        let mut rest = amount(rest, high)?;
        // The first members of a limited group are served first.
        for at in &rule.members {
            if let Some((_, sum)) = paid.iter_mut().find(|(own, _)| own == at) {
                *sum = (*sum).min(rest);
                rest = rest.sub(*sum)?;
            }
        }
    }
    paid.iter().try_fold(Number::ZERO, |total, (_, sum)| total.add(*sum))
}

/// What the best lawful set of an entangled group pays.
fn best(benefits: &[(GroupId, Range)], rules: &[Rule], component: &[usize]) -> Range {
    if let [only] = component
        && !rules.iter().any(|rule| rule.members.contains(only))
    {
        return benefits[*only].1;
    }
    if component.len() > SEARCHED {
        let all: Vec<Range> = component.iter().map(|at| benefits[*at].1).collect();
        let limited =
            rules.iter().any(|rule| rule.rest.is_some() && rule.members.iter().any(|at| component.contains(at)));
        // A single member is always lawful, but a limit may cut it; together they pay no more than their sum.
        let low = if limited { Some(Number::ZERO) } else { all.iter().filter_map(|range| range.low).max() };
        return Range { low, high: sum(&all).high };
    }
    let sets = || (0..1u32 << component.len()).filter(|set| is_lawful(rules, component, *set));
    let low = sets().filter_map(|set| pays(benefits, rules, component, set, false)).max();
    let high = sets()
        .map(|set| pays(benefits, rules, component, set, true))
        .try_fold(Number::ZERO, |best, sum| sum.map(|sum| best.max(sum)));
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
    let exact = component.iter().all(|at| benefits[*at].1.exact().is_some());
    if exact && component.len() <= SEARCHED {
        // Of sets that pay the same the one with the earlier members is taken.
        let sets = (0..1u32 << component.len()).filter(|set| is_lawful(rules, component, *set));
        let rank = |set: u32| (pays(benefits, rules, component, set, false), set.reverse_bits());
        let taken = sets.max_by_key(|set| rank(*set)).unwrap_or(0);
        let is_taken = |at: usize| component.iter().position(|own| *own == at).is_some_and(|n| taken & (1 << n) != 0);
        return lose(benefits, &choosing, |_, winner| is_taken(winner), is_taken);
    }
    // With amounts still open a member wins for certain only where nothing else can take its place.
    let rules_of = |at: usize| choosing.iter().filter(|rule| rule.members.contains(&at)).count();
    let beats = |loser: usize, winner: usize| {
        let (most, least) = (benefits[loser].1.high, benefits[winner].1.low);
        rules_of(winner) == 1
            && most.zip(least).is_some_and(|(most, least)| least > most || (least == most && winner < loser))
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

fn sum(amounts: &[Range]) -> Range {
    amounts.iter().fold(Range::exactly(Number::ZERO), |sum, range| add(sum, *range))
}

/// Benefits joined by common rules; those without any stand alone.
fn components(n: usize, rules: &[Rule]) -> Vec<Vec<usize>> {
    let mut of: Vec<usize> = (0..n).collect();
    for rule in rules {
        for pair in rule.members.windows(2) {
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
