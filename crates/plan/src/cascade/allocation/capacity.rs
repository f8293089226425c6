//! In proportion to the latest values of some indicator.

use wuwei_ir::{IndicatorId, Number};

use super::{Scene, Weighed, Weight};

pub(super) fn weigh(scene: &Scene<'_>, of: IndicatorId) -> Weighed {
    let latest: Vec<_> = scene.children.iter().map(|region| scene.latest(of, *region)).collect();
    let weight = |value: Number| Weight { keeps: Number::ZERO, weight: value };
    // Parts of one year are held against the whole of that year; of parts of several years there is no whole.
    let mut years = latest.iter().flatten().map(|latest| latest.year);
    let year = years.next().filter(|first| years.all(|year| year == *first));
    let whole = year.zip(scene.outer).and_then(|(year, outer)| {
        let values = scene.years(of, outer);
        values.into_iter().find(|value| value.year == year).map(|value| weight(value.value))
    });
    let children = latest.into_iter().map(|latest| latest.map(|latest| weight(latest.value))).collect();
    Weighed { children, whole }
}
