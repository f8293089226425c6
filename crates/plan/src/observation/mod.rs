//! Observations: what was published or worked out of an indicator, in a region, for a period.
//!
//! Observations are only ever added. A figure that is revised gets a second row that says when it became known, so every
//! question can be asked as of a past day. Figures that contradict each other, neither revising the other, all stay and are
//! marked.

mod breakdown;
mod content;
mod export;
mod import;
mod quality;
mod revision;
mod rows;
mod status;
mod store;
mod unit;

use std::sync::Arc;

use wuwei_ir::{Date, IndicatorId, Number, RegionId, Unit};

use crate::period::Period;

pub use breakdown::Breakdowns;
pub use export::{ExportOptions, NotAppended, Unwritable, appended, to_csv, to_sdmx, to_xlsx};
pub use import::{Accept, Fault, Format, ImportOptions, Imported, Importer};
pub use quality::{Class, Finding, quality};
pub use rows::ObservationRow;
pub use status::Status;
pub use store::Observations;

/// One published value.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The region.
    pub region: RegionId,
    /// The period.
    pub period: Period,
    /// The part of the whole that it is about; empty for the whole.
    pub breakdowns: Breakdowns,
    /// The value; none where somebody says that there is none, or that the one given before doesn't hold.
    pub figure: Option<Figure>,
    /// How firm it is.
    pub status: Status,
    /// Who published it.
    pub source: Arc<str>,
    /// What must be said about it.
    pub note: Arc<str>,
    /// The day on which it became known.
    pub learnt: Date,
    /// Where it was read.
    pub origin: Origin,
    /// Whether another figure was published for the same period and neither revises the other, as far as is known today.
    pub in_conflict: bool,
}

/// A value with its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// As written.
    pub written: Number,
    /// The unit as written.
    pub unit: Unit,
    /// In base units.
    pub value: Number,
}

impl Figure {
    /// A value in a unit; `None` when it is too large to be exact.
    pub fn new(written: Number, unit: Unit) -> Option<Figure> {
        Some(Figure { written, unit, value: written.mul(unit.factor)? })
    }
}

/// The row of a table that an observation was read from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Origin {
    /// Position in [`Observations::tables`].
    pub table: u32,
    /// The row as a spreadsheet counts it, from 1; nought where the observation was read from no table.
    pub row: u32,
}

/// A table that observations were read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The file as people know it.
    pub file: Arc<str>,
    /// The sheet, in a workbook.
    pub sheet: Option<Arc<str>>,
}

impl Observation {
    /// The value in base units.
    pub fn value(&self) -> Option<Number> {
        self.figure.map(|figure| figure.value)
    }

    /// The day on which a figure counts as known where nobody says when that was: the day after its period.
    pub fn usually_learnt(period: Period) -> Date {
        Date::from_days(i64::from(period.last_day().days()) + 1).unwrap_or(Date::MAX)
    }
}
