//! Which of several figures for the same period stands, and which contradict each other.

use std::cmp::Reverse;

use wuwei_ir::Date;

use super::{Observation, Status};

/// Figures for the same indicator, region, period and part of the whole, known by a day, in the order of the tables.
pub(super) struct Rivals<'r, 'a> {
    rows: &'r [(usize, &'a Observation)],
    /// The last days on which a figure became known that replaces others, by how firm it is.
    reported: Option<Date>,
    approved: Option<Date>,
    revised: Option<Date>,
}

impl<'r, 'a> Rivals<'r, 'a> {
    pub(super) fn new(rows: &'r [(usize, &'a Observation)]) -> Rivals<'r, 'a> {
        let last =
            |status: Status| rows.iter().filter(|(_, row)| row.status == status).map(|(_, row)| row.learnt).max();
        let (reported, approved, revised) = (last(Status::Reported), last(Status::Approved), last(Status::Revised));
        Rivals { rows, reported, approved, revised }
    }

    /// Whether a later row takes a figure's place. A revised one does so for all that was known before it; a reported one
    /// for a preliminary one, and an approved one for both, because that is what these words announce. Of two rows that
    /// became known on the same day nobody can say which was first, so there only the word "revised" decides.
    fn is_replaced(&self, row: &Observation) -> bool {
        let after = |day: Option<Date>| day.is_some_and(|day| day > row.learnt);
        let revised_same_day = self.revised == Some(row.learnt) && row.status != Status::Revised;
        let by_firmer = match row.status {
            Status::Preliminary => after(self.reported) || after(self.approved),
            Status::Reported => after(self.approved),
            Status::Approved | Status::Revised | Status::Derived => false,
        };
        after(self.revised) || revised_same_day || by_firmer
    }

    /// The figures that nothing replaces, with their positions.
    pub(super) fn standing(&self) -> impl Iterator<Item = (usize, &'a Observation)> {
        self.rows.iter().copied().filter(|(_, row)| !self.is_replaced(row))
    }

    /// The figure that counts: a published one before one that somebody derived, then the one that became known last, then
    /// the one that stands last in the tables. None where the last word is that there is no figure.
    pub(super) fn chosen(&self) -> Option<(usize, &'a Observation)> {
        let known = self.standing().filter(|(_, row)| row.figure.is_some());
        known.max_by_key(|(at, row)| (Reverse(row.status == Status::Derived), row.learnt, *at))
    }

    /// Whether figures that nothing replaces differ.
    pub(super) fn differ(&self) -> bool {
        let mut values = self.standing().filter_map(|(_, row)| row.value());
        values.next().is_some_and(|first| values.any(|other| other != first))
    }
}
