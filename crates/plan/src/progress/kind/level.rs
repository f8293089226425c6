//! Stocks, yearly flows, shares and ranks: from the base to the wanted value in a line.
//!
//! The base is the value at or before the plan's beginning, on the day that it tells of; if there is none, how far the way
//! has come isn't known. A value is held against the path on the day that it tells of: what is published once a year would
//! otherwise fall behind from January on and catch up in one night.

use wuwei_engine::Range;
use wuwei_ir::{Form, Number};

use super::super::case::Case;
use super::super::path::{Leg, Path};
use super::super::seen::{Seen, latest_by};
use super::{Held, Lack, Measure, Reading, advance, expected_share, met};

pub(super) fn read(case: &Case<'_>, seen: Vec<Seen>, goal: Option<Number>) -> Reading {
    let path = case.path.unwrap_or(Path::Linear);
    let mut reading = Reading::blank(case, Measure::Level, path);
    let base = latest_by(&seen, case.eve).copied();
    let wanted = match case.target.form {
        // An increase over the present is one over the base.
        Form::Increase => goal.zip(base).and_then(|(goal, base)| base.value.add(goal)),
        Form::Value | Form::Growth => goal,
    };
    if base.is_none() {
        reading.lack = Some(Lack::Base);
    }
    (reading.base, reading.level) = (base, wanted);
    reading.leg = base.zip(wanted).zip(case.end).and_then(|((base, to), to_day)| {
        let leg = Leg { from_day: base.day(), from: base.value, to_day, to, rate: None };
        (leg.from_day < to_day).then_some(leg)
    });
    if let Some(latest) = seen.last().copied() {
        let day = latest.day();
        reading.held = Some(Held { value: Range::exactly(latest.value), day });
        if let Some(wanted) = wanted {
            reading.met = met(case, seen.iter().map(|one| (one.day(), one.value)), wanted);
        }
        let since_beginning = day > case.eve;
        reading.observed = since_beginning || wanted.is_some_and(|wanted| case.meets(latest.value, wanted));
        if since_beginning {
            reading.expected_on = day.min(case.day);
            if let Some(leg) = &reading.leg {
                reading.progress = advance(case, leg.from, leg.to, latest.value).map_or(Range::ALL, Range::exactly);
            }
        } else {
            reading.lack = Some(Lack::SinceBeginning);
        }
    }
    reading.expected = reading.leg.and_then(|leg| expected_share(case, path, &leg, reading.expected_on));
    reading.seen = seen;
    reading
}
