//! Targets beside the latest published value.

use wuwei_ir::{CompareOp, Date, DocId, Form, IndicatorKind, Number, Program, TargetId, TargetValue, Whose};

use crate::observations::{Observation, Observations};

/// A target and where things stand.
#[derive(Clone, Debug)]
pub struct TargetProgress<'a> {
    /// The target.
    pub target: TargetId,
    /// The latest published value.
    pub latest: Option<&'a Observation>,
    /// Whether the value is of the kind that the target is about, so that a gap means something.
    pub comparable: bool,
    /// Target less latest value, in base units.
    pub gap: Option<Number>,
    /// Whether the latest value meets the target.
    pub met: Option<bool>,
}

/// The targets of a document with the latest values published by a day.
pub fn progress<'a>(
    program: &Program,
    observations: &'a Observations,
    doc: DocId,
    day: Date,
) -> Vec<TargetProgress<'a>> {
    let targets = program.targets.iter().enumerate().filter(|(_, target)| target.doc == doc);
    targets
        .map(|(n, target)| {
            let latest = match target.whose {
                Whose::Region(region) => observations.latest(target.indicator, region, day),
                _ => None,
            };
            let kind = program.indicator(target.indicator).kind;
            // A rate of growth or an increase needs two values, a running total its beginning: the value alone says nothing.
            let comparable = target.form == Form::Value
                && !matches!(kind, IndicatorKind::Cumulative(_) | IndicatorKind::Unstated(_));
            let goal = match target.value {
                TargetValue::Number { base, .. } => Some(base),
                TargetValue::Indicator(..) => None,
            };
            let pair = goal.zip(latest.map(|latest| latest.value)).filter(|_| comparable);
            TargetProgress {
                target: TargetId::from_index(n),
                latest,
                comparable,
                gap: pair.and_then(|(goal, value)| goal.sub(value)),
                met: pair.map(|(goal, value)| meets(target.op, value, goal)),
            }
        })
        .collect()
}

/// Whether a value meets a target. A plain number means "reach it"; how near "about" has to come no text says, so it is
/// called met only when it is reached.
fn meets(op: CompareOp, value: Number, goal: Number) -> bool {
    match op {
        CompareOp::Equal | CompareOp::About => value >= goal,
        op => op.holds(value.cmp(&goal)),
    }
}
