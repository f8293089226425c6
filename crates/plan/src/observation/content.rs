//! What an observation says, wherever it was read.

use std::hash::{Hash, Hasher};

use super::Observation;

/// An observation by what it says: two with the same content are the same row twice.
#[derive(Clone, Copy)]
pub(super) struct Content<'a>(pub(super) &'a Observation);

impl PartialEq for Content<'_> {
    fn eq(&self, other: &Self) -> bool {
        let (one, other) = (self.0, other.0);
        one.indicator == other.indicator
            && one.region == other.region
            && one.period == other.period
            && one.learnt == other.learnt
            && one.status == other.status
            && one.figure == other.figure
            && one.breakdowns == other.breakdowns
            && one.source == other.source
            && one.note == other.note
    }
}

impl Eq for Content<'_> {}

impl Hash for Content<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let row = self.0;
        (row.indicator, row.region, row.period, row.learnt, row.status).hash(state);
        row.value().map(|value| (value.numerator(), value.denominator())).hash(state);
        row.breakdowns.hash(state);
        row.source.hash(state);
        row.note.hash(state);
    }
}
