//! How fast it would have to go, and how fast it went.

use wuwei_ir::{Date, Number};

use super::case::Case;
use super::kind::{Measure, Reading, grown_rate};
use super::seen::Seen;
use super::time;

/// A pace.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// The change in a year; where the target is a rate of growth, the rate.
    pub per_year: Number,
    /// The day from which it is counted.
    pub from: Date,
    /// The day to which it is counted.
    pub to: Date,
    /// Whether it is counted from the target's base, rather than from an earlier value because there is no base.
    pub from_base: bool,
}

/// The pace from the latest value to the target: nought where it is met, none where the deadline lies behind the value.
pub(crate) fn required(case: &Case<'_>, reading: &Reading) -> Option<Pace> {
    let (level, end) = (reading.level?, case.end?);
    let (from, value) = match reading.measure {
        Measure::Done => return None,
        Measure::EachYear => {
            return Some(Pace { per_year: level, from: case.eve, to: end, from_base: false });
        }
        Measure::Total => match reading.held {
            Some(held) => (held.day, held.value.exact()?),
            None => (case.eve, Number::ZERO),
        },
        Measure::Level | Measure::Rate => reading.latest().map(|latest| (latest.day(), latest.value))?,
    };
    if from >= end {
        return None;
    }
    let years = time::between(from, end);
    let per_year = match reading.measure {
        _ if case.meets(value, level) => Number::ZERO,
        Measure::Rate => grown_rate(value, level, years)?,
        _ => level.sub(value)?.div(years)?,
    };
    Some(Pace { per_year, from, to: end, from_base: false })
}

/// The pace from the base to the latest value, or between the last two values that lie well apart.
pub(crate) fn achieved(case: &Case<'_>, reading: &Reading) -> Option<Pace> {
    match reading.measure {
        Measure::Done => None,
        Measure::EachYear => {
            let known: Vec<Number> = reading.years.iter().filter_map(|year| year.value).collect();
            let sum = known.iter().try_fold(Number::ZERO, |sum, value| sum.add(*value))?;
            let to = reading.held?.day;
            Some(Pace { per_year: sum.div(Number::int(known.len() as i64))?, from: case.eve, to, from_base: true })
        }
        Measure::Total => {
            let held = reading.held?;
            let per_year = held.value.exact()?.div(time::between(case.eve, held.day))?;
            Some(Pace { per_year, from: case.eve, to: held.day, from_base: true })
        }
        Measure::Level | Measure::Rate => {
            let latest = reading.latest()?;
            let base = reading.base.filter(|base| base.day() < latest.day());
            let from = match base {
                Some(base) => base,
                None => *apart(&reading.seen, latest)?,
            };
            let per_year = between(reading.measure, &from, latest)?;
            Some(Pace { per_year, from: from.day(), to: latest.day(), from_base: base.is_some() })
        }
    }
}

/// The latest value that lies at least half a year before another: closer ones make a pace of an accident.
fn apart<'a>(seen: &'a [Seen], latest: &Seen) -> Option<&'a Seen> {
    let half = Number::ratio(1, 2)?;
    seen.iter().rev().find(|one| time::between(one.day(), latest.day()) >= half)
}

/// The pace from one value to another.
pub(crate) fn between(measure: Measure, from: &Seen, to: &Seen) -> Option<Number> {
    let years = time::between(from.day(), to.day());
    if years.signum() <= 0 {
        return None;
    }
    match measure {
        Measure::Rate => grown_rate(from.value, to.value, years),
        _ => to.value.sub(from.value)?.div(years),
    }
}
