//! How many targets have which verdict, beside the report before.

use wuwei_plan::progress::{TargetProgress, Verdict};
use wuwei_plan::trace::{Quantity, tally_key};

use super::Material;
use super::lamp::Lamp;
use super::notes::{Figure, Notes};
use crate::words::pick;

/// How many targets there are, and how many have which verdict.
#[derive(Clone, Debug)]
pub struct Tally {
    /// All targets.
    pub all: Figure,
    /// The same as a number.
    pub total: usize,
    /// By verdict, the best first.
    pub counts: Vec<Count>,
}

/// How many targets have a verdict.
#[derive(Clone, Debug)]
pub struct Count {
    /// The light that stands for the verdict.
    pub lamp: Lamp,
    /// How many.
    pub now: Figure,
    /// The same as a number.
    pub count: usize,
    /// How many there were in the report before.
    pub before: Figure,
    /// How many more they are.
    pub change: i64,
}

pub(super) fn tally(
    material: &Material<'_>,
    notes: &mut Notes,
    now: &[TargetProgress],
    before: &[TargetProgress],
) -> Tally {
    let Material { program, document, lang, .. } = *material;
    let subject = pick(lang, "本文件全部目标", "all targets of the document");
    let mut figure = |verdict: Option<Verdict>, found: &[TargetProgress], count: usize, day: wuwei_ir::Date| {
        let key = tally_key(program, document, verdict, found);
        let quantity = verdict.map_or(Quantity::Targets, Quantity::Tally);
        let what = || format!("{} {day}", quantity.name().get(lang));
        notes.figure(key, count.to_string(), subject, what)
    };
    let count_of =
        |found: &[TargetProgress], verdict| found.iter().filter(|one| one.judgement.verdict == verdict).count();
    let all = figure(None, now, now.len(), material.as_of);
    let counts = Verdict::ALL
        .into_iter()
        .map(|verdict| {
            let (new, old) = (count_of(now, verdict), count_of(before, verdict));
            Count {
                lamp: Lamp::of(verdict, lang),
                now: figure(Some(verdict), now, new, material.as_of),
                count: new,
                before: figure(Some(verdict), before, old, material.since),
                change: new as i64 - old as i64,
            }
        })
        .collect();
    Tally { all, total: now.len(), counts }
}
