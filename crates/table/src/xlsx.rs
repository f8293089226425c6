//! Workbooks, sheet by sheet, as a stream of cells.

use std::fmt;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use wuwei_ir::Date;
use wuwei_source::Text;

use crate::cell::Cell;
use crate::limits;
use crate::rows::Rows;

/// A workbook that can't be read, and why.
#[derive(Debug)]
pub struct Damaged(Text);

impl Damaged {
    /// Why, in the words of whoever found out.
    pub(crate) fn new(why: Text) -> Damaged {
        Damaged(why)
    }

    /// Why.
    pub fn text(&self) -> &Text {
        &self.0
    }
}

impl fmt::Display for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.en)
    }
}

impl std::error::Error for Damaged {}

/// Reads a workbook.
pub fn read(bytes: &[u8], rows: &mut dyn Rows) -> Result<(), Damaged> {
    limits::check(bytes)?;
    let damaged = |error: XlsxError| Damaged(Text::new(error.to_string(), error.to_string()));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    for sheet in book.sheet_names() {
        if !rows.sheet(Some(&sheet)) {
            continue;
        }
        let merged = book.merge_cells_by_sheet_name(&sheet).unwrap_or_default();
        // Merged cells hold their value in the first cell only: the others would be read as "not known".
        for region in merged.iter().filter(|region| region.start.0 != region.end.0 || region.start.1 != region.end.1) {
            let (first, last) = (region.start.0 + 1, region.end.0 + 1);
            rows.spoiled(
                first,
                last,
                Text::new(
                    format!("第 {first}—{last} 行有合并单元格"),
                    format!("cells are merged in rows {first}–{last}"),
                ),
                Text::new("取消合并，每一格都填上自己的值", "unmerge them and give each cell its own value"),
            );
        }
        let mut reader = match book.worksheet_cells_reader(&sheet) {
            Ok(reader) => reader,
            Err(error) => return Err(damaged(error)),
        };
        let mut cells: Vec<Cell<'_>> = Vec::new();
        let mut current: Option<u32> = None;
        loop {
            let cell = reader.next_cell().map_err(damaged)?;
            let Some(cell) = cell else { break };
            let (row, column) = cell.get_position();
            if current != Some(row) {
                if let Some(done) = current {
                    rows.row(done + 1, &cells);
                }
                cells.clear();
                current = Some(row);
            }
            let column = column as usize;
            if cells.len() <= column {
                cells.resize(column + 1, Cell::Empty);
            }
            cells[column] = convert(cell.get_value().clone());
        }
        if let Some(done) = current {
            rows.row(done + 1, &cells);
        }
    }
    Ok(())
}

fn convert(value: DataRef<'_>) -> Cell<'_> {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => Cell::Text(text.into()),
        DataRef::SharedString(text) => Cell::Text(text.into()),
        DataRef::Int(number) => Cell::Float(number as f64),
        DataRef::Float(number) => Cell::Float(number),
        DataRef::Bool(truth) => Cell::Truth(truth),
        DataRef::Error(error) => Cell::Fault(error.to_string().into()),
        DataRef::DateTime(day) if day.is_datetime() => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            match Date::from_ymd(i32::from(year), u32::from(month), u32::from(day)) {
                Some(day) => Cell::Day(day),
                None => Cell::Text(format!("{year}-{month}-{day}").into()),
            }
        }
        DataRef::DateTime(time) => Cell::Float(time.as_f64()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => match Date::parse(text.get(..10).unwrap_or(&text)) {
            Some(day) => Cell::Day(day),
            None => Cell::Text(text.into()),
        },
    }
}
