//! Done or not done. Nothing is expected before the day.

use wuwei_engine::Range;
use wuwei_ir::Number;

use super::super::case::Case;
use super::super::path::{Leg, Path};
use super::super::seen::Seen;
use super::{Held, Measure, Reading, met};

pub(super) fn read(case: &Case<'_>, seen: Vec<Seen>, goal: Option<Number>) -> Reading {
    let path = case.path.unwrap_or(Path::Milestone);
    let mut reading = Reading::blank(case, Measure::Done, path);
    reading.level = goal;
    reading.leg = goal.zip(case.end).and_then(|(to, to_day)| {
        let leg = Leg { from_day: case.eve, from: Number::ZERO, to_day, to, rate: None };
        (leg.from_day < to_day && to != Number::ZERO).then_some(leg)
    });
    if let Some(latest) = seen.last() {
        reading.observed = true;
        reading.held = Some(Held { value: Range::exactly(latest.value), day: latest.day() });
        if let Some(goal) = goal {
            // What was done stays done.
            let days = seen.iter().map(|one| (one.day(), one.value));
            let done = seen.iter().any(|one| case.meets(one.value, goal));
            reading.met = if done { wuwei_engine::Truth::Yes } else { met(case, days, goal) };
            reading.progress = latest.value.div(goal).map_or(Range::ALL, Range::exactly);
        }
    }
    let share = |leg: Leg| path.at(&leg, case.day)?.div(leg.to);
    reading.expected = reading.leg.and_then(share);
    reading.seen = seen;
    reading
}
