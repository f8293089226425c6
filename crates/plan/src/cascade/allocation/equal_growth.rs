//! Everybody grows by the same yearly rate from the own latest value.
//!
//! Where all latest values are of one year this is the same as splitting in proportion to them. Where they aren't, whoever
//! published last has fewer years left to grow.

use wuwei_ir::Number;

use super::{Scene, Weighed, Weight};
use crate::cascade::known::Yearly;

/// Rates are sought to a hundredth of a percent; what rounding leaves is settled by the largest remainder.
const GRID: i64 = 10_000;

/// `None` where the numbers are too large to be exact.
pub(super) fn weigh(scene: &Scene<'_>) -> Option<Weighed> {
    let latest: Vec<_> = scene.children.iter().map(|region| scene.latest(scene.indicator, *region)).collect();
    let known: Vec<Yearly> = latest.iter().flatten().copied().collect();
    let is_complete = known.len() == latest.len();
    let whole: Vec<Yearly> = if is_complete {
        known
    } else {
        // With some unknown the rate is that of the region above.
        scene.outer.and_then(|outer| scene.latest(scene.indicator, outer).ok()).into_iter().collect()
    };
    let by = scene.goal.by;
    let one_year = whole.iter().all(|value| value.year == whole[0].year);
    let rate =
        if whole.is_empty() || (is_complete && one_year) { None } else { Some(rate(&whole, by, scene.goal.value)?) };
    let grown = |value: &Yearly| match rate {
        Some(rate) => value.value.mul(factor(rate)?.pow(u32::try_from(by - value.year).ok()?)?),
        None => Some(value.value),
    };
    let weight = |value: Number| Weight { keeps: Number::ZERO, weight: value };
    let mut children = Vec::new();
    for latest in latest {
        children.push(match latest {
            Ok(latest) => Ok(weight(grown(&latest)?)),
            Err(why) => Err(why),
        });
    }
    // The grown whole is the goal, but for the rounding of the rate.
    let whole = match whole.first() {
        Some(outer) if !is_complete => Some(weight(grown(outer)?)),
        _ => None,
    };
    Some(Weighed { children, whole })
}

/// One and a rate.
fn factor(rate: i64) -> Option<Number> {
    Number::ratio(i128::from(GRID.checked_add(rate)?), i128::from(GRID))
}

/// The largest rate of the grid at which the values together don't grow past the goal.
fn rate(values: &[Yearly], by: i32, goal: Number) -> Option<i64> {
    let total = |rate: i64| {
        values.iter().try_fold(Number::ZERO, |sum, value| {
            let years = u32::try_from(by - value.year).ok()?;
            sum.add(value.value.mul(factor(rate)?.pow(years)?)?)
        })
    };
    let now = total(0)?;
    if now.signum() <= 0 {
        return Some(0);
    }
    let (mut low, mut high) = if now <= goal { (0, 1) } else { (-GRID, 0) };
    while now <= goal && total(high)? <= goal {
        low = high;
        high = high.checked_mul(2)?;
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if total(middle)? <= goal { low = middle } else { high = middle }
    }
    Some(low)
}
