//! Targets beside the latest published value: what lists and the demonstration show of them.

use wuwei_engine::Truth;
use wuwei_ir::{Date, Form, Number, Program, TargetValue};
use wuwei_plan::progress::{Lack, Settings, TargetProgress};
use wuwei_plan::{Observation, Observations};

/// All targets, in their order, as things were known on a day. Without forecasts, which nobody reads in a list.
pub fn progress(program: &Program, observations: &Observations, day: Date) -> Vec<TargetProgress> {
    wuwei_plan::progress::progress(program, observations, day, &Settings { forecasts: false, ..Settings::default() })
}

/// A target beside the latest published value.
#[derive(Clone, Debug)]
pub struct Published<'a> {
    /// The latest published value; of the kind that the target is about, where there is one.
    pub latest: Option<&'a Observation>,
    /// Growth of that value over the same period of the year before, for targets of growth.
    pub growth: Option<Number>,
    /// Whether what was published can be held against the target, so that a gap means something.
    pub comparable: bool,
    /// Target less what is held against it, in base units.
    pub gap: Option<Number>,
    /// Whether it meets the target.
    pub met: Option<bool>,
}

/// What was published of a target's indicator, and how far that is from the target.
pub fn published<'a>(program: &Program, observations: &'a Observations, found: &TargetProgress) -> Published<'a> {
    let target = program.target(found.target);
    let latest = found.latest.and_then(|seen| observations.all().get(seen.observation));
    let is_growth = target.form == Form::Growth;
    let growth = latest.filter(|_| is_growth).and_then(|latest| observations.growth(latest));
    let gap = found.gap.exact();
    let nothing_seen = latest.is_none() && target.form == Form::Value && !matches!(found.lack, Some(Lack::Meaning(_)));
    Published {
        latest,
        growth,
        comparable: gap.is_some() || growth.is_some() || nothing_seen,
        gap: gap.filter(|_| matches!(target.value, TargetValue::Number { .. })),
        met: match found.met {
            Truth::Yes => Some(true),
            Truth::No => gap.map(|_| false),
            Truth::Unknown => None,
        },
    }
}
