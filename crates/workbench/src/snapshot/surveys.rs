//! Surveys that were asked for.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use wuwei_ir::{Date, EntityId, RegionId};
use wuwei_project::{Keyed, Links, Survey, Touched, renewed, touched};
use wuwei_store::Changed;

use super::Snapshot;

/// The surveys of a snapshot, the one that was asked for last at the end.
#[derive(Default)]
pub(super) struct Surveys(Mutex<Vec<Surveyed>>);

/// A survey that somebody asked for; made once, however many ask for it at the same time.
struct Surveyed {
    region: RegionId,
    as_of: Date,
    made: Arc<OnceLock<Option<Arc<Survey>>>>,
}

/// So many surveys are kept; the one that was asked for first gives way.
const SURVEYS: usize = 16;
/// So many subjects, in hundredths of all, are asked one by one.
const MANY: usize = 5;
/// So many surveys are made before anybody asks for them.
const AGAIN: usize = 4;

/// How many surveys were made after a change.
#[derive(Default)]
pub(crate) struct Again {
    /// By asking those whom the change touches.
    pub(crate) renewed: u64,
    /// By asking everybody.
    pub(crate) anew: u64,
}

impl Surveys {
    fn all(&self) -> MutexGuard<'_, Vec<Surveyed>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A survey, made by whoever asks first.
    pub(super) fn get(
        &self,
        region: RegionId,
        as_of: Date,
        make: impl FnOnce() -> Option<Survey>,
    ) -> Option<Arc<Survey>> {
        let made = {
            let mut all = self.all();
            match all.iter().find(|one| one.region == region && one.as_of == as_of) {
                Some(one) => one.made.clone(),
                None => {
                    let made = Arc::default();
                    all.push(Surveyed { region, as_of, made: Arc::clone(&made) });
                    let many = all.len().saturating_sub(SURVEYS);
                    all.drain(..many);
                    made
                }
            }
        };
        made.get_or_init(|| make().map(Arc::new)).clone()
    }

    /// Takes over what was surveyed of the same facts.
    pub(super) fn take(&self, other: &Surveys) {
        let taken: Vec<Surveyed> = other.all().iter().map(|one| Surveyed { made: one.made.clone(), ..*one }).collect();
        *self.all() = taken;
    }

    /// Those that are made, the one that was asked for last first.
    fn made(&self) -> Vec<Arc<Survey>> {
        self.all().iter().rev().filter_map(|one| one.made.get()?.clone()).collect()
    }
}

impl Snapshot {
    /// Makes the surveys that were asked for last of the facts before a change, so that nobody waits for them: by asking those
    /// whose answers may have changed, and everybody where that isn't enough.
    pub(crate) fn survey_again(&self, before: &Snapshot, changed: Option<&Changed>) -> Again {
        let mut again = Again::default();
        // The one that was asked for last stays the last.
        for survey in before.surveys().made().into_iter().take(AGAIN).rev() {
            let (region, as_of) = (survey.region, survey.as_of);
            match changed.and_then(|changed| self.survey_renewed(before, changed, &survey)) {
                Some(survey) => {
                    self.surveys().get(region, as_of, || Some(survey));
                    again.renewed += 1;
                }
                None => {
                    self.survey(region, as_of);
                    again.anew += 1;
                }
            }
        }
        again
    }

    /// A survey of the facts before a change, brought up to date.
    fn survey_renewed(&self, before: &Snapshot, changed: &Changed, survey: &Survey) -> Option<Survey> {
        let program = self.library().program();
        // Any subject of a kind that was replaced may be another one.
        if !changed.replaced.is_empty() || !std::ptr::eq(program, before.library().program()) {
            return None;
        }
        let mut subjects: Touched<'_> = Touched::new();
        for (kind, key) in &changed.subjects {
            // What the documents don't know concerns no rule.
            let Some(entity) = program.entity_named(kind) else { continue };
            subjects.entry(entity).or_default().insert(key);
        }
        let (old, new) = (|entity| before.keys(entity), |entity| self.keys(entity));
        let populations = [
            Keyed { population: before.population(), keys: &old },
            Keyed { population: self.population(), keys: &new },
        ];
        let touched = touched(program, &Links::of(program, survey.as_of), populations, &subjects)?;
        let (many, everybody) = (touched.values().map(|keys| keys.len()).sum::<usize>(), self.everybody());
        // One by one takes longer for each than all at once in columns.
        (many * 100 <= everybody * MANY).then(|| renewed(program, survey, populations, &touched))?
    }

    fn everybody(&self) -> usize {
        self.tables().iter().map(|table| table.rows).sum()
    }

    /// The store's keys of the subjects of a kind, in their order.
    fn keys(&self, entity: EntityId) -> &[Box<str>] {
        self.stored().kind(entity).map_or(&[], |built| &built.keys)
    }
}
