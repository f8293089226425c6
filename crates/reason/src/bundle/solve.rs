//! The best lawful set of payments, as numbers: nothing here knows a document.
//!
//! Of some sets of payments only one may be taken; what others come to together has a ceiling, up to which they are paid. The
//! best set pays most at the low ends of the amounts, and of several such sets the one that pays most at the high ends;
//! of equals the one with the earlier payments is taken. Another payment never makes less of the rest, so only what
//! excludes something has to be decided.

use wuwei_engine::{Limit, Range, entangled, paid};
use wuwei_ir::Number;

/// So many part sets are looked at in each entangled group before the best one found is given for what it is.
pub const SEARCHED: usize = 20_000;
/// The largest entangled group whose limits are shared out as well as they can be.
const SHARED_OUT: usize = 128;

/// Payments and what stands between them, by position.
#[derive(Clone, Debug, Default)]
pub struct Problem {
    /// What each would pay alone.
    pub amounts: Vec<Range>,
    /// Sets of which one may be taken.
    pub one_of: Vec<Vec<usize>>,
    /// Ceilings on what some are paid together.
    pub limits: Vec<(Vec<usize>, Range)>,
}

/// A lawful set.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    /// Whether each payment is taken.
    pub taken: Vec<bool>,
    /// What each is paid under the ceilings.
    pub paid: Vec<Range>,
    /// What all pay together.
    pub total: Range,
    /// Whether no lawful set pays more.
    pub optimal: bool,
    /// No lawful set is guaranteed more than this.
    pub bound: Number,
}

/// What a set comes to at both ends; what has no end is more than what has one.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Worth {
    low: Number,
    high: Option<Number>,
}

impl Worth {
    fn beats(self, other: Worth) -> bool {
        let more = |a: Option<Number>, b: Option<Number>| match (a, b) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(a), Some(b)) => a > b,
        };
        self.low > other.low || (self.low == other.low && more(self.high, other.high))
    }
}

/// The best lawful set; `nodes` is how many part sets may be looked at in an entangled group.
pub fn best(problem: &Problem, nodes: usize) -> Best {
    let n = problem.amounts.len();
    let nought = Range::exactly(Number::ZERO);
    let mut out =
        Best { taken: vec![false; n], paid: vec![nought; n], total: nought, optimal: true, bound: Number::ZERO };
    let limits = problem.limits.iter().map(|(members, _)| members.as_slice());
    for component in entangled(n, problem.one_of.iter().map(Vec::as_slice).chain(limits)) {
        let part = Part::new(problem, &component);
        let found = part.search(nodes);
        for ((at, taken), paid) in component.iter().zip(found.taken).zip(found.paid) {
            (out.taken[*at], out.paid[*at]) = (taken, paid);
        }
        out.total = out.total.plus(found.total);
        out.optimal &= found.optimal;
        out.bound = out.bound.add(found.bound).unwrap_or(out.bound);
    }
    out
}

/// One entangled group with positions of its own.
struct Part {
    amounts: Vec<Range>,
    one_of: Vec<Vec<usize>>,
    limits: Vec<(Vec<usize>, Range)>,
    /// The sets that each is in.
    sets: Vec<Vec<usize>>,
    /// For the bound each is counted in one set only.
    counted: Vec<Option<usize>>,
}

/// What has been decided so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Taken,
    Left,
}

struct Search<'p> {
    part: &'p Part,
    state: Vec<State>,
    best: Option<(Worth, Vec<bool>)>,
    left: usize,
    /// What part sets that were not looked at could have come to.
    missed: Number,
}

impl Part {
    fn new(problem: &Problem, component: &[usize]) -> Part {
        let own = |members: &[usize]| -> Vec<usize> {
            let place = |at: &usize| component.iter().position(|own| own == at);
            members.iter().filter_map(place).collect()
        };
        let one_of: Vec<Vec<usize>> = problem.one_of.iter().map(|set| own(set)).filter(|set| set.len() > 1).collect();
        let limits = problem.limits.iter().map(|(members, most)| (own(members), *most));
        let limits = limits.filter(|(members, _)| !members.is_empty()).collect();
        let sets: Vec<Vec<usize>> =
            (0..component.len()).map(|n| (0..one_of.len()).filter(|set| one_of[*set].contains(&n)).collect()).collect();
        let counted = sets.iter().map(|sets| sets.iter().copied().max_by_key(|set| one_of[*set].len())).collect();
        let amounts = component.iter().map(|at| problem.amounts[*at]).collect();
        Part { amounts, one_of, limits, sets, counted }
    }

    fn search(&self, nodes: usize) -> Best {
        let state = (0..self.amounts.len()).map(|n| if self.sets[n].is_empty() { State::Taken } else { State::Open });
        let mut search =
            Search { part: self, state: state.collect(), best: None, left: nodes.max(1), missed: Number::ZERO };
        search.step(0);
        let Search { best, left: _, missed, .. } = search;
        let (worth, taken) = best.unwrap_or((Worth { low: Number::ZERO, high: Some(Number::ZERO) }, Vec::new()));
        let is_taken = |n: usize| taken.get(n).copied().unwrap_or(false);
        let low = self.paid(&is_taken, false);
        let high = self.paid(&is_taken, true);
        let ends = |low: Option<Number>, high: Option<Number>| match (low, high) {
            // Which of several is cut may differ between the ends.
            (Some(low), Some(high)) if high < low => Range::between(high, low),
            (low, high) => Range { low: low.or(Some(Number::ZERO)), high },
        };
        let paid = (0..self.amounts.len()).map(|n| {
            let at = |all: &Option<Vec<Option<Number>>>| all.as_ref().and_then(|all| all[n]);
            ends(at(&low), at(&high))
        });
        let paid = paid.collect();
        let optimal = missed == Number::ZERO && (self.limits.is_empty() || self.amounts.len() <= SHARED_OUT);
        let bound = if optimal { worth.low } else { worth.low.max(missed).max(self.bound(&|_| true).low) };
        let total = Range { low: Some(worth.low), high: worth.high };
        Best { taken: (0..self.amounts.len()).map(is_taken).collect(), paid, total, optimal, bound }
    }

    /// What each of some payments is paid at one end; `None` within where there is no end.
    fn paid(&self, takes: &dyn Fn(usize) -> bool, high: bool) -> Option<Vec<Option<Number>>> {
        let end = |range: Range| if high { range.high } else { Some(range.low.unwrap_or(Number::ZERO)) };
        let amount = |n: usize| match takes(n) {
            false => Some(Number::ZERO),
            // What has no end of its own ends where its limits do.
            true => end(self.amounts[n]).or_else(|| {
                let own = self.limits.iter().filter(|(members, _)| members.contains(&n));
                own.filter_map(|(_, most)| end(*most)).min()
            }),
        };
        let amounts: Vec<Option<Number>> = (0..self.amounts.len()).map(amount).collect();
        if self.limits.is_empty() {
            return Some(amounts);
        }
        if amounts.len() > SHARED_OUT {
            return Some(self.served(&amounts, &end));
        }
        let most = |(members, most): &(Vec<usize>, Range)| {
            let members = members.iter().fold(0u128, |bits, n| bits | 1 << n);
            Some(Limit { members, most: end(*most)? })
        };
        // A limit without an end limits nothing.
        let limits: Vec<Limit> = self.limits.iter().filter_map(most).collect();
        let known: Vec<Number> = amounts.iter().map(|amount| amount.unwrap_or(Number::ZERO)).collect();
        let paid = paid(&known, &limits)?;
        Some(paid.into_iter().zip(amounts).map(|(paid, amount)| amount.map(|_| paid)).collect())
    }

    /// What each is paid when the earlier are served first: lawful, if not always the most.
    fn served(&self, amounts: &[Option<Number>], end: &dyn Fn(Range) -> Option<Number>) -> Vec<Option<Number>> {
        let mut rest: Vec<Option<Number>> = self.limits.iter().map(|(_, most)| end(*most)).collect();
        let mut out = Vec::new();
        for (n, amount) in amounts.iter().enumerate() {
            let of = || (0..self.limits.len()).filter(|at| self.limits[*at].0.contains(&n));
            let paid = amount.map(|amount| of().filter_map(|at| rest[at]).fold(amount, Number::min));
            for at in of() {
                rest[at] = rest[at].zip(paid).and_then(|(rest, paid)| rest.sub(paid));
            }
            out.push(paid);
        }
        out
    }

    fn worth(&self, takes: &dyn Fn(usize) -> bool) -> Worth {
        let sum =
            |all: Option<Vec<Option<Number>>>| all?.into_iter().try_fold(Number::ZERO, |sum, paid| sum.add(paid?));
        Worth { low: sum(self.paid(takes, false)).unwrap_or(Number::ZERO), high: sum(self.paid(takes, true)) }
    }

    /// No lawful set of these pays more: neither than all of them under the limits, nor than the largest of each set without.
    fn bound(&self, takes: &dyn Fn(usize) -> bool) -> Worth {
        let all = self.worth(takes);
        let apart = |high: bool| -> Option<Number> {
            let mut largest: Vec<Option<Number>> = vec![Some(Number::ZERO); self.one_of.len()];
            let mut sum = Number::ZERO;
            for n in (0..self.amounts.len()).filter(|n| takes(*n)) {
                let range = self.amounts[n];
                let amount = if high { range.high } else { Some(range.low.unwrap_or(Number::ZERO)) };
                match self.counted[n] {
                    None => sum = sum.add(amount?)?,
                    Some(set) => largest[set] = largest[set].zip(amount).map(|(most, amount)| most.max(amount)),
                }
            }
            largest.into_iter().try_fold(sum, |sum, amount| sum.add(amount?))
        };
        let less = |a: Option<Number>, b: Option<Number>| match (a, b) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Worth { low: less(Some(all.low), apart(false)).unwrap_or(all.low), high: less(all.high, apart(true)) }
    }
}

impl Search<'_> {
    /// Decides the payments from a position on.
    fn step(&mut self, from: usize) {
        let part = self.part;
        let bound = part.bound(&|n| self.state[n] != State::Left);
        if self.best.as_ref().is_some_and(|(best, _)| !bound.beats(*best)) {
            return;
        }
        let open = (from..self.state.len()).find(|n| self.state[*n] == State::Open);
        let Some(n) = open else {
            let worth = part.worth(&|n| self.state[n] == State::Taken);
            if self.best.as_ref().is_none_or(|(best, _)| worth.beats(*best)) {
                self.best = Some((worth, self.state.iter().map(|state| *state == State::Taken).collect()));
            }
            return;
        };
        // The first set is always looked at to its end, so that there is one.
        if self.left == 0 && self.best.is_some() {
            self.missed = self.missed.max(bound.low).max(Number::ONE);
            return;
        }
        self.left = self.left.saturating_sub(1);
        let before = self.state.clone();
        self.state[n] = State::Taken;
        for set in &part.sets[n] {
            for other in part.one_of[*set].iter().filter(|other| **other != n) {
                self.state[*other] = State::Left;
            }
        }
        self.step(n + 1);
        self.state = before;
        self.state[n] = State::Left;
        self.step(n + 1);
        self.state[n] = State::Open;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small generator: the same numbers on every machine.
    struct Draw(u64);

    impl Draw {
        fn below(&mut self, n: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) % n
        }

        fn members(&mut self, n: usize) -> Vec<usize> {
            let all: Vec<usize> = (0..n).filter(|_| self.below(3) == 0).collect();
            if all.is_empty() { vec![self.below(n as u64) as usize] } else { all }
        }

        fn range(&mut self) -> Range {
            let low = self.below(12) as i64 * 5;
            let high = low + [0, 0, 5, 20][self.below(4) as usize];
            Range { low: Some(Number::int(low)), high: (self.below(15) != 0).then(|| Number::int(high)) }
        }

        fn problem(&mut self) -> Problem {
            let n = 1 + self.below(9) as usize;
            let amounts = (0..n).map(|_| self.range()).collect();
            let one_of = (0..self.below(5)).map(|_| self.members(n)).collect();
            let limits = (0..self.below(4)).map(|_| (self.members(n), self.range())).collect();
            Problem { amounts, one_of, limits }
        }
    }

    /// Every lawful set, one after the other, each paid by the same rule.
    fn by_force(problem: &Problem) -> (Number, Option<Number>) {
        let n = problem.amounts.len();
        let all: Vec<usize> = (0..n).collect();
        let part = Part::new(problem, &all);
        let lawful =
            |set: u32| problem.one_of.iter().all(|of| of.iter().filter(|n| set & (1 << **n) != 0).count() <= 1);
        let worths = (0..1u32 << n).filter(|set| lawful(*set)).map(|set| part.worth(&|n| set & (1 << n) != 0));
        let best = worths.reduce(|best, worth| if worth.beats(best) { worth } else { best }).unwrap();
        (best.low, best.high)
    }

    #[test]
    fn no_lawful_set_pays_more() {
        let mut draw = Draw(7);
        for _ in 0..200 {
            let problem = draw.problem();
            let found = best(&problem, SEARCHED);
            assert!(found.optimal);
            assert_eq!((found.total.low.unwrap(), found.total.high), by_force(&problem), "{problem:?}\n{found:?}");
            let taken = |set: &Vec<usize>| set.iter().filter(|n| found.taken[**n]).count();
            assert!(problem.one_of.iter().all(|set| taken(set) <= 1), "{problem:?}\n{found:?}");
            for (n, paid) in found.paid.iter().enumerate() {
                assert!(found.taken[n] || *paid == Range::exactly(Number::ZERO));
            }
        }
    }

    #[test]
    fn a_search_that_is_cut_gives_a_lawful_set_and_says_so() {
        let mut draw = Draw(11);
        let mut cut = 0;
        for _ in 0..150 {
            let problem = draw.problem();
            let (found, most) = (best(&problem, 1), by_force(&problem).0);
            let low = found.total.low.unwrap();
            assert!(low <= most && most <= found.bound, "{problem:?}\n{found:?}");
            assert!(!found.optimal || low == most, "{problem:?}\n{found:?}");
            cut += usize::from(!found.optimal);
        }
        assert!(cut > 0);
    }

    #[test]
    fn of_equals_the_earlier_is_taken() {
        let ten = Range::exactly(Number::int(10));
        let problem = Problem { amounts: vec![ten; 3], one_of: vec![vec![0, 1, 2]], limits: Vec::new() };
        assert_eq!(best(&problem, SEARCHED).taken, [true, false, false]);
    }
}
