//! What a target comes to by its deadline.

use wuwei_ir::{Deadline, Form, IndicatorKind, Number, Program, RegionId, TargetId, TargetValue, Whose};

use super::known::{Known, Yearly};
use super::rate::grown;

/// What a target comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Goal {
    /// In base units.
    pub value: Number,
    /// The last year in which it can be met.
    pub by: i32,
    /// The published value that it was worked out from, if the text gives no value of its own.
    pub from: Option<Yearly>,
}

/// The value that a target asks for at its deadline: the number of the text, or for growth and increases what they come
/// to from the value before the plan began. `None` where a text or a published value is missing.
pub(super) fn goal(program: &Program, known: &Known<'_>, id: TargetId) -> Option<Goal> {
    let target = program.target(id);
    let by = target.deadline?.year();
    let Whose::Region(region) = target.whose else { return None };
    let base = match target.value {
        TargetValue::Number { base, .. } => base,
        TargetValue::Indicator(other, of) if target.form == Form::Value => {
            let latest = known.yearly(other, of.unwrap_or(region)).pop()?;
            return Some(Goal { value: latest.value, by, from: Some(latest) });
        }
        TargetValue::Indicator(..) => return None,
    };
    if target.form == Form::Value {
        return Some(Goal { value: base, by, from: None });
    }
    let first = program.document(target.doc).period.map_or_else(|| program.document(target.doc).from.year(), |p| p.0);
    // Growth is promised over the plan, so it starts from the year before it. Of two figures for that year nobody can
    // say from which.
    let start = known.yearly(target.indicator, region).into_iter().find(|value| value.year == first - 1)?;
    if start.in_conflict {
        return None;
    }
    let value = match target.form {
        Form::Growth => grown(start.value, base, by - start.year)?,
        _ => start.value.add(base)?,
    };
    Some(Goal { value, by, from: Some(start) })
}

/// Whether values of this kind can be added up over regions.
pub(super) fn is_additive(kind: IndicatorKind) -> bool {
    match kind {
        IndicatorKind::Stock | IndicatorKind::Flow | IndicatorKind::Cumulative(_) | IndicatorKind::Unstated(_) => true,
        IndicatorKind::Share | IndicatorKind::Growth | IndicatorKind::Rank | IndicatorKind::Milestone => false,
    }
}

/// Whether more is promised by a higher number, so that shares of it mean something.
pub(super) fn is_share_of_more(program: &Program, id: TargetId) -> bool {
    use wuwei_ir::CompareOp::{About, AtLeast, Equal, Greater};
    let target = program.target(id);
    let indicator = program.indicator(target.indicator);
    is_additive(indicator.kind)
        && !indicator.lower_is_better
        && matches!(target.op, Greater | AtLeast | Equal | About)
        && target.deadline.is_some()
}

/// The region of a target that is about one.
pub(super) fn region_of(program: &Program, id: TargetId) -> Option<RegionId> {
    match program.target(id).whose {
        Whose::Region(region) => Some(region),
        Whose::Party(_) | Whose::Subject(_) => None,
    }
}

/// Whether the target has to be met anew in each year.
pub(super) fn is_each_year(program: &Program, id: TargetId) -> bool {
    matches!(program.target(id).deadline, Some(Deadline::EachYear(..)))
}
