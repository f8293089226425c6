//! An average rate of growth over the plan: constant growth from the base, judged by the rate so far.
//!
//! The target becomes a value to be reached: the base, grown at the promised rate up to the deadline. How far it has come
//! is the rate so far over the promised one, times the time that has passed, so that "four fifths of what was expected" is
//! four fifths of the rate. A rate over several years is a root and no fraction: it is given to nine places, and where
//! that touches whether the promise is kept, the exact comparison of values decides.

use std::cmp::Ordering;

use wuwei_engine::Range;
use wuwei_ir::Number;

use super::super::case::Case;
use super::super::path::{Leg, Path, elapsed};
use super::super::seen::{Seen, latest_by};
use super::super::time;
use super::{Held, Lack, Measure, Reading, met};

pub(super) fn read(case: &Case<'_>, seen: Vec<Seen>, goal: Option<Number>) -> Reading {
    let mut reading = Reading::blank(case, Measure::Rate, Path::ConstantGrowth);
    let base = latest_by(&seen, case.eve).copied();
    reading.base = base;
    reading.lack = match base {
        None => Some(Lack::Base),
        Some(base) if base.value.signum() <= 0 => Some(Lack::Rate),
        Some(_) => None,
    };
    let start = base.filter(|base| base.value.signum() > 0).map(|base| (base.day(), base.value));
    follow(case, &mut reading, start, seen.iter().map(|one| (one.day(), one.value)), goal);
    reading.seen = seen;
    reading
}

/// Follows values that grow from a start.
pub(super) fn follow(
    case: &Case<'_>,
    reading: &mut Reading,
    start: Option<(wuwei_ir::Date, Number)>,
    values: impl DoubleEndedIterator<Item = (wuwei_ir::Date, Number)> + Clone,
    goal: Option<Number>,
) {
    reading.leg = start.zip(goal).zip(case.end).and_then(|(((from_day, from), rate), to_day)| {
        let factor = grown(Number::ONE.add(rate)?, time::between(from_day, to_day))?;
        let to = from.mul(factor)?;
        (from_day < to_day).then_some(Leg { from_day, from, to_day, to, rate: Some(rate) })
    });
    reading.level = reading.leg.map(|leg| leg.to);
    let Some((day, latest)) = values.clone().next_back() else { return };
    if let Some(level) = reading.level {
        reading.met = met(case, values, level);
    }
    reading.observed = day > case.eve;
    if !reading.observed {
        reading.lack = reading.lack.or(Some(Lack::SinceBeginning));
        return;
    }
    reading.expected_on = day.min(case.day);
    let rate = start.and_then(|(from_day, from)| rate_between(from, latest, time::between(from_day, day)));
    reading.held = rate.map(|rate| Held { value: Range::exactly(rate), day });
    let Some(leg) = reading.leg else { return };
    reading.expected = elapsed(&leg, reading.expected_on);
    let share = rate.zip(leg.rate).and_then(|(rate, promised)| kept(case, &leg, (day, latest), rate, promised));
    let progress = share.zip(elapsed(&leg, day)).and_then(|(share, time)| share.mul(time));
    reading.progress = progress.map_or(Range::ALL, Range::exactly);
}

/// The rate so far over the promised one, on the right side of one.
fn kept(
    case: &Case<'_>,
    leg: &Leg,
    (day, value): (wuwei_ir::Date, Number),
    rate: Number,
    promised: Number,
) -> Option<Number> {
    let path = Path::ConstantGrowth.at(&Leg { to_day: leg.to_day.max(day), ..*leg }, day)?;
    let ahead = if case.falling { path.cmp(&value) } else { value.cmp(&path) };
    // No growth promised: then it is a value to be held.
    let share = if promised == Number::ZERO { value.div(leg.from)? } else { rate.div(promised)? };
    let hair = Number::ratio(1, 1_000_000_000)?;
    Some(match ahead {
        Ordering::Equal => Number::ONE,
        Ordering::Greater => share.max(Number::ONE.add(hair)?),
        Ordering::Less => share.min(Number::ONE.sub(hair)?),
    })
}

/// The mean yearly rate from one value to another.
pub(crate) fn rate_between(from: Number, to: Number, years: Number) -> Option<Number> {
    if from.signum() <= 0 || years.signum() <= 0 {
        return None;
    }
    let growth = to.div(from)?;
    if years == Number::ONE {
        return growth.sub(Number::ONE);
    }
    if growth.signum() < 0 {
        return None;
    }
    time::nearly(libm::pow(growth.to_f64(), 1.0 / years.to_f64()) - 1.0)
}

/// A yearly factor over so many years: exact for whole years.
pub(crate) fn grown(factor: Number, years: Number) -> Option<Number> {
    match time::whole(years) {
        Some(years) => factor.pow(years),
        None if factor.signum() < 0 => None,
        None => time::nearly(libm::pow(factor.to_f64(), years.to_f64())),
    }
}
