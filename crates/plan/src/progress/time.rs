//! Time in years, exactly.

use wuwei_ir::{Date, Number};

/// The end of a day, in years: the end of 2024 is 2025, so that year ends are whole numbers, leap years or not.
pub(crate) fn years(day: Date) -> Number {
    let (year, month, of_month) = day.ymd();
    if (month, of_month) == (12, 31) {
        return Number::int(i64::from(year) + 1);
    }
    let first = Date::from_ymd(year, 1, 1).unwrap_or(Date::MIN);
    let length = Date::from_ymd(year, 12, 31).map_or(365, |last| last.days() - first.days() + 1);
    let passed = day.days() - first.days() + 1;
    let whole = Number::int(i64::from(year));
    Number::ratio(passed.into(), length.into()).and_then(|part| whole.add(part)).unwrap_or(whole)
}

/// The years from the end of one day to the end of another.
pub(crate) fn between(from: Date, to: Date) -> Number {
    years(to).sub(years(from)).unwrap_or(Number::ZERO)
}

/// The last day of a year.
pub(crate) fn year_end(year: i32) -> Option<Date> {
    Date::from_ymd(year, 12, 31)
}

/// The day before.
pub(crate) fn day_before(day: Date) -> Date {
    Date::from_days(i64::from(day.days()) - 1).unwrap_or(Date::MIN)
}

/// The year ends behind a day, up to another day and with it.
pub(crate) fn year_ends(from: Date, to: Date) -> impl Iterator<Item = Date> {
    (from.year()..=to.year()).filter_map(year_end).filter(move |day| from < *day && *day <= to)
}

/// A whole number of years.
pub(crate) fn whole(years: Number) -> Option<u32> {
    (years.denominator() == 1).then(|| u32::try_from(years.numerator()).ok()).flatten()
}

/// A double to nine places. Only roots need this: rates of growth over several years, which no fraction is.
pub(crate) fn nearly(double: f64) -> Option<Number> {
    const PLACES: f64 = 1e9;
    (double.is_finite() && double.abs() < 1e18)
        .then(|| libm::round(double * PLACES) as i128)
        .and_then(|scaled| Number::ratio(scaled, PLACES as i128))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn year_ends_are_whole_numbers() {
        let day = |text| Date::parse(text).unwrap();
        assert_eq!(years(day("2024-12-31")), Number::int(2025));
        assert_eq!(between(day("2024-12-31"), day("2027-12-31")), Number::int(3));
        assert_eq!(years(day("2025-07-02")).to_decimal(3), "2025.501");
        assert_eq!(year_ends(day("2024-12-31"), day("2027-12-31")).count(), 3);
        assert_eq!(year_ends(day("2024-12-30"), day("2027-12-30")).count(), 3);
        assert_eq!(nearly(0.1), Number::ratio(1, 10));
        assert_eq!(nearly(f64::NAN), None);
    }
}
