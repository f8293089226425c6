//! Figures that contradict each other, neither revising the other.

use rustc_hash::FxHashMap;
use wuwei_ir::{IndicatorId, RegionId};
use wuwei_source::Text;

use super::{Check, Class, Doubts, Scope, figure};
use crate::observation::{Breakdowns, Observation};
use crate::period::Period;

pub(super) const CHECK: Check = Check {
    id: "conflicting-figures",
    class: Class::Usefulness,
    heading: ["同一指标、同一时期公布的数不同", "Different figures for the same period"],
    mend: [
        "都会留下，并作标记；查清哪一个是修订后的数，在那一行状态写“修订”并写明得知日期。",
        "All stay and are marked; find out which one is the revision and mark its row as revised, with the day learnt.",
    ],
    find,
};

/// So many other figures are named.
const NAMED: usize = 3;

fn find(scope: &Scope<'_>, doubts: &mut Doubts) {
    // A figure or two of each value are enough to name what else was published.
    let mut rivals: FxHashMap<Key<'_>, Vec<&Observation>> = FxHashMap::default();
    let looked_at = scope.each().filter(|(_, seen)| seen.in_conflict).map(|(_, seen)| (seen.indicator, seen.region));
    let mut series: Vec<(IndicatorId, RegionId)> = looked_at.collect();
    series.sort_unstable();
    series.dedup();
    for (indicator, region) in series {
        for (_, seen) in scope.observations.of(indicator, region).filter(|(_, seen)| seen.in_conflict) {
            let list = rivals.entry(key(seen)).or_default();
            if list.len() <= NAMED && list.iter().all(|other| other.value() != seen.value()) {
                list.push(seen);
            }
        }
    }
    for (at, seen) in scope.each().filter(|(_, seen)| seen.in_conflict) {
        let Some(list) = rivals.get(&key(seen)) else { continue };
        let source = |other: &Observation| if other.source.is_empty() { "–".into() } else { other.source.clone() };
        let others = list.iter().filter(|other| other.value() != seen.value()).take(NAMED);
        let others: Vec<String> = others.map(|other| format!("{} [{}]", figure(other), source(other))).collect();
        let why = Text::new(format!("另有 {}", others.join("、")), format!("there is also {}", others.join(", ")));
        doubts.add(at, why, Text::default());
    }
}

/// What figures contradict each other about.
type Key<'a> = (IndicatorId, RegionId, Period, &'a Breakdowns);

fn key(seen: &Observation) -> Key<'_> {
    (seen.indicator, seen.region, seen.period, &seen.breakdowns)
}
