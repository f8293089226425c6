//! Promises for each year: every year by itself, none makes up for another.
//!
//! A year's share is its value over the promised one, and no more than the whole; progress is the sum of the shares over
//! the number of years, and what is expected is the share of the years that have ended or were reported.

use wuwei_engine::{Range, Truth};
use wuwei_ir::{Form, IndicatorKind, Number};

use super::super::case::Case;
use super::super::path::Path;
use super::super::seen::{Seen, latest_by};
use super::super::time;
use super::{Held, Lack, Measure, Reading};

/// One year of a promise for each year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct YearResult {
    /// The year.
    pub year: i32,
    /// What is held against the promise: the year's value, or its growth or increase over the year before.
    pub value: Option<Number>,
    /// Whether the promise was kept; unknown where the value is.
    pub met: Truth,
    /// Whether the year has ended.
    pub ended: bool,
}

pub(super) fn read(case: &Case<'_>, seen: Vec<Seen>, goal: Option<Number>, first: i32, last: i32) -> Reading {
    let mut reading = Reading::blank(case, Measure::EachYear, Path::Step);
    reading.level = goal;
    reading.base = latest_by(&seen, case.eve).copied();
    // The rate of a year needs no year before; a total within a year isn't what anybody promises.
    let of_year = |year: i32| seen.iter().rev().find(|one| Some(one.day()) == time::year_end(year));
    let mut low = Number::ZERO;
    let mut high = Number::ZERO;
    let mut judged = 0;
    for year in first..=last {
        let ended = time::year_end(year).is_some_and(|end| end < case.day);
        let value = of_year(year).and_then(|one| held(case, one.value, of_year(year - 1).map(|one| one.value)));
        let kept = value.zip(goal).map(|(value, goal)| case.meets(value, goal));
        let met = kept.map_or(Truth::Unknown, Truth::of);
        reading.years.push(YearResult { year, value, met, ended });
        if let Some((value, goal)) = value.zip(goal) {
            judged += 1;
            let share = share(case, value, goal);
            low = low.add(share).unwrap_or(low);
            high = high.add(share).unwrap_or(high);
        } else if ended {
            judged += 1;
            high = high.add(Number::ONE).unwrap_or(high);
            reading.lack = reading.lack.or(Some(Lack::Year(year)));
        }
    }
    let count = Number::int(i64::from(last - first) + 1);
    reading.observed = reading.years.iter().any(|year| year.value.is_some());
    if goal.is_some() {
        let range = Range { low: low.div(count), high: high.div(count) };
        reading.progress = range;
        reading.met = all_met(case, &reading.years);
    }
    reading.expected = Number::int(judged).div(count);
    let latest = reading.years.iter().rev().find_map(|year| Some((year.year, year.value?)));
    reading.held =
        latest.and_then(|(year, value)| Some(Held { value: Range::exactly(value), day: time::year_end(year)? }));
    reading.seen = seen;
    reading
}

/// What of a year is held against the promise.
fn held(case: &Case<'_>, value: Number, before: Option<Number>) -> Option<Number> {
    match case.target.form {
        Form::Value => Some(value),
        Form::Growth if case.indicator.kind == IndicatorKind::Growth => Some(value),
        Form::Growth => value.div(before?)?.sub(Number::ONE),
        Form::Increase => value.sub(before?),
    }
}

fn share(case: &Case<'_>, value: Number, goal: Number) -> Number {
    if case.meets(value, goal) {
        return Number::ONE;
    }
    let part = if case.falling { goal.div(value) } else { value.div(goal) };
    part.unwrap_or(Number::ZERO).clamp(Number::ZERO, Number::ONE)
}

/// Kept when every year was; broken as soon as one was not.
fn all_met(case: &Case<'_>, years: &[YearResult]) -> Truth {
    let all = years.iter().fold(Truth::Yes, |all, year| all.and(year.met));
    // What is still to come isn't kept yet, and that is known.
    if all == Truth::Unknown && !case.is_due() { Truth::No } else { all }
}
