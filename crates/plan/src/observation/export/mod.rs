//! Writing observations: what is written is read back unchanged.

mod append;
mod csv;
mod sdmx;
mod xlsx;

use std::fmt;

use wuwei_ir::{Date, Program};
use wuwei_source::Lang;

use super::import::Names;
use super::{Observation, Observations, unit};

pub use append::{NotAppended, appended};
pub use csv::to_csv;
pub(super) use csv::{header, texts};
pub use sdmx::to_sdmx;
pub use xlsx::to_xlsx;

/// What to write.
#[derive(Clone, Copy, Debug)]
pub struct ExportOptions {
    /// The language of headers and statuses; names are those of the documents.
    pub lang: Lang,
    /// Only what was known on this day.
    pub known_on: Date,
    /// Today.
    pub today: Date,
}

/// Why observations can't be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unwritable(String);

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unwritable {}

/// The observations to write, with what all formats need.
pub(super) struct Selection<'a> {
    names: Names<'a>,
    pub(super) rows: Vec<&'a Observation>,
    /// Breakdowns that any row has, in the order of their names.
    parts: Vec<&'a str>,
}

impl<'a> Selection<'a> {
    fn new(program: &'a Program, observations: &'a Observations, options: &ExportOptions) -> Selection<'a> {
        let known = |row: &&Observation| row.learnt <= options.known_on;
        Selection::of(program, observations.all().iter().filter(known).collect())
    }

    fn of(program: &'a Program, rows: Vec<&'a Observation>) -> Selection<'a> {
        let mut parts: Vec<&str> = rows.iter().flat_map(|row| row.breakdowns.iter().map(|(name, _)| name)).collect();
        parts.sort_unstable();
        parts.dedup();
        Selection { names: Names::new(program), rows, parts }
    }
}

/// The observations to write, chosen by somebody else.
pub(super) fn selected<'a>(program: &'a Program, rows: Vec<&'a Observation>) -> Selection<'a> {
    Selection::of(program, rows)
}

/// A value as written; one that is missing on purpose is NaN.
fn value(row: &Observation) -> String {
    row.figure.map_or_else(|| "NaN".to_string(), |figure| unit::decimal(figure.written))
}
