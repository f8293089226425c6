//! Targets beside the latest published value.

use wuwei_ir::{CompareOp, Date, Form, IndicatorKind, Number, Program, TargetId, TargetValue, Whose};

use wuwei_plan::{Observation, Observations};

/// A target and where things stand.
#[derive(Clone, Debug)]
pub struct TargetProgress<'a> {
    /// The target.
    pub target: TargetId,
    /// The latest published value.
    pub latest: Option<&'a Observation>,
    /// Growth of that value over the same period of the year before, for targets of growth.
    pub growth: Option<Number>,
    /// Whether the value is of the kind that the target is about, so that a gap means something.
    pub comparable: bool,
    /// Target less latest value, in base units.
    pub gap: Option<Number>,
    /// Whether the latest value meets the target.
    pub met: Option<bool>,
}

/// All targets, in their order, with the latest values published by a day.
pub fn progress<'a>(program: &Program, observations: &'a Observations, day: Date) -> Vec<TargetProgress<'a>> {
    let targets = program.targets.iter().enumerate();
    targets
        .map(|(n, target)| {
            let latest = match target.whose {
                Whose::Region(region) => observations.latest(target.indicator, region, day),
                _ => None,
            };
            let kind = program.indicator(target.indicator).kind;
            let is_growth = target.form == Form::Growth;
            let growth = latest.filter(|_| is_growth).and_then(|latest| observations.growth(latest));
            // An increase needs its beginning, and so does a running total: the latest value alone says nothing.
            let is_total = matches!(kind, IndicatorKind::Cumulative(_) | IndicatorKind::Unstated(_));
            let comparable = if is_growth { growth.is_some() } else { target.form == Form::Value && !is_total };
            let goal = match target.value {
                TargetValue::Number { base, .. } => Some(base),
                TargetValue::Indicator(..) => None,
            };
            let reached = if is_growth { growth } else { latest.and_then(Observation::value) };
            let pair = goal.zip(reached).filter(|_| comparable);
            TargetProgress {
                target: TargetId::from_index(n),
                latest,
                growth,
                comparable,
                // A plan promises an average over its years, which the growth of a single year neither meets nor misses.
                gap: pair.filter(|_| !is_growth).and_then(|(goal, value)| goal.sub(value)),
                met: pair.filter(|_| !is_growth).map(|(goal, value)| meets(target.op, value, goal)),
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
