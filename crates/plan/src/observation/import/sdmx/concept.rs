//! What the columns of a message are called, and the codes in them.

use std::borrow::Cow;
use std::sync::Arc;

use crate::observation::Status;

/// Dimensions, measures and attributes that have a meaning of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Concept {
    Action,
    Indicator,
    Area,
    Frequency,
    Time,
    Value,
    Measure,
    Multiplier,
    Status,
    Source,
    Note,
    Learnt,
    /// Identifies the message, or repeats what other columns say.
    Envelope,
}

pub(super) const CONCEPTS: [(&str, Concept); 21] = [
    ("ACTION", Concept::Action),
    ("INDICATOR", Concept::Indicator),
    ("REF_AREA", Concept::Area),
    ("REGION", Concept::Area),
    ("FREQ", Concept::Frequency),
    ("TIME_PERIOD", Concept::Time),
    ("OBS_VALUE", Concept::Value),
    ("UNIT_MEASURE", Concept::Measure),
    ("UNIT_MULT", Concept::Multiplier),
    ("OBS_STATUS", Concept::Status),
    ("SOURCE", Concept::Source),
    ("DATA_SOURCE", Concept::Source),
    ("NOTE", Concept::Note),
    ("COMMENT_OBS", Concept::Note),
    ("LEARNT", Concept::Learnt),
    ("STRUCTURE", Concept::Envelope),
    ("STRUCTURE_ID", Concept::Envelope),
    ("STRUCTURE_NAME", Concept::Envelope),
    ("DATAFLOW", Concept::Envelope),
    ("SERIES_KEY", Concept::Envelope),
    ("OBS_KEY", Concept::Envelope),
];

/// The sign before a breakdown's name that is also a concept's.
pub(super) const ESCAPE: &str = "X_";

/// The code of the whole of a dimension.
const TOTAL: &str = "_T";

/// A value of a breakdown in a message; the whole of a dimension has a code of its own.
pub(in crate::observation) fn part(value: &str) -> Cow<'_, str> {
    match value {
        "" => TOTAL.into(),
        value if value.trim_start_matches(ESCAPE) == TOTAL => format!("{ESCAPE}{value}").into(),
        value => value.into(),
    }
}

/// The value that a cell of a breakdown means; none for the whole.
pub(super) fn part_of(cell: &str) -> Option<&str> {
    match cell.strip_prefix(ESCAPE) {
        Some(value) if value.trim_start_matches(ESCAPE) == TOTAL => Some(value),
        _ => Some(cell).filter(|cell| *cell != TOTAL),
    }
}

/// What a breakdown is called in a message.
pub(in crate::observation) fn escaped(name: &str) -> Cow<'_, str> {
    let taken = CONCEPTS.iter().any(|(known, _)| *known == name);
    let is_changed = name.starts_with(ESCAPE) || name.contains(": ") || name.contains('[');
    if taken || is_changed { format!("{ESCAPE}{name}").into() } else { name.into() }
}

/// Codes of SDMX's list of statuses that mean one of ours, and the codes of those that it lacks.
pub(in crate::observation) const CODES: [(&str, Status); 6] = [
    ("A", Status::Reported),
    ("P", Status::Preliminary),
    ("E", Status::Derived),
    ("I", Status::Derived),
    ("APPROVED", Status::Approved),
    ("REVISED", Status::Revised),
];

/// The cell of a row that a column fills.
pub(super) fn concept_index(column: &Result<Concept, Arc<str>>) -> usize {
    column.as_ref().map_or(Concept::Envelope as usize, |concept| *concept as usize)
}
