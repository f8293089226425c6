//! Who receives what a file holds.

use wuwei_source::Text;

use crate::cell::Cell;

/// Receives the rows of a file.
pub trait Rows {
    /// A new sheet begins; a file without sheets has one without a name. Says whether its rows are wanted.
    fn sheet(&mut self, name: Option<&str>) -> bool;

    /// A row, with its number as the spreadsheet counts it; in text, the line on which it begins.
    fn row(&mut self, number: u32, cells: &[Cell<'_>]);

    /// Something is wrong with these rows, which come next: none of them can be trusted.
    fn spoiled(&mut self, first: u32, last: u32, why: Text, hint: Text);

    /// Something is wrong with the file as a whole, or from a row on: it can't be loaded, not even without some rows.
    fn fatal(&mut self, row: Option<u32>, why: Text, hint: Text);
}
