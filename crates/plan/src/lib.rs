//! What became of a plan's promises: observations, progress, forecasts, and the cascade between levels of government.
//!
//! Everything here is a function of a program, of observations and of a day that the caller names: nothing reads a clock,
//! opens a file or draws a picture. Values are exact numbers; doubles are used for forecasts only. What isn't known stays
//! unknown and is named.

pub mod cascade;
pub mod observation;
mod period;
mod series;

pub use observation::{Breakdowns, Figure, Observation, Observations, Origin, Status, Table};
pub use period::{Period, PeriodKind};
pub use series::{Point, Series};
