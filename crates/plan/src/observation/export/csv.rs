//! Tidy text: a row for each figure, a column for each thing to say about it.

use wuwei_ir::Program;
use wuwei_source::Lang;
use wuwei_table::defused;

use super::{ExportOptions, Selection, Unwritable, value};
use crate::observation::Observations;
use crate::observation::import::{Column, escaped};

/// Observations as comma-separated text, with the mark by which spreadsheet programs take it for UTF-8.
pub fn to_csv(program: &Program, observations: &Observations, options: &ExportOptions) -> Result<Vec<u8>, Unwritable> {
    written(&Selection::new(program, observations, options), options.lang)
}

/// A whole table with its header.
pub(super) fn written(selection: &Selection<'_>, lang: Lang) -> Result<Vec<u8>, Unwritable> {
    let failed = |error: csv::Error| Unwritable(error.to_string());
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(header(selection, lang)).map_err(failed)?;
    let mut cells: Vec<String> = Vec::new();
    for row in &selection.rows {
        cells.clear();
        cells.push(selection.names.of_indicator(row.indicator, row.region));
        cells.push(selection.names.of_region(row.region));
        cells.extend(selection.parts.iter().map(|part| defused(row.breakdowns.get(part)).into_owned()));
        cells.push(row.period.to_string());
        cells.push(value(row));
        cells.push(row.figure.map_or_else(String::new, |figure| figure.unit.text()));
        cells.push(row.status.shown(lang).to_string());
        cells.push(defused(&row.source).into_owned());
        cells.push(defused(&row.note).into_owned());
        cells.push(row.learnt.to_string());
        writer.write_record(&cells).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| Unwritable(error.to_string()))
}

/// The headers, breakdowns behind the region.
fn header(selection: &Selection<'_>, lang: Lang) -> Vec<String> {
    let mut header: Vec<String> = Vec::new();
    for column in Column::ALL {
        let (english, chinese, _) = column.names();
        header.push(if lang == Lang::Zh { chinese } else { english }.to_string());
        if column == Column::Region {
            header.extend(selection.parts.iter().map(|part| defused(&escaped(part)).into_owned()));
        }
    }
    header
}
