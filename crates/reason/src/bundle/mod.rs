//! The best lawful set of benefits over this year and the next two.
//!
//! What may be claimed in each year is evaluated on days of that year, with yearly figures standing still or not known. What is
//! paid once is taken in one year; what excludes each other does so within a year, as in the answers of a day; limits hold
//! within a year or over all years, less what was paid before. What isn't certainly the subject's due is left out of the set,
//! and shown apart with what it would add.

mod claim;
mod solve;

use wuwei_engine::{Evaluator, Gap, Population, Range, Row, Truth};
use wuwei_ir::{Date, Frequency, GroupId, ItemKind, Number, Program, StackingRule};

pub use claim::{Carried, Claim, Future, YEARS};
pub use solve::{Best, Problem, SEARCHED, best};

/// Why a claim isn't paid in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Of this stacking rule's members another is taken that year, by position among the claims.
    Choice {
        /// Position of the stacking rule.
        rule: usize,
        /// The claim that is taken.
        winner: usize,
    },
    /// It is paid once, and is taken as another claim.
    Once {
        /// The claim that is taken.
        winner: usize,
    },
    /// The text doesn't say whether it is paid again, and it is taken as another claim.
    NotStated {
        /// The claim that is taken.
        winner: usize,
    },
    /// This stacking rule's limit is used up.
    Limit {
        /// Position of the stacking rule.
        rule: usize,
    },
}

/// A claim that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Position among the claims.
    pub claim: usize,
    /// What is paid of it.
    pub paid: Range,
    /// The limit that cuts it.
    pub cut: Option<usize>,
}

/// A claim that is certainly due and isn't taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Position among the claims.
    pub claim: usize,
    /// What it lost to.
    pub to: Loss,
}

/// A benefit of which it isn't known whether it is due.
#[derive(Clone, Debug)]
pub struct Possible {
    /// Positions of its claims.
    pub claims: Vec<usize>,
    /// What would have to be known.
    pub gaps: Vec<Gap>,
    /// What the whole would come to if it is due.
    pub total: Range,
    /// What it adds at the low end.
    pub adds: Number,
    /// What it adds at the high end; nothing where there is no end.
    pub adds_at_most: Option<Number>,
}

/// The best lawful set.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// The years.
    pub years: Vec<i32>,
    /// Everything that may be claimed, by year.
    pub claims: Vec<Claim>,
    /// What to take.
    pub taken: Vec<Taken>,
    /// What is given up.
    pub lost: Vec<Lost>,
    /// What may be due besides.
    pub possible: Vec<Possible>,
    /// What each year pays.
    pub by_year: Vec<(i32, Range)>,
    /// What all pay.
    pub total: Range,
    /// Whether no lawful set is guaranteed more.
    pub optimal: bool,
    /// No lawful set is guaranteed more than this.
    pub bound: Number,
}

/// The best lawful set for a subject; `nodes` is how many part sets may be looked at in an entangled group.
pub fn bundle(
    program: &Program,
    population: &dyn Population,
    subject: Row,
    day: Date,
    future: Future,
    nodes: usize,
) -> Bundle {
    let claims = claim::claims(program, population, subject, day, future);
    let chooser = Chooser { program, population, subject, day, claims: &claims };
    let certain: Vec<usize> = (0..claims.len()).filter(|n| claims[*n].eligible == Truth::Yes).collect();
    let (best, origin) = chooser.choose(&certain, nodes);
    let place = |n: usize| certain.iter().position(|at| *at == n);
    let is_taken = |n: usize| place(n).is_some_and(|at| best.taken[at]);
    let mut out = Bundle {
        years: (day.year()..day.year() + YEARS).collect(),
        taken: Vec::new(),
        lost: Vec::new(),
        possible: Vec::new(),
        by_year: Vec::new(),
        total: best.total,
        optimal: best.optimal,
        bound: best.bound,
        claims: Vec::new(),
    };
    for (at, n) in certain.iter().enumerate() {
        let limit = origin.limits.iter().find(|(_, members)| members.contains(n)).map(|(rule, _)| *rule);
        let paid = best.paid[at];
        let cut = limit.filter(|_| paid != claims[*n].money);
        match (is_taken(*n), cut) {
            (true, Some(rule)) if paid.high == Some(Number::ZERO) => {
                out.lost.push(Lost { claim: *n, to: Loss::Limit { rule } });
            }
            (true, cut) => out.taken.push(Taken { claim: *n, paid, cut }),
            (false, _) => {
                let to = origin.loss(*n, &is_taken);
                out.lost.extend(to.map(|to| Lost { claim: *n, to }));
            }
        }
    }
    for year in &out.years {
        let own = out.taken.iter().filter(|taken| claims[taken.claim].year == *year);
        out.by_year.push((*year, own.fold(Range::exactly(Number::ZERO), |sum, taken| sum.plus(taken.paid))));
    }
    out.possible = chooser.possible(&certain, &best, nodes);
    out.claims = claims;
    out
}

/// Which rules stand behind the sets of a problem, by positions of claims.
#[derive(Default)]
struct Origin {
    choices: Vec<(Option<usize>, bool, Vec<usize>)>,
    limits: Vec<(usize, Vec<usize>)>,
}

impl Origin {
    /// What a claim lost to.
    fn loss(&self, claim: usize, is_taken: &dyn Fn(usize) -> bool) -> Option<Loss> {
        let own = self.choices.iter().filter(|(.., members)| members.contains(&claim));
        let mut found = own.filter_map(|(rule, stated, members)| {
            let winner = members.iter().copied().find(|other| *other != claim && is_taken(*other))?;
            Some(match rule {
                Some(rule) => Loss::Choice { rule: *rule, winner },
                None if *stated => Loss::Once { winner },
                None => Loss::NotStated { winner },
            })
        });
        found.next()
    }
}

struct Chooser<'a> {
    program: &'a Program,
    population: &'a dyn Population,
    subject: Row,
    day: Date,
    claims: &'a [Claim],
}

impl Chooser<'_> {
    /// The best lawful set of some claims, in their order.
    fn choose(&self, claims: &[usize], nodes: usize) -> (Best, Origin) {
        let origin = self.origin(claims);
        let place = |n: &usize| claims.iter().position(|at| at == n);
        let own = |members: &[usize]| members.iter().filter_map(place).collect::<Vec<usize>>();
        let problem = Problem {
            amounts: claims.iter().map(|n| self.claims[*n].money).collect(),
            one_of: origin.choices.iter().map(|(.., members)| own(members)).collect(),
            limits: origin.limits.iter().map(|(rule, members)| (own(members), self.rest(*rule, members))).collect(),
        };
        (best(&problem, nodes), origin)
    }

    /// What stands between claims.
    fn origin(&self, claims: &[usize]) -> Origin {
        let mut origin = Origin::default();
        for (at, rule) in self.program.stackings.iter().enumerate() {
            let is_member = |n: &usize| rule.members.contains(&self.claims[*n].group);
            let in_force = |n: &usize| rule.head.in_force(self.claims[*n].day);
            let members: Vec<usize> = claims.iter().copied().filter(|n| is_member(n) && in_force(n)).collect();
            let over_all = matches!(rule.rule, StackingRule::Limit { per_year: false, .. });
            let groups = if over_all { vec![members] } else { self.by_year(members) };
            for members in groups.into_iter().filter(|members| !members.is_empty()) {
                match rule.rule {
                    StackingRule::Limit { .. } => origin.limits.push((at, members)),
                    StackingRule::AtMostOne | StackingRule::Highest => origin.choices.push((Some(at), true, members)),
                }
            }
        }
        let mut groups: Vec<GroupId> = Vec::new();
        for n in claims {
            if !groups.contains(&self.claims[*n].group) {
                groups.push(self.claims[*n].group);
            }
        }
        for group in groups {
            let members: Vec<usize> = claims.iter().copied().filter(|n| self.claims[*n].group == group).collect();
            let frequency = members.first().and_then(|n| self.frequency(&self.claims[*n]));
            match frequency {
                _ if members.len() < 2 => {}
                Some(Frequency::Yearly | Frequency::Monthly(_)) => {}
                // A fact without a year is as it is today, so there is one value to be paid for.
                Some(Frequency::Once | Frequency::OncePer(_)) => origin.choices.push((None, true, members)),
                None => origin.choices.push((None, false, members)),
            }
        }
        origin
    }

    fn by_year(&self, claims: Vec<usize>) -> Vec<Vec<usize>> {
        let years = self.day.year()..self.day.year() + YEARS;
        years.map(|year| claims.iter().copied().filter(|n| self.claims[*n].year == year).collect()).collect()
    }

    fn frequency(&self, claim: &Claim) -> Option<Frequency> {
        match &self.program.item(claim.item).kind {
            ItemKind::Benefit(benefit) => benefit.frequency,
            _ => None,
        }
    }

    /// What a limit leaves after what was paid before.
    fn rest(&self, rule: usize, members: &[usize]) -> Range {
        let rule = &self.program.stackings[rule];
        let StackingRule::Limit { amount, per_year } = rule.rule else { return Range::ALL };
        let day = members.iter().map(|n| self.claims[*n].day).min().unwrap_or(self.day);
        let evaluator = Evaluator::new(self.program, self.population, day);
        let paid = evaluator.paid_before(self.subject, &rule.members, per_year);
        let less = |paid: Option<Number>| paid.and_then(|paid| amount.sub(paid)).map(|rest| rest.max(Number::ZERO));
        Range { low: less(paid.high).or(Some(Number::ZERO)), high: less(paid.low).or(Some(amount)) }
    }

    /// What each benefit that may be due would add if it is.
    fn possible(&self, certain: &[usize], best: &Best, nodes: usize) -> Vec<Possible> {
        let open: Vec<usize> = (0..self.claims.len()).filter(|n| self.claims[*n].eligible == Truth::Unknown).collect();
        let mut out: Vec<Possible> = Vec::new();
        for n in open {
            let group = self.claims[n].group;
            match out.iter_mut().find(|found| self.claims[found.claims[0]].group == group) {
                Some(found) => found.claims.push(n),
                None => out.push(Possible {
                    claims: vec![n],
                    gaps: Vec::new(),
                    total: best.total,
                    adds: Number::ZERO,
                    adds_at_most: None,
                }),
            }
        }
        for found in &mut out {
            for gap in found.claims.iter().flat_map(|n| &self.claims[*n].gaps) {
                if !found.gaps.contains(gap) {
                    found.gaps.push(gap.clone());
                }
            }
            let mut with: Vec<usize> = certain.iter().chain(&found.claims).copied().collect();
            with.sort_unstable();
            found.total = self.choose(&with, nodes).0.total;
            let more = |with: Option<Number>, without: Option<Number>| with.zip(without).and_then(|(a, b)| a.sub(b));
            found.adds = more(found.total.low, best.total.low).unwrap_or(Number::ZERO).max(Number::ZERO);
            found.adds_at_most = more(found.total.high, best.total.high).map(|more| more.max(Number::ZERO));
        }
        out.sort_by_key(|found| (found.adds_at_most.is_some(), std::cmp::Reverse(found.adds_at_most)));
        out
    }
}
