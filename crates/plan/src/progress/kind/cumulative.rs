//! Totals since the plan began: in a line from nought.
//!
//! A running total is either published as such, or it is the sum of a yearly flow over the plan's years. A total that was
//! more than nought before the plan began may contain what came before or not; where the text doesn't say, it is a range.
//!
//! A total that may not be exceeded is kept only when the time is over; until then it is held against the path, and what
//! counts is how far it keeps within.

use wuwei_engine::{Range, Truth};
use wuwei_ir::{Date, Number};

use super::super::case::Case;
use super::super::path::{Leg, Path};
use super::super::seen::{Seen, latest_by};
use super::super::time;
use super::{Held, Lack, Measure, Reading, expected_share};

/// From running totals as they were published.
pub(super) fn read(case: &Case<'_>, seen: Vec<Seen>, goal: Option<Number>) -> Reading {
    let mut reading = begin(case, goal);
    let before = latest_by(&seen, case.eve).copied();
    reading.base = before;
    if let Some(latest) = seen.last().copied() {
        if latest.day() > case.eve {
            let earlier = before.map_or(Number::ZERO, |before| before.value);
            let ambiguous = earlier.signum() > 0 && earlier <= latest.value;
            let low = if ambiguous { latest.value.sub(earlier) } else { Some(latest.value) };
            if ambiguous {
                reading.lack = Some(Lack::WhereTheTotalBegins);
            }
            hold(case, &mut reading, Range { low, high: Some(latest.value) }, latest.day(), goal);
        } else {
            reading.lack = Some(Lack::SinceBeginning);
        }
    }
    reading.seen = seen;
    reading
}

/// From the yearly values of a flow.
pub(super) fn read_sum(case: &Case<'_>, seen: Vec<Seen>, goal: Option<Number>) -> Reading {
    let mut reading = begin(case, goal);
    reading.flow = true;
    let first = case.eve.year() + i32::from(time::year_end(case.eve.year()) == Some(case.eve));
    let within: Vec<&Seen> = seen.iter().filter(|one| one.day().year() >= first && one.day() > case.eve).collect();
    let sum = within.iter().try_fold(Number::ZERO, |sum, one| sum.add(one.value));
    // The plan's first year counts only if all of it lies in the plan.
    let whole_first = time::year_end(case.eve.year()) == Some(case.eve);
    let gap = (first..).zip(&within).find(|(year, one)| one.day().year() != *year).map(|(year, _)| year);
    if let (Some(latest), Some(sum)) = (within.last(), sum) {
        let complete = gap.is_none() && whole_first;
        // A flow isn't negative, or nobody would promise its sum; so what is known is the least.
        let rising = within.iter().all(|one| one.value.signum() >= 0);
        let low = (complete || rising).then_some(sum);
        if !complete {
            reading.lack = Some(Lack::Year(gap.unwrap_or(first)));
        }
        hold(case, &mut reading, Range { low, high: low.filter(|_| complete) }, latest.day(), goal);
    } else if !seen.is_empty() {
        reading.lack = Some(Lack::SinceBeginning);
    }
    reading.seen = seen;
    reading
}

fn begin(case: &Case<'_>, goal: Option<Number>) -> Reading {
    let path = case.path.unwrap_or(Path::Linear);
    let mut reading = Reading::blank(case, Measure::Total, path);
    reading.level = goal;
    reading.leg = goal.zip(case.end).and_then(|(to, to_day)| {
        let leg = Leg { from_day: case.eve, from: Number::ZERO, to_day, to, rate: None };
        (leg.from_day < to_day).then_some(leg)
    });
    reading.expected = reading.leg.and_then(|leg| expected_share(case, path, &leg, case.day));
    reading
}

fn hold(case: &Case<'_>, reading: &mut Reading, total: Range, day: Date, goal: Option<Number>) {
    reading.observed = true;
    reading.held = Some(Held { value: total, day });
    reading.expected_on = day.min(case.day);
    reading.expected = reading.leg.and_then(|leg| expected_share(case, reading.path, &leg, reading.expected_on));
    let Some(goal) = goal else { return };
    let reached = |end: Option<Number>| end.map(|end| case.meets(end, goal));
    let late = case.is_due() && case.end.is_some_and(|end| day < end);
    reading.met = match (reached(total.low), reached(total.high)) {
        (Some(true), Some(true)) => Truth::Yes,
        // A total doesn't fall: what its least value reaches is reached.
        (Some(true), None) if !case.falling => Truth::Yes,
        (Some(false), Some(false)) if !late => Truth::No,
        _ => Truth::Unknown,
    };
    if case.falling {
        keep_within(case, reading, total, day);
    } else if goal.signum() > 0 {
        reading.progress = total.map(|total| total.div(goal));
    }
}

/// A ceiling: all of it is expected to hold, at every time.
fn keep_within(case: &Case<'_>, reading: &mut Reading, total: Range, day: Date) {
    if reading.met == Truth::Yes && !case.is_due() {
        reading.met = Truth::No;
    }
    reading.expected = Some(Number::ONE);
    let Some(allowed) = reading.leg.and_then(|leg| reading.path.at(&leg, day)) else { return };
    let kept = |total: Number| if total <= allowed { Some(Number::ONE) } else { allowed.div(total) };
    reading.progress = total.map_down(kept);
}
