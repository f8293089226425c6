//! Days, months and years of a slice.

use wuwei_ir::Date;

use crate::graph::Calendar;

fn date(day: i64) -> Date {
    Date::from_days(day).unwrap_or(if day < 0 { Date::MIN } else { Date::MAX })
}

/// The answer for one day; a day outside the calendar is its first or last.
pub(super) fn calendar(what: Calendar, day: i64) -> i32 {
    let day = date(day);
    match what {
        Calendar::YearOf => day.year(),
        Calendar::MonthsUntil(today) => day.months_until(date(i64::from(today))) as i32,
        Calendar::AddMonths(months, next) => day.add_months(i64::from(months), next).unwrap_or(Date::MAX).days(),
    }
}
