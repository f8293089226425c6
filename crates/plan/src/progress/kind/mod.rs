//! Kinds of targets: each is held against other values, and each has its own way.

mod commitment;
mod cumulative;
mod growth;
mod level;
mod milestone;
mod rates;

use wuwei_engine::{Range, Truth};
use wuwei_ir::{Date, Deadline, Form, IndicatorId, IndicatorKind, Number, Words};

pub use commitment::YearResult;
pub(crate) use growth::rate_between as grown_rate;

use super::case::Case;
use super::path::{Leg, Path};
use super::seen::{Seen, levels, whole_years, yearly_sums};
use crate::Series;

/// What a target is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// The value itself.
    Level,
    /// The sum since the plan began.
    Total,
    /// The mean rate of growth since the base.
    Rate,
    /// Whether it is done.
    Done,
    /// Each year's value by itself.
    EachYear,
}

impl Measure {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Measure::Level => "level",
            Measure::Total => "total",
            Measure::Rate => "rate",
            Measure::Done => "done",
            Measure::EachYear => "each-year",
        }
    }
}

/// What is missing, so that something stays unknown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lack {
    /// No value was observed at all.
    Observation,
    /// No value that is of the kind that the target is about; there are others.
    Comparable,
    /// No value of the plan's time.
    SinceBeginning,
    /// No value at or before the plan's beginning.
    Base,
    /// The values of some of the plan's years; the first of them.
    Year(i32),
    /// Whether values from before the plan are contained in the total.
    WhereTheTotalBegins,
    /// The value at the deadline, which has come.
    AtTheDeadline,
    /// The value of the other indicator.
    Rival(IndicatorId),
    /// Values of a party or a single subject, which no table has.
    OfSomebody,
    /// The text doesn't say which number is meant.
    Meaning(Words),
    /// The deadline.
    Deadline,
    /// Growth from nought or less has no rate.
    Rate,
    /// No lights are declared.
    Lights,
}

/// A value held against a target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// The value in the target's measure; a range where it isn't known exactly.
    pub value: Range,
    /// The day that it tells of.
    pub day: Date,
}

/// What the values of a target's indicator say.
pub(crate) struct Reading {
    pub(crate) measure: Measure,
    pub(crate) path: Path,
    /// Values of the kind that the target is about, oldest first; for a total of a flow those of its years.
    pub(crate) seen: Vec<Seen>,
    /// Whether `seen` are the yearly values of a flow of which the target wants the total.
    pub(crate) flow: bool,
    pub(crate) base: Option<Seen>,
    pub(crate) leg: Option<Leg>,
    /// The value to be reached, where the target says a rate or an increase.
    pub(crate) level: Option<Number>,
    pub(crate) held: Option<Held>,
    pub(crate) observed: bool,
    pub(crate) met: Truth,
    pub(crate) progress: Range,
    pub(crate) expected: Option<Number>,
    /// The day for which `expected` holds.
    pub(crate) expected_on: Date,
    pub(crate) years: Vec<YearResult>,
    pub(crate) lack: Option<Lack>,
}

impl Reading {
    /// Nothing is known.
    fn blank(case: &Case<'_>, measure: Measure, path: Path) -> Reading {
        Reading {
            measure,
            path,
            seen: Vec::new(),
            flow: false,
            base: None,
            leg: None,
            level: None,
            held: None,
            observed: false,
            met: Truth::Unknown,
            progress: Range::ALL,
            expected: None,
            expected_on: case.day,
            years: Vec::new(),
            lack: None,
        }
    }

    /// The latest value of the kind that the target is about.
    pub(crate) fn latest(&self) -> Option<&Seen> {
        self.seen.last()
    }
}

/// What the series says of the target; `goal` is the number that the target names, or the value of the other indicator.
pub(crate) fn read(case: &Case<'_>, series: &Series, goal: Option<Number>) -> Reading {
    let kind = case.indicator.kind;
    let yearly = |kind| match kind {
        IndicatorKind::Flow => yearly_sums(series),
        IndicatorKind::Growth => whole_years(series),
        _ => levels(series),
    };
    let mut reading = match (case.target.deadline, case.target.form, kind) {
        (_, _, IndicatorKind::Unstated(why)) => {
            let mut reading = Reading::blank(case, Measure::Level, Path::Linear);
            reading.lack = Some(Lack::Meaning(why));
            reading
        }
        (Some(Deadline::EachYear(first, last)), ..) => commitment::read(case, yearly(kind), goal, first, last),
        (_, Form::Growth, _) => growth::read(case, yearly(kind), goal),
        (_, _, IndicatorKind::Milestone) => milestone::read(case, yearly(kind), goal),
        (_, Form::Value, IndicatorKind::Growth) => rates::read(case, whole_years(series), goal),
        (_, Form::Value, IndicatorKind::Cumulative(None)) => cumulative::read(case, levels(series), goal),
        _ => level::read(case, yearly(kind), goal),
    };
    if reading.lack.is_none() || reading.seen.is_empty() {
        reading.lack = match reading.lack {
            Some(Lack::Meaning(why)) => Some(Lack::Meaning(why)),
            _ if case.region.is_none() => Some(Lack::OfSomebody),
            _ if series.points.is_empty() && reading.seen.is_empty() => Some(Lack::Observation),
            _ if reading.seen.is_empty() => Some(Lack::Comparable),
            lack => lack,
        };
    }
    reading
}

/// What the yearly values of a flow say of a target of its total.
pub(crate) fn read_total(case: &Case<'_>, own: &Series, flow: &Series, goal: Option<Number>) -> Reading {
    // Where somebody publishes the running total itself, that is the total.
    let mut reading = match own.points.is_empty() {
        true => cumulative::read_sum(case, yearly_sums(flow), goal),
        false => cumulative::read(case, levels(own), goal),
    };
    if reading.seen.is_empty() {
        let nothing = flow.points.is_empty();
        reading.lack = Some(if nothing { Lack::Observation } else { Lack::Comparable });
    }
    reading
}

/// Whether a target is met by values on days: by the latest, or by the first that tells of the deadline.
///
/// Before the deadline a target isn't met while the latest value doesn't meet it. Afterwards the value at the deadline
/// decides, and while it isn't known nothing is decided.
fn met(case: &Case<'_>, values: impl DoubleEndedIterator<Item = (Date, Number)> + Clone, wanted: Number) -> Truth {
    let Some((_, latest)) = values.clone().next_back() else { return Truth::Unknown };
    if case.meets(latest, wanted) {
        return Truth::Yes;
    }
    if !case.is_due() {
        return Truth::No;
    }
    let at_the_deadline = values.clone().find(|(day, _)| case.end.is_some_and(|end| *day >= end));
    match at_the_deadline {
        Some((_, value)) => Truth::of(case.meets(value, wanted)),
        None => Truth::Unknown,
    }
}

/// How far a value has come on the way from a base to a wanted value; one and more is there. A target that the base meets
/// already asks to hold it: then all of it is expected, and what counts is the share that is held.
fn advance(case: &Case<'_>, base: Number, wanted: Number, value: Number) -> Option<Number> {
    if !is_to_be_held(case, base, wanted) {
        return value.sub(base)?.div(wanted.sub(base)?);
    }
    match (case.meets(value, wanted), case.falling) {
        (true, _) => Some(Number::ONE),
        (false, false) => value.div(wanted),
        (false, true) => wanted.div(value),
    }
}

fn is_to_be_held(case: &Case<'_>, base: Number, wanted: Number) -> bool {
    case.meets(base, wanted) || base == wanted
}

/// The share of the way that should lie behind on a day.
fn expected_share(case: &Case<'_>, path: Path, leg: &Leg, day: Date) -> Option<Number> {
    if is_to_be_held(case, leg.from, leg.to) {
        return Some(Number::ONE);
    }
    path.at(leg, day)?.sub(leg.from)?.div(leg.to.sub(leg.from)?)
}
