//! A target with what its judgement needs to know of it.

use wuwei_ir::{CompareOp, Date, Deadline, Indicator, Number, Program, RegionId, Target, TargetId, Whose};

use super::path::Path;
use super::time;

/// A target on a day.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) target: &'a Target,
    pub(crate) indicator: &'a Indicator,
    /// The region whose values count; none for a party's and a single subject's target.
    pub(crate) region: Option<RegionId>,
    /// The day of the judgement.
    pub(crate) day: Date,
    /// The day before the plan begins: a value of this day is the base.
    pub(crate) eve: Date,
    /// The last day on which it can be met.
    pub(crate) end: Option<Date>,
    /// Whether less is better.
    pub(crate) falling: bool,
    /// The path that somebody chose.
    pub(crate) path: Option<Path>,
}

impl<'a> Case<'a> {
    pub(crate) fn new(program: &'a Program, id: TargetId, day: Date, path: Option<Path>) -> Case<'a> {
        let target = program.target(id);
        let indicator = program.indicator(target.indicator);
        let document = program.document(target.doc);
        let begin = match (target.deadline, document.period) {
            (Some(Deadline::EachYear(first, _)), _) => Date::from_ymd(first, 1, 1),
            // So many years from the day on which the document came into force.
            (Some(Deadline::Within(..)), _) | (_, None) => Some(document.from),
            (_, Some((first, _))) => Date::from_ymd(first, 1, 1),
        };
        let region = match target.whose {
            Whose::Region(region) => Some(region),
            Whose::Party(_) | Whose::Subject(_) => None,
        };
        let falling = match target.op {
            CompareOp::Less | CompareOp::AtMost => true,
            CompareOp::Greater | CompareOp::AtLeast => false,
            CompareOp::Equal | CompareOp::About | CompareOp::NotEqual => indicator.lower_is_better,
        };
        Case {
            target,
            indicator,
            region,
            day,
            eve: time::day_before(begin.unwrap_or(document.from)),
            end: target.deadline.map(Deadline::day),
            falling,
            path,
        }
    }

    /// Whether the deadline has come.
    pub(crate) fn is_due(&self) -> bool {
        self.end.is_some_and(|end| end <= self.day)
    }

    /// Whether a value meets a wanted one. A plain number means "reach it"; how near "about" has to come no text says, so
    /// it is called met only when it is reached.
    pub(crate) fn meets(&self, value: Number, wanted: Number) -> bool {
        match self.target.op {
            CompareOp::Equal | CompareOp::About if self.falling => value <= wanted,
            CompareOp::Equal | CompareOp::About => value >= wanted,
            op => op.holds(value.cmp(&wanted)),
        }
    }
}
