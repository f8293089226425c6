//! The observations that a number rests on.

use super::Quantity;
use super::derive::Deriver;
use crate::progress::{Measure, Seen};

impl Deriver<'_> {
    /// The observations under a number, the oldest first.
    pub(super) fn used(&self, quantity: Quantity) -> Vec<usize> {
        let found = self.found;
        let (base, latest) = (found.base.iter(), found.latest.iter());
        let rival = found.rival.iter().filter_map(|rival| rival.seen.as_ref());
        let total = matches!(found.measure, Measure::Total | Measure::EachYear);
        let in_plan = found.seen.iter().filter(|seen| total && seen.day() > found.eve);
        let seen: Vec<&Seen> = match quantity {
            Quantity::Goal => rival.collect(),
            Quantity::Level | Quantity::Base => base.collect(),
            Quantity::Latest => latest.collect(),
            Quantity::Gap => latest.chain(in_plan).chain(rival).collect(),
            Quantity::RequiredPace => latest.chain(in_plan).collect(),
            Quantity::Held | Quantity::Progress | Quantity::Verdict => {
                base.chain(latest).chain(in_plan).chain(rival).collect()
            }
            Quantity::AchievedPace => {
                let from = found.achieved_pace.map(|pace| pace.from);
                let start = found.seen.iter().filter(|seen| Some(seen.day()) == from);
                base.filter(|base| Some(base.day()) == from).chain(start).chain(latest).chain(in_plan).collect()
            }
            Quantity::Expected | Quantity::ExpectedValue | Quantity::PathAt(_) => base.collect(),
            Quantity::ForecastLow
            | Quantity::ForecastHigh
            | Quantity::Probability
            | Quantity::FanLow(_)
            | Quantity::FanHigh(_) => found.seen.iter().collect(),
            Quantity::Observed(period) => found.seen.iter().filter(|seen| seen.period == period).collect(),
            Quantity::Targets | Quantity::Tally(_) => Vec::new(),
        };
        let mut used: Vec<usize> = seen.into_iter().flat_map(|seen| self.rows(seen)).collect();
        let all = self.observations.all();
        used.sort_by_key(|at| all.get(*at).map(|row| (row.indicator, row.region, row.period)));
        used.dedup();
        used
    }

    /// The rows that a value was put together from: its own, or for a year put together from its parts all of them.
    fn rows(&self, seen: &Seen) -> Vec<usize> {
        let Some(row) = self.observations.all().get(seen.observation) else { return Vec::new() };
        if row.period == seen.period {
            return vec![seen.observation];
        }
        let series = self.observations.series(row.indicator, row.region, self.found.day);
        let same = series.points.iter().filter(|point| point.period.kind() == row.period.kind());
        same.filter(|point| seen.period.contains(point.period)).map(|point| point.observation).collect()
    }
}
