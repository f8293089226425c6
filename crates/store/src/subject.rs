//! What is known of a subject: rows of several uploads laid over each other, cell by cell.

use std::sync::Arc;

use crate::cells::Row;
use crate::upload::UploadId;

/// A cell, and the upload that says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The column.
    pub column: Arc<str>,
    /// The value as text; `None` where the upload withdrew what was known before.
    pub value: Option<Box<str>>,
    /// The upload it comes from.
    pub upload: UploadId,
}

/// What is known of a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Which subject.
    pub key: String,
    cells: Vec<Cell>,
}

impl Subject {
    /// Its cells, by column in byte order; withdrawn ones are among them.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// Its cells, for keeping them.
    pub fn into_cells(self) -> Vec<Cell> {
        self.cells
    }

    /// The cell of a column, if any upload said something of it.
    pub fn cell(&self, column: &str) -> Option<&Cell> {
        let at = self.cells.binary_search_by(|cell| (*cell.column).cmp(column)).ok()?;
        self.cells.get(at)
    }

    /// The value of a column, if it is known.
    pub fn value(&self, column: &str) -> Option<&str> {
        self.cell(column)?.value.as_deref()
    }
}

/// One upload's row about a subject, and when that became known.
pub(crate) struct Said {
    pub(crate) learnt: String,
    pub(crate) upload: UploadId,
    pub(crate) row: Row,
}

/// Lays rows over each other: what was learnt later wins, and of what was learnt on one day what was uploaded later.
pub(crate) fn fold(key: String, mut said: Vec<Said>) -> Subject {
    said.sort_by(|a, b| (&a.learnt, a.upload).cmp(&(&b.learnt, b.upload)));
    let mut layers = said.into_iter().map(|said| {
        let upload = said.upload;
        let mut cells: Vec<Cell> = said.row.into_iter().map(|(column, value)| Cell { column, value, upload }).collect();
        if !cells.is_sorted_by(|a, b| a.column < b.column) {
            cells.sort_by(|a, b| a.column.cmp(&b.column));
        }
        cells
    });
    let first = layers.next().unwrap_or_default();
    Subject { key, cells: layers.fold(first, over) }
}

/// The cells of `above`, and those of `below` in other columns.
fn over(below: Vec<Cell>, above: Vec<Cell>) -> Vec<Cell> {
    let mut out = Vec::with_capacity(below.len().max(above.len()));
    let mut below = below.into_iter().peekable();
    for cell in above {
        while let Some(earlier) = below.next_if(|earlier| earlier.column < cell.column) {
            out.push(earlier);
        }
        below.next_if(|earlier| earlier.column == cell.column);
        out.push(cell);
    }
    out.extend(below);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cells::Columns;

    fn said(learnt: &str, upload: i64, row: &str) -> Said {
        Said { learnt: learnt.to_string(), upload: UploadId(upload), row: Columns::default().read(row).unwrap() }
    }

    fn folded(rows: Vec<Said>) -> Vec<String> {
        let subject = fold("k".to_string(), rows);
        let show = |cell: &Cell| format!("{}={} {}", cell.column, cell.value.as_deref().unwrap_or("-"), cell.upload);
        subject.cells().iter().map(show).collect()
    }

    #[test]
    fn later_wins_cell_by_cell() {
        let rows = vec![
            said("2025-01-01", 1, r#"{"a":"1","b":"1","c":"1"}"#),
            said("2025-03-01", 2, r#"{"b":"2","d":"2"}"#),
            said("2025-02-01", 3, r#"{"b":"3","c":null}"#),
        ];
        assert_eq!(folded(rows), ["a=1 1", "b=2 2", "c=- 3", "d=2 2"]);
    }

    #[test]
    fn on_one_day_the_later_upload_wins() {
        let rows = vec![said("2025-01-01", 9, r#"{"a":"9"}"#), said("2025-01-01", 10, r#"{"a":"10"}"#)];
        assert_eq!(folded(rows), ["a=10 10"]);
    }

    #[test]
    fn a_cell_is_found_and_a_withdrawn_one_has_no_value() {
        let subject = fold("k".to_string(), vec![said("2025-01-01", 1, r#"{"b":null,"a":"1"}"#)]);
        assert_eq!(subject.value("a"), Some("1"));
        assert_eq!(subject.value("b"), None);
        assert_eq!(subject.cell("b").map(|cell| cell.upload), Some(UploadId(1)));
        assert_eq!(subject.cell("c"), None);
    }
}
