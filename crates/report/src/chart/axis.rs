//! Axes: where a value lies on paper, and which numbers stand beside it.

use wuwei_ir::Date;

/// A scale of values.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Values {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) ticks: Vec<f64>,
}

/// Amounts that lie in the upper part of their scale may begin above nought; whoever draws them says so.
const FLAT: f64 = 0.6;

impl Values {
    /// A scale that holds some values. It begins with nought unless the values would be a flat line at its top.
    pub(crate) fn new(values: impl Iterator<Item = f64> + Clone, rank: bool) -> Values {
        let low = values.clone().fold(f64::INFINITY, f64::min);
        let high = values.fold(f64::NEG_INFINITY, f64::max);
        let from_nought = !rank && low >= 0.0 && low < FLAT * high;
        let (low, high) = match (from_nought, low < high) {
            (true, _) => (0.0, high),
            (false, true) => (low, high),
            // One value alone stands in the middle.
            (false, false) if high == 0.0 => (0.0, 1.0),
            (false, false) => (high - high.abs() / 2.0, high + high.abs() / 2.0),
        };
        let step = step((high - low) / 4.0);
        let mut first = (low / step).floor() * step;
        if rank && first < 1.0 {
            first = 1.0;
        }
        let mut ticks = vec![first];
        while ticks[ticks.len() - 1] < high - step * 1e-6 && ticks.len() < 12 {
            ticks.push(if rank && ticks.len() == 1 && first == 1.0 {
                step.max(2.0)
            } else {
                ticks[ticks.len() - 1] + step
            });
        }
        Values { low: first, high: ticks[ticks.len() - 1], ticks }
    }

    /// Whether the scale begins with nought.
    pub(crate) fn begins_with_nought(&self) -> bool {
        self.low == 0.0
    }

    /// Where a value lies between the ends, from nought to one.
    pub(crate) fn part(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low).max(f64::MIN_POSITIVE)
    }
}

/// The next round number: 1, 2, 2.5 or 5 times a power of ten.
fn step(rough: f64) -> f64 {
    let power = 10f64.powf(rough.max(1e-12).log10().floor());
    let found = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().find(|times| times * power >= rough * 0.999);
    found.unwrap_or(10.0) * power
}

/// A scale of days.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Days {
    from: f64,
    to: f64,
    /// The ends of years, and the year that each ends.
    pub(crate) years: Vec<(f64, i32)>,
}

impl Days {
    pub(crate) fn new(days: impl Iterator<Item = Date> + Clone) -> Days {
        let first = days.clone().min().unwrap_or(Date::MIN);
        let last = days.max().unwrap_or(first);
        let (from, to) = (years(first) - 0.2, years(last) + 0.2);
        let count = (to - from).ceil() as i32;
        // Nine years have room for their names side by side.
        let every = ((count - 1) / 9 + 1).max(1);
        let last_year = to.floor() as i32 - 1;
        let ends = (from.ceil() as i32 - 1..=last_year).filter(|year| (last_year - year) % every == 0);
        Days { from, to, years: ends.map(|year| (f64::from(year) + 1.0, year)).collect() }
    }

    /// Where a day lies between the ends, from nought to one.
    pub(crate) fn part(&self, day: Date) -> f64 {
        self.part_of_years(years(day))
    }

    pub(crate) fn part_of_years(&self, years: f64) -> f64 {
        (years - self.from) / (self.to - self.from)
    }
}

/// The end of a day in years.
fn years(day: Date) -> f64 {
    let (year, month, of_month) = day.ymd();
    f64::from(year) + (f64::from(month - 1) + f64::from(of_month) / 31.0) / 12.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_hold_their_values_and_begin_with_nought_where_that_shows_something() {
        let scale = Values::new([512.0, 7000.0].into_iter(), false);
        assert_eq!(scale.ticks, [0.0, 2000.0, 4000.0, 6000.0, 8000.0]);
        let flat = Values::new([158.0, 170.0].into_iter(), false);
        assert!(!flat.begins_with_nought() && flat.low <= 158.0 && flat.high >= 170.0);
        let one = Values::new([11.0].into_iter(), false);
        assert!(one.low < 11.0 && one.high > 11.0);
        let rank = Values::new([24.0, 50.0].into_iter(), true);
        assert!(rank.low >= 1.0 && rank.high >= 50.0);
    }

    #[test]
    fn year_ends_are_told() {
        let day = |text| Date::parse(text).unwrap();
        let days = Days::new([day("2020-12-31"), day("2027-12-31")].into_iter());
        assert_eq!(days.years.first().map(|(_, year)| *year), Some(2020));
        assert_eq!(days.years.last().map(|(_, year)| *year), Some(2027));
        assert!(days.part(day("2020-12-31")) < days.part(day("2027-12-31")));
    }
}
