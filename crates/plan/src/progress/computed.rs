//! Reported beside counted: the same indicator from two sides.

use wuwei_engine::Range;
use wuwei_ir::Number;

use super::case::Case;
use super::seen::Seen;
use super::source::Settings;

/// What an indicator comes to when it is counted from the loaded facts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counted {
    /// The value; a range where facts are missing.
    pub value: Range,
    /// How far the reported value lies outside it, as a share of the reported value; nought inside.
    pub apart: Option<Number>,
    /// Whether that is more than the tolerance.
    pub differs: bool,
}

pub(crate) fn of(case: &Case<'_>, settings: &Settings<'_>, latest: Option<&Seen>) -> Option<Counted> {
    let value = settings.computed?(case.target.indicator, case.region?)?;
    let apart = latest.and_then(|latest| apart(value, latest.value));
    Some(Counted { value, apart, differs: apart.is_some_and(|apart| apart > settings.tolerance) })
}

fn apart(counted: Range, reported: Number) -> Option<Number> {
    let below = counted.low.filter(|low| reported < *low).map(|low| low.sub(reported));
    let above = counted.high.filter(|high| reported > *high).map(|high| reported.sub(high));
    let distance = below.or(above).unwrap_or(Some(Number::ZERO))?;
    match reported.signum() {
        0 if distance == Number::ZERO => Some(Number::ZERO),
        // Nothing was reported and something was counted: as far apart as can be.
        0 => Some(Number::ONE),
        sign => distance.div(reported).and_then(|share| if sign < 0 { share.neg() } else { Some(share) }),
    }
}
