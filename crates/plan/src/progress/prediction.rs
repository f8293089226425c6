//! Where a target's indicator is likely to stand at the deadline.

use wuwei_engine::Truth;
use wuwei_ir::{CompareOp, Date, Form, IndicatorKind, TargetValue};

use super::case::Case;
use super::kind::{Measure, Reading};
use super::time;
use crate::forecast::{Band, Limits, Question, Reached, Sample, Scenario, Trial, forecast};

/// A forecast of a target. It is one of trends: what a plan is going to change it doesn't know.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// One time in ten it is below, in the target's measure and in base units.
    pub low: f64,
    /// One time in ten it is above.
    pub high: f64,
    /// Probability of meeting the target; none where what is wanted isn't a number of its own.
    pub probability: Option<f64>,
    /// The range at year ends up to the deadline, in the indicator's values.
    pub fan: Vec<(Date, Band)>,
    /// What each method says, in the target's measure: one chosen by backtest, or several of which none is preferred.
    pub scenarios: Vec<Scenario>,
    /// How the methods did on the series, the chosen one first; empty where it was too short to choose.
    pub trials: Vec<Trial>,
}

/// Why there is no forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unforeseen {
    /// Nobody asked.
    NotAsked,
    /// The deadline has come.
    Due,
    /// There are fewer than two yearly values, or all of them are nought.
    TooShort,
    /// What is done or not done, a rate of rates, and yearly growth aren't forecast.
    Kind,
    /// It isn't known from where to go on.
    Unknown,
}

impl Unforeseen {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Unforeseen::NotAsked => "not-asked",
            Unforeseen::Due => "due",
            Unforeseen::TooShort => "too-short",
            Unforeseen::Kind => "kind",
            Unforeseen::Unknown => "unknown",
        }
    }
}

/// The forecast for what the values say.
pub(crate) fn of(case: &Case<'_>, reading: &Reading) -> Result<Prediction, Unforeseen> {
    let end = case.end.ok_or(Unforeseen::Unknown)?;
    let latest = reading.latest().map(|latest| latest.day());
    if case.is_due() || latest.is_some_and(|day| day >= end) {
        return Err(Unforeseen::Due);
    }
    if matches!(case.indicator.kind, IndicatorKind::Unstated(_)) {
        return Err(Unforeseen::Unknown);
    }
    if case.region.is_none() {
        return Err(Unforeseen::TooShort);
    }
    let days = |from: Date| {
        let inner = time::year_ends(from, end).filter(move |day| *day < end);
        inner.chain([end]).collect::<Vec<Date>>()
    };
    match reading.measure {
        Measure::Done => Err(Unforeseen::Kind),
        Measure::Rate if case.indicator.kind == IndicatorKind::Growth => Err(Unforeseen::Kind),
        Measure::EachYear => each_year(case, reading),
        Measure::Total if reading.flow => {
            let known = match reading.held {
                Some(held) => held.value.exact().ok_or(Unforeseen::Unknown)?.to_f64(),
                None => 0.0,
            };
            let from = reading.held.map_or(case.eve, |held| held.day);
            let samples = yearly(reading);
            let limits = limits(case, &samples);
            ask(case, reading, &samples, &days(from), Some(known), limits)
        }
        Measure::Total => {
            let held = reading.held.ok_or(Unforeseen::TooShort)?;
            let total = held.value.exact().ok_or(Unforeseen::Unknown)?.to_f64();
            let begin = time::years(case.eve).to_f64();
            let mut samples = vec![Sample::new(begin, 0.0)];
            samples.extend(yearly(reading).into_iter().filter(|sample| sample.time > begin));
            ask(case, reading, &samples, &days(held.day), None, Limits { low: Some(total), high: None })
        }
        Measure::Level | Measure::Rate => {
            let samples = yearly(reading);
            let limits = limits(case, &samples);
            ask(case, reading, &samples, &days(latest.ok_or(Unforeseen::TooShort)?), None, limits)
        }
    }
}

/// The last value of each year: a year with twelve values would otherwise weigh twelve times as much as one with one.
fn yearly(reading: &Reading) -> Vec<Sample> {
    let mut samples = Vec::with_capacity(reading.seen.len());
    for (n, one) in reading.seen.iter().enumerate() {
        let last = reading.seen.get(n + 1).is_none_or(|next| next.day().year() != one.day().year());
        if last {
            samples.push(Sample::new(time::years(one.day()).to_f64(), one.value.to_f64()));
        }
    }
    samples
}

fn limits(case: &Case<'_>, samples: &[Sample]) -> Limits {
    match case.indicator.kind {
        IndicatorKind::Share => Limits { low: Some(0.0), high: Some(1.0) },
        IndicatorKind::Rank => Limits { low: Some(1.0), high: None },
        IndicatorKind::Growth => Limits::default(),
        // What counts or measures isn't negative, unless it was already: a net inflow, say.
        _ => Limits { low: samples.iter().all(|sample| sample.value >= 0.0).then_some(0.0), high: None },
    }
}

/// The value to be reached, if it is a number of its own and not another region's.
fn wanted(case: &Case<'_>, reading: &Reading) -> Option<(f64, Reached)> {
    let own = matches!(case.target.value, TargetValue::Number { .. }) && case.target.op != CompareOp::NotEqual;
    let reached = if case.falling { Reached::FromAbove } else { Reached::FromBelow };
    reading.level.filter(|_| own).map(|level| (level.to_f64(), reached))
}

fn ask(
    case: &Case<'_>,
    reading: &Reading,
    samples: &[Sample],
    days: &[Date],
    total_from: Option<f64>,
    limits: Limits,
) -> Result<Prediction, Unforeseen> {
    let times: Vec<f64> = days.iter().map(|day| time::years(*day).to_f64()).collect();
    let question = Question { times: &times, total_from, limits, wanted: wanted(case, reading) };
    let found = forecast(samples, &question).ok_or(Unforeseen::TooShort)?;
    // A total that is reached stays reached.
    let certain = reading.measure == Measure::Total && reading.met == Truth::Yes;
    let measured = measured(reading);
    let mut scenarios = found.scenarios;
    for one in &mut scenarios {
        (one.low, one.middle, one.high) = (measured(one.low), measured(one.middle), measured(one.high));
        one.probability = if certain { Some(1.0) } else { one.probability };
    }
    Ok(Prediction {
        low: measured(found.low),
        high: measured(found.high),
        probability: if certain { Some(1.0) } else { found.probability },
        fan: days.iter().copied().zip(found.fan).collect(),
        scenarios,
        trials: found.trials,
    })
}

/// From a value at the deadline to the target's measure: the mean rate since the base, where that is what is promised.
fn measured(reading: &Reading) -> impl Fn(f64) -> f64 + use<> {
    let rate = match (reading.measure, reading.leg) {
        (Measure::Rate, Some(leg)) => Some((leg.from.to_f64(), 1.0 / time::between(leg.from_day, leg.to_day).to_f64())),
        _ => None,
    };
    move |value| match rate {
        Some((from, power)) => libm::pow((value / from).max(0.0), power) - 1.0,
        None => value,
    }
}

/// A promise for each year holds if the weakest of the years to come holds: their errors come from one origin and go
/// together. A year that was missed can't be mended.
fn each_year(case: &Case<'_>, reading: &Reading) -> Result<Prediction, Unforeseen> {
    if case.target.form != Form::Value {
        return Err(Unforeseen::Kind);
    }
    let samples = yearly(reading);
    let latest = reading.latest().ok_or(Unforeseen::TooShort)?.day();
    let limits = limits(case, &samples);
    let ahead: Vec<Date> = reading.years.iter().filter_map(|year| time::year_end(year.year)).collect();
    let ahead: Vec<Date> = ahead.into_iter().filter(|day| *day > latest).collect();
    let mut told: Option<Prediction> = None;
    let mut weakest: Option<f64> = None;
    for until in 1..=ahead.len() {
        let one = ask(case, reading, &samples, &ahead[..until], None, limits)?;
        weakest = match (weakest, one.probability) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        told = Some(one);
    }
    let missed = reading.years.iter().any(|year| year.met == Truth::No);
    let mut told = told.ok_or(Unforeseen::Due)?;
    told.probability = if missed { weakest.map(|_| 0.0) } else { weakest };
    Ok(told)
}
