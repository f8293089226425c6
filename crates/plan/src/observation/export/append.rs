//! Adding rows to a tidy text that is there: what stands in it stays byte for byte, new rows come below.

use std::ops::Range;

use wuwei_ir::Program;
use wuwei_source::Lang;
use wuwei_table::{defused, restored};

use super::{ExportOptions, Selection, Unwritable, value};
use crate::observation::import::{Column, escaped};
use crate::observation::{Observation, Observations};

/// Why rows can't be added to a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAppended {
    /// The table lacks a column that the rows need, here by its name.
    Lacks(String),
    /// It isn't comma-separated UTF-8 text with a header of observations.
    NoTable,
    /// The text can't be put together.
    Unwritable(Unwritable),
}

/// The text of a table with some observations as further rows, in the order and the language of its columns; a whole new
/// table where there is no text yet.
pub fn appended(
    program: &Program,
    observations: &Observations,
    rows: Range<usize>,
    text: &str,
    options: &ExportOptions,
) -> Result<Vec<u8>, NotAppended> {
    let added: Vec<&Observation> = observations.all().get(rows).unwrap_or_default().iter().collect();
    let selection = Selection::of(program, added);
    let failed = |error: csv::Error| NotAppended::Unwritable(Unwritable(error.to_string()));
    let body = text.trim_start_matches('\u{feff}');
    if body.trim().is_empty() {
        return super::csv::written(&selection, options.lang).map_err(NotAppended::Unwritable);
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(body.as_bytes());
    let header = reader.records().next().ok_or(NotAppended::NoTable)?.map_err(failed)?;
    let header: Vec<&str> = header.iter().map(|cell| restored(cell.trim())).collect();
    let named = |column: Column| header.iter().position(|cell| Column::named(cell) == Some(column));
    if named(Column::Indicator) != Some(0) {
        return Err(NotAppended::NoTable);
    }
    for column in Column::ALL {
        let (english, chinese, _) = column.names();
        let name = if options.lang == Lang::Zh { chinese } else { english };
        // A row without the day would become known on another one, and one without its unit would be another number.
        named(column).ok_or_else(|| NotAppended::Lacks(name.to_string()))?;
    }
    let part = |name: &str| header.iter().position(|cell| *cell == escaped(name));
    if let Some(lacking) = selection.parts.iter().find(|name| part(name).is_none()) {
        return Err(NotAppended::Lacks(lacking.to_string()));
    }
    let mut out = text.as_bytes().to_vec();
    if !out.ends_with(b"\n") {
        out.push(b'\n');
    }
    let windows = text.contains("\r\n");
    let terminator = if windows { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
    let mut writer = csv::WriterBuilder::new().terminator(terminator).from_writer(out);
    for row in &selection.rows {
        let mut cells = vec![String::new(); header.len()];
        let mut put = |column: Column, text: String| {
            if let Some(at) = named(column) {
                cells[at] = text;
            }
        };
        put(Column::Indicator, selection.names.of_indicator(row.indicator, row.region));
        put(Column::Region, selection.names.of_region(row.region));
        put(Column::Period, row.period.to_string());
        put(Column::Value, value(row));
        put(Column::Unit, row.figure.map_or_else(String::new, |figure| figure.unit.text()));
        put(Column::Status, row.status.shown(options.lang).to_string());
        put(Column::Source, defused(&row.source).into_owned());
        put(Column::Note, defused(&row.note).into_owned());
        put(Column::Learnt, row.learnt.to_string());
        for (name, value) in row.breakdowns.iter() {
            if let Some(at) = part(name) {
                cells[at] = defused(value).into_owned();
            }
        }
        writer.write_record(&cells).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| NotAppended::Unwritable(Unwritable(error.to_string())))
}
