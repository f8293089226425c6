//! Sums of fractions of a slice, as the reference adds them.

use wuwei_engine::Range;
use wuwei_ir::Number;

/// Numerator and denominator of the low and the high end of a sum, of terms given likewise. A term without a positive
/// denominator stands in a row that nobody reads.
pub(super) fn sum(terms: &[[i128; 4]]) -> [i128; 4] {
    let number = |above: i128, below: i128| Number::ratio(above, below.max(1)).unwrap_or(Number::ZERO);
    let ranges: Vec<Range> =
        terms.iter().map(|[a, b, c, d]| Range::between(number(*a, *b), number(*c, *d))).collect();
    let total = wuwei_engine::sum(&ranges);
    let (low, high) = (total.low.unwrap_or(Number::ZERO), total.high.unwrap_or(Number::ZERO));
    [low.numerator(), low.denominator(), high.numerator(), high.denominator()]
}
