//! Everybody keeps the latest value, and what is missing is split by the latest yearly increases.

use wuwei_ir::{Number, RegionId};
use wuwei_source::Text;

use super::{Scene, Weighed, Weight};

pub(super) fn weigh(scene: &Scene<'_>) -> Weighed {
    let children: Vec<_> = scene.children.iter().map(|region| trend(scene, *region)).collect();
    let mut years = children.iter().flatten().map(|(year, _)| *year);
    let year = years.next().filter(|first| years.all(|year| year == *first));
    let whole = scene.outer.and_then(|outer| trend(scene, outer).ok());
    let whole = whole.filter(|(of, _)| Some(*of) == year).map(|(_, weight)| weight);
    Weighed { children: children.into_iter().map(|child| child.map(|(_, weight)| weight)).collect(), whole }
}

/// The latest value, and the increase to it from the value before, for one year; a region that lost keeps what it has and
/// gets nothing more.
fn trend(scene: &Scene<'_>, region: RegionId) -> Result<(i32, Weight), Text> {
    let latest = scene.latest(scene.indicator, region)?;
    let years = scene.years(scene.indicator, region);
    let before = years.len().checked_sub(2).map(|at| years[at]);
    let increase = before.and_then(|before| {
        let gained = latest.value.sub(before.value)?;
        gained.div(Number::int(i64::from(latest.year - before.year)))
    });
    let increase = increase
        .ok_or_else(|| Text::new("只有一年的公布值，看不出增量", "values of one year only show no increase"))?;
    let weight = if increase.signum() < 0 { Number::ZERO } else { increase };
    Ok((latest.year, Weight { keeps: latest.value, weight }))
}
