//! Days of the civil calendar.
//!
//! Month arithmetic is where laws differ: a month without the day asked for has either its last day or the first of the
//! next month as the answer, and the rule has to say which.

use std::fmt;

/// A day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

impl Date {
    /// The earliest day the language knows, 0001-01-01.
    pub const MIN: Date = Date(-719_162);
    /// The latest day the language knows, 9999-12-31.
    pub const MAX: Date = Date(2_932_896);

    /// The day with this year, month and day, if the calendar has it.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Date> {
        let valid =
            (1..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= days_in_month(year, month);
        valid.then(|| Date(days_from_civil(year, month, day)))
    }

    /// The day so many days after 1970-01-01, within the calendar.
    pub fn from_days(days: i64) -> Option<Date> {
        let days = i32::try_from(days).ok()?;
        (Date::MIN.0..=Date::MAX.0).contains(&days).then_some(Date(days))
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i32 {
        self.0
    }

    /// Year, month and day.
    pub fn ymd(self) -> (i32, u32, u32) {
        civil_from_days(self.0)
    }

    /// The calendar year.
    pub fn year(self) -> i32 {
        self.ymd().0
    }

    /// Reads `2025-01-06`.
    pub fn parse(text: &str) -> Option<Date> {
        let mut parts = text.split('-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next()?.parse().ok()?;
        let day = parts.next()?.parse().ok()?;
        if parts.next().is_some() {
            return None;
        }
        Date::from_ymd(year, month, day)
    }

    /// So many months later (or earlier). A month that has no such day gives its last day, or the first day of the next.
    pub fn add_months(self, months: i64, next_month: bool) -> Option<Date> {
        let (year, month, day) = self.ymd();
        let total = i64::from(year) * 12 + i64::from(month) - 1 + months;
        let year = i32::try_from(total.div_euclid(12)).ok()?;
        let month = total.rem_euclid(12) as u32 + 1;
        if !(1..=9999).contains(&year) {
            return None;
        }
        let last = days_in_month(year, month);
        let date = Date::from_ymd(year, month, day.min(last))?;
        if day > last && next_month { Date::from_days(i64::from(date.0) + 1) } else { Some(date) }
    }

    /// Whether adding months from this day meets a month without it somewhere.
    pub fn is_short_month_day(self) -> bool {
        self.ymd().2 > 28
    }

    /// Completed months from `self` to `later`; a month ends on the day of the same number, or on its last day where
    /// there is no such day (Civil Code, article 202). Negative when `later` is earlier.
    pub fn months_until(self, later: Date) -> i64 {
        if later < self {
            return -later.months_until(self);
        }
        let (y0, m0, d0) = self.ymd();
        let (y1, m1, d1) = later.ymd();
        let months = i64::from(y1 - y0) * 12 + i64::from(m1) - i64::from(m0);
        let complete = d1 >= d0.min(days_in_month(y1, m1));
        if complete { months } else { months - 1 }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        f.pad(&format!("{year:04}-{month:02}-{day:02}"))
    }
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a proleptic Gregorian day: years from March, so that the leap day is the last of its year.
fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month = (month as i32 + 9) % 12;
    let day_of_year = (153 * month + 2) / 5 + day as i32 - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn civil_from_days(days: i32) -> (i32, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    (year, month as u32, day as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn every_day_of_the_calendar_comes_back() {
        let mut expected = (1, 1, 1);
        for days in Date::MIN.0..=Date::MAX.0 {
            let (year, month, day) = Date(days).ymd();
            assert_eq!((year, month, day), expected);
            assert_eq!(Date::from_ymd(year, month, day), Some(Date(days)));
            expected = match (month, day) {
                (12, 31) => (year + 1, 1, 1),
                (_, d) if d == days_in_month(year, month) => (year, month + 1, 1),
                _ => (year, month, day + 1),
            };
        }
        assert_eq!(date("1970-01-01").days(), 0);
        assert_eq!(date("2025-01-06").days(), 20094);
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        assert_eq!(Date::parse("2025-02-29"), None);
        assert_eq!(Date::parse("1900-02-29"), None);
        assert!(Date::parse("2000-02-29").is_some());
        assert_eq!(Date::parse("2025-13-01"), None);
    }

    #[test]
    fn short_months_go_where_the_rule_says() {
        assert_eq!(date("2025-01-31").add_months(1, false), Some(date("2025-02-28")));
        assert_eq!(date("2025-01-31").add_months(1, true), Some(date("2025-03-01")));
        assert_eq!(date("2024-02-29").add_months(-12, false), Some(date("2023-02-28")));
    }

    #[test]
    fn completed_months() {
        assert_eq!(date("2024-01-31").months_until(date("2024-02-28")), 0);
        assert_eq!(date("2024-01-31").months_until(date("2024-02-29")), 1);
        assert_eq!(date("2020-02-29").months_until(date("2021-02-28")), 12);
        assert_eq!(date("2021-03-01").months_until(date("2020-03-02")), -11);
    }
}
