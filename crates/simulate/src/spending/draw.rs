//! Years drawn from a bill, held against a budget.

use std::thread;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use super::assumptions::Assumptions;
use super::bill::Bill;
use super::fan::Fan;

/// How money is given out where there isn't enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Order {
    /// In order of application, until nothing is left.
    FirstCome,
    /// The same share of every claim, when all are known.
    Proportional,
    /// The highest points first, when all claims are known.
    Priority,
}

/// A budget and the clauses that it pays.
#[derive(Clone, Debug, PartialEq)]
pub struct Purse {
    /// The amount for the year, in 分; nothing where there is no limit.
    pub amount: Option<f64>,
    /// The clauses, by their position in the bill.
    pub clauses: Vec<usize>,
}

/// How to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// How many years.
    pub draws: usize,
    /// The same seed draws the same years.
    pub seed: u64,
    /// Threads at most.
    pub threads: usize,
}

/// A year's spending on one budget.
#[derive(Clone, Debug, PartialEq)]
pub struct Spending {
    /// How many years were drawn.
    pub draws: usize,
    /// How many claims are made in a year.
    pub claims: Fan,
    /// What is claimed until the end of each month, in 分.
    pub demand: [Fan; 12],
    /// What is paid until the end of each month, first come first served.
    pub paid: [Fan; 12],
    /// The share of the years in which the budget runs dry.
    pub dry: f64,
    /// The share of the years in which it runs dry in each month.
    pub dry_in: [f64; 12],
    /// What is missing in the years in which it runs dry.
    pub missing: Fan,
    /// First come first served: the claims that get nothing or not all, in the years in which it runs dry.
    pub unserved: Fan,
    /// Proportionally: the share that every claim gets, over all years.
    pub share: Fan,
    /// By priority: the points below which nothing is left, and the share of the claims that are paid in full, in the years in
    /// which it runs dry; nothing where claims have no points.
    pub cut_off: Option<(Fan, Fan)>,
}

/// One year.
#[derive(Clone, Copy, Default)]
struct Year {
    by_month: [f64; 12],
    claims: f64,
    dry: Option<usize>,
    unserved: f64,
    cut_off: Option<(f64, f64)>,
}

/// Numbers that look random, from one number; a step of splitmix64.
pub(crate) fn mixed(seed: u64) -> u64 {
    let mut x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn unit(bits: u32) -> f64 {
    f64::from(bits) / 4_294_967_296.0
}

/// What is drawn for a whole year.
struct Weather {
    key: u64,
    /// By clause: the share who apply, where amounts lie, the share of the undecided who are eligible.
    clauses: Vec<[f64; 3]>,
}

impl Weather {
    fn draw(number: usize, wanted: &Wanted, bill: &Bill, assumptions: &Assumptions) -> Weather {
        let mut random = ChaCha8Rng::seed_from_u64(wanted.seed);
        random.set_stream(number as u64);
        let key = random.next_u64();
        // One share for all clauses: whatever makes a year a good one for one of them does so for the others. It is the cautious
        // choice, because luck in one clause can't make up for bad luck in another.
        let shares = [(); 3].map(|()| unit(random.next_u32()));
        let clause = |name: &wuwei_source::Name| {
            [
                assumptions.take_up.get(*name).at(shares[0]),
                assumptions.ceiling.get(*name).at(shares[1]),
                assumptions.undecided.get(*name).at(shares[2]),
            ]
        };
        Weather { key, clauses: bill.clauses.iter().map(clause).collect() }
    }
}

fn year(bill: &Bill, purse: &Purse, weather: &Weather, until: &[f64; 12]) -> Year {
    let mut paid_by = vec![false; bill.clauses.len()];
    purse.clauses.iter().for_each(|clause| paid_by[*clause] = true);
    let mut out = Year::default();
    let mut count = [0f64; 12];
    let (mut sum, mut full) = (0.0, 0.0);
    let ranked = bill.claims.iter().any(|claim| claim.priority > f64::NEG_INFINITY);
    for claim in &bill.claims {
        let [applies, place, eligible] = weather.clauses[claim.clause as usize];
        if !paid_by[claim.clause as usize] {
            continue;
        }
        let bits = mixed(weather.key ^ claim.seed);
        if unit((bits >> 32) as u32) >= applies {
            continue;
        }
        if !claim.certain && unit((mixed(bits) >> 32) as u32) >= eligible {
            continue;
        }
        let when = unit(bits as u32);
        let month = until.iter().position(|end| when < *end).unwrap_or(11);
        let amount = claim.amount[0] + (claim.amount[1] - claim.amount[0]) * place;
        out.by_month[month] += amount;
        count[month] += 1.0;
        out.claims += 1.0;
        sum += amount;
        if let Some(budget) = purse.amount {
            if sum <= budget {
                full += 1.0;
            } else if ranked && out.cut_off.is_none() {
                out.cut_off = Some((claim.priority, full));
            }
        }
    }
    if let Some(budget) = purse.amount
        && sum > budget
    {
        let mut before = 0.0;
        for month in 0..12 {
            if before + out.by_month[month] > budget {
                out.dry = Some(month);
                let served = ((budget - before) / out.by_month[month]).clamp(0.0, 1.0);
                out.unserved = count[month] * (1.0 - served) + count[month + 1..].iter().sum::<f64>();
                break;
            }
            before += out.by_month[month];
        }
    }
    out
}

/// Draws years and holds them against a budget. Several bills are the same year under several growths, taken in turn.
pub fn spend(bills: &[Bill], purse: &Purse, assumptions: &Assumptions, wanted: &Wanted) -> Spending {
    let mut until = [0.0; 12];
    let all: f64 = assumptions.months.iter().sum();
    let mut sum = 0.0;
    for (end, share) in until.iter_mut().zip(&assumptions.months) {
        sum += share / if all > 0.0 { all } else { 1.0 };
        *end = sum;
    }
    let one = |number: usize| match bills.get(number % bills.len().max(1)) {
        Some(bill) => year(bill, purse, &Weather::draw(number, wanted, bill, assumptions), &until),
        None => Year::default(),
    };
    let threads = wanted.threads.clamp(1, wanted.draws.max(1));
    let each = wanted.draws.div_ceil(threads);
    let one = &one;
    let years: Vec<Year> = thread::scope(|scope| {
        let part = |at: usize| (at * each..((at + 1) * each).min(wanted.draws)).map(one).collect::<Vec<Year>>();
        let running: Vec<_> = (0..threads).map(|at| scope.spawn(move || part(at))).collect();
        let joined = running.into_iter().map(|thread| match thread.join() {
            Ok(years) => years,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        joined.flatten().collect()
    });
    summed(&years, purse.amount)
}

fn summed(years: &[Year], budget: Option<f64>) -> Spending {
    let draws = years.len();
    let share_of = |count: usize| if draws == 0 { 0.0 } else { count as f64 / draws as f64 };
    let until = |year: &Year, month: usize| year.by_month[..=month].iter().sum::<f64>();
    let fan = |figure: &dyn Fn(&Year) -> f64| Fan::of(years.iter().map(figure).collect());
    let dry =
        |figure: &dyn Fn(&Year) -> f64| Fan::of(years.iter().filter(|year| year.dry.is_some()).map(figure).collect());
    let limit = budget.unwrap_or(f64::INFINITY);
    let months: [usize; 12] = std::array::from_fn(|month| month);
    let ranked: Vec<(f64, f64, f64)> =
        years.iter().filter_map(|year| year.cut_off.map(|(points, full)| (points, full, year.claims))).collect();
    Spending {
        draws,
        claims: fan(&|year| year.claims),
        demand: months.map(|month| fan(&|year| until(year, month))),
        paid: months.map(|month| fan(&|year| until(year, month).min(limit))),
        dry: share_of(years.iter().filter(|year| year.dry.is_some()).count()),
        dry_in: months.map(|month| share_of(years.iter().filter(|year| year.dry == Some(month)).count())),
        missing: dry(&|year| until(year, 11) - limit),
        unserved: dry(&|year| year.unserved),
        share: fan(&|year| {
            let sum = until(year, 11);
            if sum > limit { limit / sum } else { 1.0 }
        }),
        cut_off: (!ranked.is_empty()).then(|| {
            let points = ranked.iter().map(|(points, ..)| *points).filter(|points| points.is_finite()).collect();
            (Fan::of(points), Fan::of(ranked.iter().map(|(_, full, all)| full / all.max(1.0)).collect()))
        }),
    }
}

#[cfg(test)]
mod tests {
    use wuwei_ir::EntityId;
    use wuwei_source::Name;

    use super::*;
    use crate::spending::{Claim, Span};

    fn bill(amounts: &[f64]) -> Bill {
        let claim = |(row, amount): (usize, &f64)| Claim {
            clause: 0,
            who: (EntityId(0), row as u32),
            certain: true,
            amount: [*amount; 2],
            priority: (amounts.len() - row) as f64,
            seed: mixed(row as u64),
        };
        Bill { clauses: vec![Name::new("x")], claims: amounts.iter().enumerate().map(claim).collect(), open: vec![0] }
    }

    fn everybody() -> Assumptions {
        let mut all = Assumptions::default();
        all.take_up.all = Span::new(1.0, 1.0);
        all
    }

    fn wanted(threads: usize) -> Wanted {
        Wanted { draws: 400, seed: 1, threads }
    }

    fn purse(amount: f64) -> Purse {
        Purse { amount: Some(amount), clauses: vec![0] }
    }

    #[test]
    fn where_nothing_is_left_to_chance_every_year_is_the_same() {
        let spent = spend(&[bill(&[100.0; 50])], &purse(5000.0), &everybody(), &wanted(1));
        assert_eq!((spent.dry, spent.demand[11].p5, spent.demand[11].p95), (0.0, 5000.0, 5000.0));
        assert_eq!((spent.share.p50, spent.claims.mean), (1.0, 50.0));
        let spent = spend(&[bill(&[100.0; 50])], &purse(4000.0), &everybody(), &wanted(1));
        assert_eq!((spent.dry, spent.paid[11].p50, spent.missing.p50, spent.share.p50), (1.0, 4000.0, 1000.0, 0.8));
        let (points, full) = spent.cut_off.unwrap();
        assert_eq!((points.p50, full.p50), (10.0, 0.8), "the forty with the most points are paid");
        assert!((spent.dry_in.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn threads_change_nothing_and_a_seed_repeats_itself() {
        let some = |threads| spend(&[bill(&[100.0; 200])], &purse(16_000.0), &Assumptions::default(), &wanted(threads));
        assert_eq!(some(1), some(3));
        let other = Wanted { seed: 2, ..wanted(1) };
        assert_ne!(some(1), spend(&[bill(&[100.0; 200])], &purse(16_000.0), &Assumptions::default(), &other));
    }

    #[test]
    fn take_up_is_what_is_assumed() {
        let mut half = Assumptions::default();
        half.take_up.all = Span::new(0.5, 0.5);
        let spent = spend(&[bill(&[1.0; 1000])], &purse(1e9), &half, &wanted(2));
        assert!((spent.claims.mean - 500.0).abs() < 5.0, "{}", spent.claims.mean);
        let march = spent.demand[2].mean;
        assert!((march - 125.0).abs() < 5.0, "a quarter of the year: {march}");
    }

    #[test]
    fn more_money_or_fewer_claims_never_raise_the_risk() {
        let risk = |claims: usize, amount: f64| {
            spend(&[bill(&vec![100.0; claims])], &purse(amount), &Assumptions::default(), &wanted(1)).dry
        };
        for claims in [100, 150, 199, 200] {
            let risks: Vec<f64> = [12_000.0, 14_000.0, 16_000.0, 18_000.0].map(|amount| risk(claims, amount)).to_vec();
            assert!(risks.windows(2).all(|pair| pair[0] >= pair[1]), "{risks:?}");
        }
        let risks: Vec<f64> = [100, 150, 180, 200].map(|claims| risk(claims, 14_000.0)).to_vec();
        assert!(risks.windows(2).all(|pair| pair[0] <= pair[1]), "{risks:?}");
    }
}
