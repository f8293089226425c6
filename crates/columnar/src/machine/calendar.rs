//! Days, months and years of a slice.
//!
//! The arithmetic is that of [`wuwei_ir::Date`] without branches, so that the compiler makes vector instructions of it. A day
//! outside the calendar counts as its first or last.

use wuwei_ir::Date;

use super::Block;
use super::kernel::map;
use crate::graph::Calendar;

/// From the first of March of the year nought, with which every count of days here begins, to 1970-01-01.
const EPOCH: i32 = 719_468;

/// Days of four hundred years.
const ERA: u32 = 146_097;

/// What is asked of every day of a slice. What it is is asked once, so that each loop is one that becomes vector instructions.
#[inline(always)]
pub(super) fn calendar<T: Copy>(what: Calendar, out: &mut Block<i32>, days: &Block<T>, day: impl Fn(T) -> i32) {
    match what {
        Calendar::YearOf => map(out, days, |at| calendar_of(Calendar::YearOf, day(at))),
        Calendar::MonthsUntil(today) => map(out, days, |at| calendar_of(Calendar::MonthsUntil(today), day(at))),
        Calendar::AddMonths(months, next) => {
            map(out, days, |at| calendar_of(Calendar::AddMonths(months, next), day(at)))
        }
    }
}

/// The same for one day of the calendar.
#[inline(always)]
pub(super) fn calendar_of(what: Calendar, day: i32) -> i32 {
    match what {
        Calendar::YearOf => civil(day).0,
        Calendar::MonthsUntil(today) => {
            let today = within(i64::from(today));
            let months = completed(day.min(today), day.max(today));
            if today < day { -months } else { months }
        }
        // Beyond ten thousand years nothing is within the calendar, whatever the day.
        Calendar::AddMonths(months, next) => later(day, months.clamp(-200_000, 200_000), next),
    }
}

/// A day of the calendar.
#[inline(always)]
pub(super) fn within(day: i64) -> i32 {
    day.clamp(i64::from(Date::MIN.days()), i64::from(Date::MAX.days())) as i32
}

/// Year, month and day.
#[inline(always)]
fn civil(day: i32) -> (i32, i32, i32) {
    let days = (day + EPOCH) as u32;
    let era = days / ERA;
    let of_era = days - era * ERA;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // Months counted from March, so that the short one is the last.
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let is_late = (month >= 10) as u32;
    let year = year_of_era + era * 400 + is_late;
    (year as i32, (month + 3 - 12 * is_late) as i32, day as i32)
}

/// The day of a year, month and day.
#[inline(always)]
fn day_of(year: i32, month: i32, day: i32) -> i32 {
    let is_late = (month <= 2) as u32;
    let year = year as u32 - is_late;
    let era = year / 400;
    let year_of_era = year - era * 400;
    let month = month as u32 + 12 * is_late - 3;
    let of_year = (153 * month + 2) / 5 + day as u32 - 1;
    let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
    (era * ERA + of_era) as i32 - EPOCH
}

#[inline(always)]
fn days_in_month(year: i32, month: i32) -> i32 {
    let year = year as u32;
    let is_leap = year.is_multiple_of(4) & (!year.is_multiple_of(100) | year.is_multiple_of(400));
    let february = 28 + i32::from(is_leap);
    let other = 30 | (month ^ (month >> 3));
    if month == 2 { february } else { other }
}

/// Completed months from a day to a later one.
#[inline(always)]
fn completed(first: i32, last: i32) -> i32 {
    let ((y0, m0, d0), (y1, m1, d1)) = (civil(first), civil(last));
    let months = (y1 - y0) * 12 + m1 - m0;
    months - i32::from(d1 < d0.min(days_in_month(y1, m1)))
}

/// The day so many months later, the calendar's last where that is outside it.
#[inline(always)]
fn later(day: i32, months: i32, next: bool) -> i32 {
    let (year, month, of_month) = civil(day);
    // Counted from well before the calendar, so that a division rounds down.
    let total = (year * 12 + month - 1 + months + 240_000) as u32;
    let (year, month) = ((total / 12) as i32 - 20_000, (total % 12) as i32 + 1);
    let is_outside = !(1..=9_999).contains(&year);
    let year = if is_outside { 1 } else { year };
    let last = days_in_month(year, month);
    let beyond = i32::from((of_month > last) & next);
    let found = day_of(year, month, of_month.min(last)) + beyond;
    if is_outside { Date::MAX.days() } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slow(what: Calendar, day: i64) -> i32 {
        let date = |day: i64| Date::from_days(i64::from(within(day))).unwrap();
        let day = date(day);
        match what {
            Calendar::YearOf => day.year(),
            Calendar::MonthsUntil(today) => day.months_until(date(i64::from(today))) as i32,
            Calendar::AddMonths(months, next) => day.add_months(i64::from(months), next).unwrap_or(Date::MAX).days(),
        }
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        let ends = [Date::MIN.days(), Date::MAX.days()].map(i64::from);
        let edges = ends.into_iter().flat_map(|end| end - 800..end + 800);
        let leaps = (-800..40_000).chain(-135_200..-134_000);
        let days: Vec<i64> = edges.chain(leaps).collect();
        for day in &days {
            assert_eq!(calendar_of(Calendar::YearOf, within(*day)), slow(Calendar::YearOf, *day), "{day}");
        }
        for months in [-240_001, -36, -13, -1, 0, 1, 11, 24, 25, 48, 240, 119_000, i32::MAX, i32::MIN] {
            for next in [false, true] {
                let what = Calendar::AddMonths(months, next);
                for day in days.iter().step_by(7) {
                    assert_eq!(calendar_of(what, within(*day)), slow(what, *day), "{months} months after {day}");
                }
            }
        }
        for today in [20_543, 18_321, -719_162, 2_932_896, 59] {
            let what = Calendar::MonthsUntil(today);
            for day in days.iter().step_by(5) {
                assert_eq!(calendar_of(what, within(*day)), slow(what, *day), "from {day} to {today}");
            }
        }
    }
}
