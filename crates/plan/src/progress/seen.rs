//! A value as it was seen, and values by years.

use wuwei_ir::{Date, Number};

use crate::{Period, PeriodKind, Point, Series};

/// A value of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// The period it is about.
    pub period: Period,
    /// In base units.
    pub value: Number,
    /// Its position in [`crate::Observations::all`]; for a year put together from its parts that of the last part.
    pub observation: usize,
    /// Whether another figure was published for the same period.
    pub in_conflict: bool,
}

impl Seen {
    pub(crate) fn of(point: &Point) -> Seen {
        let Point { period, value, observation, in_conflict, .. } = *point;
        Seen { period, value, observation, in_conflict }
    }

    /// The last day of its period.
    pub fn day(&self) -> Date {
        self.period.last_day()
    }
}

/// Values at the ends of their periods, as stocks, shares and ranks have them: one a day, that of the longest period.
pub(crate) fn levels(series: &Series) -> Vec<Seen> {
    let mut seen: Vec<Seen> = Vec::with_capacity(series.points.len());
    for point in &series.points {
        match seen.last_mut() {
            Some(last) if last.day() == point.period.last_day() => *last = Seen::of(point),
            _ => seen.push(Seen::of(point)),
        }
    }
    seen
}

/// Values of whole years, as flows and rates have them.
pub(crate) fn whole_years(series: &Series) -> Vec<Seen> {
    series.annual().map(Seen::of).collect()
}

/// Values of whole years, or the sums of their halves, quarters or months where all of them are known.
pub(crate) fn yearly_sums(series: &Series) -> Vec<Seen> {
    let mut seen = whole_years(series);
    if seen.len() == series.points.len() {
        return seen;
    }
    let has = |seen: &[Seen], year| seen.iter().any(|one| one.day().year() == year);
    for (kind, count) in [(PeriodKind::Half, 2), (PeriodKind::Quarter, 4), (PeriodKind::Month, 12)] {
        let parts: Vec<&Point> = series.points.iter().filter(|point| point.period.kind() == kind).collect();
        for parts in parts.chunk_by(|a, b| a.period.last_day().year() == b.period.last_day().year()) {
            let year = parts[0].period.last_day().year();
            if parts.len() != count || has(&seen, year) {
                continue;
            }
            let sum = parts.iter().try_fold(Number::ZERO, |sum, part| sum.add(part.value));
            if let (Some(period), Some(value)) = (Period::year(year), sum) {
                let observation = parts[count - 1].observation;
                let in_conflict = parts.iter().any(|part| part.in_conflict);
                seen.push(Seen { period, value, observation, in_conflict });
            }
        }
    }
    seen.sort_unstable_by_key(|one| one.period);
    seen
}

/// The latest value at or before a day.
pub(crate) fn latest_by(seen: &[Seen], day: Date) -> Option<&Seen> {
    seen[..seen.partition_point(|one| one.day() <= day)].last()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Status;

    fn series(values: &[(&str, i64)]) -> Series {
        let point = |(n, (period, value)): (usize, &(&str, i64))| {
            let period = Period::parse(period).unwrap();
            let learnt = period.last_day();
            let value = Number::int(*value);
            Point { period, value, status: Status::Reported, learnt, observation: n, in_conflict: false }
        };
        let mut points: Vec<Point> = values.iter().enumerate().map(point).collect();
        points.sort_by_key(|point| point.period);
        Series { points }
    }

    #[test]
    fn a_year_is_the_sum_of_all_its_parts_or_nothing() {
        let all = series(&[("2023S1", 1), ("2023S2", 2), ("2024Q1", 5), ("2024Q2", 5), ("2024Q3", 5), ("2022", 7)]);
        let found: Vec<(String, Number)> =
            yearly_sums(&all).iter().map(|one| (one.period.to_string(), one.value)).collect();
        assert_eq!(found, [("2022".to_string(), Number::int(7)), ("2023".to_string(), Number::int(3))]);
    }

    #[test]
    fn of_two_values_of_a_day_the_year_counts() {
        let all = series(&[("202412", 9), ("2024", 10), ("202406", 8)]);
        let found: Vec<Number> = levels(&all).iter().map(|one| one.value).collect();
        assert_eq!(found, [Number::int(8), Number::int(10)]);
    }
}
