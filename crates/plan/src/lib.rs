//! What became of a plan's promises: observations, progress, forecasts, and the cascade between levels of government.
//!
//! Everything here is a function of a program, of observations and of a day that the caller names: nothing reads a clock,
//! opens a file or draws a picture. Values are exact numbers; doubles are used for forecasts only. What isn't known stays
//! unknown and is named.

#[macro_use]
mod say;

pub mod cascade;
pub mod forecast;
mod observation;
mod period;
pub mod progress;
mod series;
pub mod trace;

pub use observation::{
    Accept, Breakdowns, Class, ExportOptions, Fault, Figure, Finding, Format, ImportOptions, Imported, Importer,
    NotAppended, Observation, ObservationRow, Observations, Origin, Status, Table, Unwritable, appended, quality,
    to_csv, to_sdmx, to_xlsx,
};
pub use period::{Period, PeriodKind};
pub use series::{Point, Series};
pub use wuwei_table::Problem;
