//! Innovation points: twelve indicators, each with a weight that depends on the stage of the enterprise.

use super::facts::Facts;
use super::logic::{Range, Truth, pick};

/// 400 million yuan in fen.
const STABLE_REVENUE: f64 = 4e10;

/// What an indicator is worth at most: in the start-up, growth and stable stages.
type Weights = [f64; 3];

/// The stage that an enterprise is in; in neither case it grows.
struct Stage {
    stable: bool,
    young: bool,
}

impl Stage {
    #[inline(always)]
    fn weight(&self, weights: Weights) -> f64 {
        pick(self.stable, weights[2], pick(self.young, weights[0], weights[1]))
    }

    /// Whole points of an indicator: the weight times a value clipped to 0..1, rounded half up.
    #[inline(always)]
    fn points(&self, weights: Weights, value: f64) -> (f64, f64) {
        let weight = self.weight(weights);
        // Comparisons rather than `clamp`, which keeps what is not a number; the division of 0 by 0 ends here.
        let value = pick(value > 0.0, value, 0.0);
        let value = pick(value < 1.0, value, 1.0);
        ((weight * value + 0.5).floor(), weight)
    }
}

/// The sum over the indicators so far. Whole doubles: their sums are exact, and need no conversion.
struct Sum {
    stage: Stage,
    low: f64,
    high: f64,
}

impl Sum {
    /// An indicator that is always known.
    #[inline(always)]
    fn certain(&mut self, weights: Weights, value: f64) {
        let (points, _) = self.stage.points(weights, value);
        self.low += points;
        self.high += points;
    }

    /// One that nobody may know.
    #[inline(always)]
    fn known(&mut self, weights: Weights, value: f64, known: bool) {
        let (points, weight) = self.stage.points(weights, value);
        self.low += pick(known, points, 0.0);
        self.high += pick(known, points, weight);
    }

    /// One that is certainly nought without a positive denominator.
    #[inline(always)]
    fn ratio(&mut self, weights: Weights, value: f64, known: bool, nought: bool) {
        let (points, weight) = self.stage.points(weights, value);
        self.low += pick(known & !nought, points, 0.0);
        self.high += pick(nought, 0.0, pick(known, points, weight));
    }
}

/// The list by points, and the points.
#[inline(always)]
pub(super) fn points(facts: &Facts) -> (Truth, Range<f64>) {
    let stable = (facts.days > 3652) | (facts.revenue1 > STABLE_REVENUE);
    let stage = Stage { stable, young: facts.days < 1826 };
    let mut sum = Sum { stage, low: 0.0, high: 0.0 };
    let (revenue, sold) = (facts.revenue.value, facts.revenue.known);
    let none = sold & (revenue <= 0.0);
    let staff = f64::from(facts.staff);
    let (rd, hightech, contracts) = (facts.rd, facts.hightech, facts.contracts);

    sum.ratio([1200.0, 1300.0, 1400.0], rd.value / revenue * 5.0, rd.known & sold, none);
    sum.known([400.0, 700.0, 1200.0], rd.value * 5e-10, rd.known);
    sum.known([1200.0, 1000.0, 900.0], f64::from(facts.rd_staff.value) / staff * 2.0, facts.rd_staff.known);
    sum.known([1000.0, 800.0, 700.0], f64::from(facts.masters.value) / staff * 4.0, facts.masters.known);
    sum.certain([1000.0, 1100.0, 1200.0], f64::from(facts.class1) * 0.1);
    sum.known([500.0, 600.0, 700.0], f64::from(facts.class2.value) * 0.03125, facts.class2.known);
    sum.ratio([700.0, 900.0, 1000.0], (hightech.value / revenue - 0.2) * 1.25, hightech.known & sold, none);
    let growth = (facts.revenue_growth - 1.0 + 0.1) * 2.0;
    sum.ratio([800.0, 1200.0, 900.0], growth, sold, facts.revenue1 <= 0.0);
    sum.ratio([600.0, 700.0, 800.0], contracts.value / revenue * 2.0, contracts.known & sold, none);
    sum.certain([1500.0, 700.0, 200.0], facts.venture * 2e-10);
    sum.known([600.0, 500.0, 400.0], f64::from(facts.transfers.value) * 0.0625, facts.transfers.known);
    let growth = (facts.net_growth - 1.0 + 0.1) * 2.0;
    sum.ratio([500.0, 500.0, 600.0], growth, true, facts.net1 <= 0.0);

    let enough = Truth { yes: sum.low >= 5000.0, maybe: sum.high >= 5000.0 };
    (facts.normal & enough, Range { low: sum.low, high: sum.high })
}
