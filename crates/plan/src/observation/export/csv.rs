//! Tidy text: a row for each figure, a column for each thing to say about it.

use wuwei_ir::Program;
use wuwei_source::Lang;
use wuwei_table::defused;

use super::{ExportOptions, Selection, Unwritable, value};
use crate::observation::import::{Column, escaped};
use crate::observation::{Observation, Observations};

/// Observations as comma-separated text, with the mark by which spreadsheet programs take it for UTF-8.
pub fn to_csv(program: &Program, observations: &Observations, options: &ExportOptions) -> Result<Vec<u8>, Unwritable> {
    written(&Selection::new(program, observations, options), options.lang)
}

/// A whole table with its header.
pub(super) fn written(selection: &Selection<'_>, lang: Lang) -> Result<Vec<u8>, Unwritable> {
    let failed = |error: csv::Error| Unwritable(error.to_string());
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(header(selection, lang).iter().map(|name| defused(name).into_owned())).map_err(failed)?;
    for row in &selection.rows {
        writer
            .write_record(texts(selection, row, lang).iter().map(|text| defused(text).into_owned()))
            .map_err(failed)?;
    }
    writer.into_inner().map_err(|error| Unwritable(error.to_string()))
}

/// What a row says, in the order of the headers.
pub(in crate::observation) fn texts(selection: &Selection<'_>, row: &Observation, lang: Lang) -> Vec<String> {
    let mut cells =
        vec![selection.names.of_indicator(row.indicator, row.region), selection.names.of_region(row.region)];
    cells.extend(selection.parts.iter().map(|part| row.breakdowns.get(part).to_string()));
    cells.push(row.period.to_string());
    cells.push(value(row));
    cells.push(row.figure.map_or_else(String::new, |figure| figure.unit.text()));
    cells.push(row.status.shown(lang).to_string());
    cells.push(row.source.to_string());
    cells.push(row.note.to_string());
    cells.push(row.learnt.to_string());
    cells
}

/// The headers, breakdowns behind the region.
pub(in crate::observation) fn header(selection: &Selection<'_>, lang: Lang) -> Vec<String> {
    let mut header: Vec<String> = Vec::new();
    for column in Column::ALL {
        let (english, chinese, _) = column.names();
        header.push(if lang == Lang::Zh { chinese } else { english }.to_string());
        if column == Column::Region {
            header.extend(selection.parts.iter().map(|part| escaped(part).into_owned()));
        }
    }
    header
}
