//! Small and medium enterprises in technology, and high-tech enterprises: a score and conditions for each.

use super::facts::Facts;
use super::logic::{Range, Truth, pick, steps};

/// 200 million yuan in fen.
const LARGE: f64 = 2e10;

/// Status and score of the first.
#[inline(always)]
pub(super) fn sme(facts: &Facts) -> (Truth, Range<i32>) {
    let (staff, revenue, rd) = (facts.staff, facts.revenue.value, facts.rd.value);
    let share = facts.rd_staff.value * 100;
    let part = steps(4, [10, 15, 20, 25, 30].map(|t| share >= staff * t));
    let part = Range::of(part, facts.rd_staff.known, 20);

    let rd100 = rd * 100.0;
    let of_revenue = steps(10, [2.0, 3.0, 4.0, 5.0, 6.0].map(|t| rd100 >= revenue * t));
    let positive = revenue > 0.0;
    let usable = facts.rd.known & facts.revenue.known & positive;
    let none = facts.revenue.known & !positive;
    let of_revenue = Range { low: pick(usable, of_revenue, 0), high: pick(usable, of_revenue, pick(none, 0, 50)) };
    let cost = facts.cost;
    let of_cost = steps(10, [10.0, 15.0, 20.0, 25.0, 30.0].map(|t| rd100 >= cost * t));
    let of_cost = Range::of(of_cost, facts.rd.known, 50);

    let second = Range::of(facts.class2.value.min(4) * 6, facts.class2.known, 24);
    let first = facts.class1 >= 1;
    let property = Range { low: pick(first, 30, second.low), high: pick(first, 30, second.high) };

    let score = part.plus(of_revenue.max(of_cost)).plus(property);
    let small = Truth::certain((staff <= 500) & (facts.assets <= LARGE));
    let status =
        small & Truth::of(revenue <= LARGE, facts.revenue.known) & facts.normal & part.at_least(1) & score.at_least(60);
    (status, score)
}

/// Points for growth over two years.
#[inline(always)]
fn growth(first: f64, second: f64) -> i32 {
    let g = 0.5 * (first + second) - 1.0;
    steps(2, [g >= 0.35, g >= 0.25, g >= 0.15, g >= 0.05, g > 0.0])
}

/// Status and score of the second.
#[inline(always)]
pub(super) fn hnte(facts: &Facts) -> (Truth, Range<i32>) {
    let (revenue, known) = (facts.revenue.value, facts.revenue.known);
    let (before, earlier) = (facts.revenue1, facts.revenue2);
    let grown = growth(before / earlier, facts.revenue_growth);
    let grown = Range::of(grown, known, 10);
    let basis = (before > 0.0) & (earlier > 0.0);
    let sales = Range { low: pick(basis, grown.low, 0), high: pick(basis, grown.high, 0) };

    let grown = growth(facts.net1 / facts.net2.value, facts.net_growth);
    let (before, earlier) = (facts.net1 > 0.0, facts.net2.value > 0.0);
    let grown = pick(before & earlier, grown, 0);
    let wealth =
        Range { low: pick(facts.net2.known, grown, 0), high: pick(facts.net2.known, grown, pick(before, 10, 0)) };

    let rights = 3 * facts.class1 + pick(facts.class2.known, facts.class2.value, 0);
    let rights = steps(6, [1, 3, 6, 10, 15].map(|t| rights >= t));
    let property = Range { low: rights, high: pick(facts.class2.known, rights, 30) };
    let transfers = facts.transfers.value;
    let transferred = steps(3, [1, 3].map(|t| transfers >= t)) + steps(6, [6, 9, 12, 15].map(|t| transfers >= t));
    let transferred = Range::of(transferred, facts.transfers.known, 30);
    let organised = Range { low: 15, high: 15 };
    let score = sales.plus(wealth).plus(property).plus(transferred).plus(organised);

    let rd3 = facts.rd.value + facts.rd1.value + facts.rd2;
    let revenue3 = revenue + facts.revenue1 + facts.revenue2;
    let percent = pick(revenue <= 5e9, 5.0, pick(revenue <= LARGE, 4.0, 3.0));
    let status = Truth::certain(facts.days >= 365)
        & Truth::of(facts.rd_staff.value * 100 >= facts.staff * 10, facts.rd_staff.known)
        & Truth::of((revenue3 > 0.0) & (revenue > 0.0), known)
        & Truth::of(rd3 * 100.0 >= revenue3 * percent, facts.rd.known & facts.rd1.known & known)
        & Truth::of(facts.hightech.value * 100.0 >= revenue * 60.0, facts.hightech.known & known)
        & (Truth::certain(facts.class1 >= 1) | Truth::of(facts.class2.value >= 1, facts.class2.known))
        & facts.normal
        & score.at_least(71);
    (status, score)
}
