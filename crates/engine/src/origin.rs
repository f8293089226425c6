//! Where a fact comes from.

use wuwei_ir::Date;
use wuwei_source::Name;

/// Where a fact comes from, as far as that was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A row of a table that somebody sent.
    Table {
        /// The file.
        file: Name,
        /// The sheet, where the file has several.
        sheet: Option<Name>,
        /// The row, counted from 1 as spreadsheet programs do.
        row: u32,
        /// The day on which the fact became known to whoever answers.
        learnt: Date,
    },
    /// Made up by a program, about nobody.
    Synthetic,
    /// Supposed by whoever asks.
    Supposed,
}
