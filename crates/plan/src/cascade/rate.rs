//! Average yearly growth, without doubles.

use wuwei_ir::Number;

/// Rates are given to a tenth of a percent, as plans and bulletins do.
const GRID: i64 = 1000;

/// The yearly growth that leads from one value to another in so many years, rounded to a tenth of a percent.
///
/// The rate itself is irrational, but which tenth of a percent is nearest can be decided exactly: by raising the middle
/// between two tenths to the number of years.
pub(super) fn yearly_rate(from: Number, to: Number, years: i32) -> Option<Number> {
    let years = u32::try_from(years).ok().filter(|years| *years > 0)?;
    if from.signum() <= 0 || to.signum() < 0 {
        return None;
    }
    let wanted = to.div(from)?;
    // Whether growing by half a step more than `step` tenths of a percent would go past the value; what doesn't fit does.
    let past = |step: i64| {
        let middle = Number::ratio(i128::from(2 * (GRID + step) + 1), i128::from(2 * GRID));
        middle.and_then(|factor| factor.pow(years)).is_none_or(|reached| reached > wanted)
    };
    let (mut low, mut high) = (-GRID, 1);
    while !past(high) {
        low = high;
        high = high.checked_mul(2)?;
    }
    if past(low) {
        return Number::ratio(i128::from(low), i128::from(GRID));
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if past(middle) { high = middle } else { low = middle }
    }
    Number::ratio(i128::from(high), i128::from(GRID))
}

/// A value after so many years of growth.
pub(super) fn grown(from: Number, rate: Number, years: i32) -> Option<Number> {
    from.mul(Number::ONE.add(rate)?.pow(u32::try_from(years).ok()?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(from: i64, to: i64, years: i32) -> Option<String> {
        yearly_rate(Number::int(from), Number::int(to), years).map(|rate| rate.to_decimal(3))
    }

    #[test]
    fn rates_are_rounded_to_a_tenth_of_a_percent() {
        assert_eq!(rate(3500, 4000, 2).as_deref(), Some("0.069"));
        assert_eq!(rate(1378, 4598, 2).as_deref(), Some("0.827"));
        assert_eq!(rate(100, 100, 5).as_deref(), Some("0"));
        assert_eq!(rate(100, 50, 1).as_deref(), Some("-0.5"));
        assert_eq!(rate(100, 0, 3).as_deref(), Some("-1"));
        assert_eq!(rate(1, 4000, 1).as_deref(), Some("3999"));
    }

    #[test]
    fn nothing_grows_from_nought_or_in_no_time() {
        assert_eq!(rate(0, 10, 2), None);
        assert_eq!(rate(10, 20, 0), None);
        assert_eq!(rate(10, 20, -1), None);
    }

    #[test]
    fn growing_by_the_rate_comes_back_near() {
        let start = Number::int(4107);
        let end = grown(start, Number::ratio(1, 10).unwrap(), 3).unwrap();
        assert_eq!(yearly_rate(start, end, 3), Number::ratio(1, 10));
    }
}
