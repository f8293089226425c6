//! What became different since the report before: the same question asked as of an earlier day.

use wuwei_plan::progress::{Seen, TargetProgress, Verdict};
use wuwei_plan::trace::{Quantity, key};

use super::Material;
use super::lamp::Lamp;
use super::notes::{Figure, Notes};
use super::scale::Scale;
use super::target::TargetRow;

/// A target of which something became different.
#[derive(Clone, Debug)]
pub struct Change {
    /// Its position in the report's targets.
    pub target: usize,
    /// The light before, and now.
    pub lamps: (Lamp, Lamp),
    /// The latest value before, with its period.
    pub before: Option<(Figure, String)>,
    /// The latest value now, with its period.
    pub now: Option<(Figure, String)>,
}

impl Change {
    /// Whether only the calendar moved: nothing new was observed, and neither light judges anything.
    pub fn is_quiet(&self) -> bool {
        let says_little = |lamp: &Lamp| matches!(lamp.verdict, Verdict::NoData | Verdict::NotDue);
        let text = |value: &Option<(Figure, String)>| {
            value.as_ref().map(|(figure, period)| (figure.text.clone(), period.clone()))
        };
        says_little(&self.lamps.0) && says_little(&self.lamps.1) && text(&self.before) == text(&self.now)
    }
}

pub(super) fn changes(
    material: &Material<'_>,
    notes: &mut Notes,
    rows: &[TargetRow],
    before: &[TargetProgress],
    now: &[TargetProgress],
) -> Vec<Change> {
    let Material { program, lang, .. } = *material;
    let mut out = Vec::new();
    for (n, (old, new)) in before.iter().zip(now).enumerate() {
        let lamps = (Lamp::shown(program, &old.judgement, lang), rows[n].lamp.clone());
        let value = |found: &TargetProgress| found.latest.map(|latest: Seen| (latest.period, latest.value));
        if lamps.0 == lamps.1 && value(old) == value(new) {
            continue;
        }
        let target = program.target(old.target);
        let mut latest = |found: &TargetProgress| {
            let latest = found.latest?;
            let scale = Scale::new(program.indicator(target.indicator), Some(target), found.measure, lang);
            let key = key(program, material.observations, found, Quantity::Latest);
            let what = || format!("{} {}", Quantity::Latest.name().get(lang), found.day);
            Some((notes.figure(key, scale.value(latest.value), &rows[n].name, what), latest.period.shown()))
        };
        out.push(Change { target: n, lamps, before: latest(old), now: latest(new) });
    }
    out
}
