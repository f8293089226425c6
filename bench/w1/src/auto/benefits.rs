//! The twelve benefits and what they come to together, in fen.

use super::facts::Facts;
use super::logic::{Range, Truth, pick};

/// 10,000 yuan in fen.
const WAN: f64 = 1e6;

/// Quotients by a constant, rounded half up, as a product: the factor is the double next above the true reciprocal.
///
/// With `x` a whole number below 2^46 and the divisor `d` at most 100, the product exceeds `x / d` by less than `2^46 / d · 2^-51`,
/// while `x / d` lies `1 / d` or more below the next whole number. So the product never reaches that number, and it never falls
/// short of a quotient that is whole.
struct Divisor {
    half: f64,
    factor: f64,
}

impl Divisor {
    const fn new(d: f64) -> Self {
        Divisor { half: d / 2.0, factor: (1.0 / d).next_up() }
    }

    #[inline(always)]
    fn half_up(&self, x: f64) -> f64 {
        ((x + self.half) * self.factor).floor()
    }
}

const TENTHS: Divisor = Divisor::new(10.0);
/// Five in a hundred: `⌊(5 x + 50) / 100⌋` is `⌊(x + 10) / 20⌋`.
const TWENTIETHS: Divisor = Divisor::new(20.0);
/// Two in a hundred.
const FIFTIETHS: Divisor = Divisor::new(50.0);
const HUNDREDTHS: Divisor = Divisor::new(100.0);

/// An amount: as given if certain, from nought to the cap if unknown.
#[inline(always)]
fn paid(if_: Truth, low: f64, high: f64, cap: f64) -> Range<f64> {
    Range { low: pick(if_.yes, low, 0.0), high: pick(if_.yes, high, pick(if_.maybe, cap, 0.0)) }
}

/// An amount that is exact if certain.
#[inline(always)]
fn exactly(if_: Truth, amount: f64, cap: f64) -> Range<f64> {
    paid(if_, amount, amount, cap)
}

/// The benefits in the order of the result.
#[inline(always)]
pub(super) fn benefits(facts: &Facts, sme: Truth, hnte: Truth, list: Truth, points: Range<f64>) -> [Range<f64>; 12] {
    let normal = facts.normal;
    let either = sme | hnte;
    let (first, until, level) = (facts.first_year, facts.valid_until, facts.level);
    let (revenue, rd) = (facts.revenue.value, facts.rd);

    let anew = hnte & Truth::of(first.value == 0, first.known);
    let again = hnte & Truth::of(first.value > 0, first.known) & Truth::of(until.value == 2024, until.known);
    let by_level = pick(level.value >= 3, 50.0 * WAN, pick(level.value == 2, 20.0 * WAN, 10.0 * WAN));
    let more = rd.value - facts.rd1.value;
    let risen = normal & Truth::of(more > 0.0, rd.known & facts.rd1.known);
    let contracts = facts.contracts;
    let contracted = normal & Truth::of(contracts.value >= 100.0 * WAN, contracts.known);
    let invited = normal & Truth::certain(facts.professors >= 1);
    let young = sme & Truth::certain(facts.incubated & (facts.days < 1826));
    let research = sme & Truth::of(rd.value >= 50.0 * WAN, rd.known);
    let voucher = |points: f64| pick(points >= 8000.0, 30.0 * WAN, pick(points >= 6500.0, 20.0 * WAN, 10.0 * WAN));
    let funded = either & Truth::certain((facts.venture >= 500.0 * WAN) & (facts.days <= 3652));
    let talented = either & Truth::of(facts.masters.value >= 10, facts.masters.known);
    let grown = (revenue >= 2000.0 * WAN) & (revenue * 100.0 >= facts.revenue1 * 120.0);
    let grown = normal & Truth::certain(facts.revenue1 > 0.0) & Truth::of(grown, facts.revenue.known);
    let by_size = pick(revenue >= 4e10, 80.0 * WAN, pick(revenue >= 1e10, 40.0 * WAN, 20.0 * WAN));

    [
        paid(anew, 0.0, 10.0 * WAN, 10.0 * WAN),
        paid(again, 0.0, 5.0 * WAN, 5.0 * WAN),
        exactly(normal & Truth::of(level.value >= 1, level.known), by_level, 50.0 * WAN),
        exactly(risen, at_most(TENTHS.half_up(more), 100.0 * WAN), 100.0 * WAN),
        exactly(contracted, at_most(FIFTIETHS.half_up(contracts.value), 50.0 * WAN), 50.0 * WAN),
        exactly(invited, at_most(f64::from(facts.professors) * (10.0 * WAN), 200.0 * WAN), 200.0 * WAN),
        exactly(young, 8.0 * WAN, 8.0 * WAN),
        exactly(research, at_most(TWENTIETHS.half_up(rd.value), 20.0 * WAN), 20.0 * WAN),
        paid(list, voucher(points.low), voucher(points.high), 30.0 * WAN),
        paid(funded, 0.0, at_most(HUNDREDTHS.half_up(facts.venture), 50.0 * WAN), 50.0 * WAN),
        exactly(talented, at_most(f64::from(facts.masters.value) * 200_000.0, 30.0 * WAN), 30.0 * WAN),
        exactly(grown, by_size, 80.0 * WAN),
    ]
}

/// `f64::min` would also have to get absent numbers right.
#[inline(always)]
fn at_most(x: f64, cap: f64) -> f64 {
    pick(x < cap, x, cap)
}

/// The sum: of three that exclude each other the largest, with the rest, and five million yuan at most.
#[inline(always)]
pub(super) fn total(of: impl Fn(usize) -> f64) -> f64 {
    let larger = |a: f64, b: f64| pick(a > b, a, b);
    let mut sum = larger(larger(of(3), of(7)), of(8));
    for benefit in [0, 1, 2, 4, 5, 6, 9, 10, 11] {
        sum += of(benefit);
    }
    at_most(sum, 500.0 * WAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_quotients() {
        for (divisor, d) in [(TENTHS, 10), (TWENTIETHS, 20), (FIFTIETHS, 50), (HUNDREDTHS, 100)] {
            for base in [0, 1_000_000, 1 << 31, (1 << 43) - 1000, (1 << 45) + 7] {
                for x in base..base + 1000i64 {
                    assert_eq!(divisor.half_up(x as f64) as i64, (x + d / 2) / d);
                }
            }
        }
    }
}
