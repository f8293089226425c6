//! Targets that ask too little, or more than was ever seen.

use wuwei_ir::{Form, Number, TargetValue};

use super::case::Case;
use super::kind::{Measure, Reading};
use super::pace::{self, Pace};
use super::seen::Seen;
use super::time;

/// What strikes about what a target asks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ambition {
    /// The value was reached before the plan began.
    AlreadyReached(Seen),
    /// Less is asked than the trend before the plan would give by itself.
    BelowTrend {
        /// The yearly pace that was asked when the plan began.
        asked: Number,
        /// The yearly pace of the years before.
        trend: Number,
    },
    /// A pace is needed that was never seen in the series.
    Heroic {
        /// The yearly pace that is needed from the latest value on.
        needed: Number,
        /// The fastest yearly pace that was seen.
        fastest: Number,
    },
}

impl Ambition {
    /// The word for it in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Ambition::AlreadyReached(_) | Ambition::BelowTrend { .. } => "unambitious",
            Ambition::Heroic { .. } => "heroic",
        }
    }
}

/// Years before the plan that make its trend.
const TREND: i64 = 3;

/// So many paces must have been seen before one can be called never seen.
const PACES: usize = 2;

pub(crate) fn of(case: &Case<'_>, reading: &Reading, required: Option<Pace>) -> Option<Ambition> {
    // Another region's value moves; what it asks isn't known in advance.
    if !matches!(case.target.value, TargetValue::Number { .. }) {
        return None;
    }
    let level = reading.level?;
    let before = reading.base.filter(|base| base.day() <= case.eve);
    let holds_level = matches!(reading.measure, Measure::Level) && case.target.form == Form::Value;
    let each_year = reading.measure == Measure::EachYear && case.target.form == Form::Value;
    if let Some(base) = before
        && (holds_level || each_year)
        && case.meets(base.value, level)
    {
        return Some(Ambition::AlreadyReached(base));
    }
    let faster = |a: Number, b: Number| if case.falling { a < b } else { a > b };
    if let (Some(asked), Some(trend)) = (asked(case, reading), trend(case, reading))
        && faster(trend, asked)
    {
        return Some(Ambition::BelowTrend { asked, trend });
    }
    let met = reading.met == wuwei_engine::Truth::Yes;
    let needed = required.filter(|_| !met)?.per_year;
    let paces = paces(reading);
    let fastest = paces.iter().copied().reduce(|a, b| if faster(b, a) { b } else { a })?;
    (paces.len() >= PACES && faster(needed, fastest)).then_some(Ambition::Heroic { needed, fastest })
}

/// The yearly pace that the target asked when the plan began.
fn asked(case: &Case<'_>, reading: &Reading) -> Option<Number> {
    let leg = reading.leg.as_ref()?;
    match reading.measure {
        Measure::Rate => leg.rate,
        Measure::Level | Measure::Total => leg.to.sub(leg.from)?.div(time::between(leg.from_day, leg.to_day)),
        Measure::Done | Measure::EachYear => None,
    }
    .filter(|_| leg.from_day <= case.eve)
}

/// The yearly pace of the last years before the plan; for a total of a flow its last yearly value.
fn trend(case: &Case<'_>, reading: &Reading) -> Option<Number> {
    let before = &reading.seen[..reading.seen.partition_point(|one| one.day() <= case.eve)];
    let last = before.last()?;
    match reading.measure {
        Measure::Total => reading.flow.then_some(last.value),
        Measure::Level | Measure::Rate => {
            let since = Number::int(TREND);
            let first = before.iter().find(|one| time::between(one.day(), last.day()) <= since)?;
            (time::between(first.day(), last.day()) >= Number::ratio(1, 2)?)
                .then(|| pace::between(reading.measure, first, last))?
        }
        Measure::Done | Measure::EachYear => None,
    }
}

/// The yearly paces that were seen, from each value to the next that lies well apart; of a total of a flow and of a
/// promise for each year the yearly values themselves.
fn paces(reading: &Reading) -> Vec<Number> {
    match reading.measure {
        Measure::Done => Vec::new(),
        Measure::EachYear => reading.seen.iter().map(|one| one.value).collect(),
        Measure::Total if reading.flow => reading.seen.iter().map(|one| one.value).collect(),
        Measure::Level | Measure::Rate | Measure::Total => {
            let measure = if reading.measure == Measure::Total { Measure::Level } else { reading.measure };
            let half = Number::ratio(1, 2).unwrap_or(Number::ONE);
            let mut paces = Vec::with_capacity(reading.seen.len());
            let mut from: Option<&Seen> = None;
            for one in &reading.seen {
                match from {
                    Some(earlier) if time::between(earlier.day(), one.day()) >= half => {
                        paces.extend(pace::between(measure, earlier, one));
                        from = Some(one);
                    }
                    Some(_) => {}
                    None => from = Some(one),
                }
            }
            paces
        }
    }
}
