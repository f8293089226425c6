//! What doesn't fit between the documents.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Cell, Looks, table};
use crate::html::severity_word;
use crate::model::Report;
use crate::words::pick;

pub(super) fn write(report: &Report, sheet: &mut Worksheet, looks: &Looks) -> Result<(), XlsxError> {
    let lang = report.lang;
    let heads = [
        (pick(lang, "类别", "Severity"), 14.0),
        (pick(lang, "种类", "Finding"), 28.0),
        (pick(lang, "内容", "Message"), 80.0),
        (pick(lang, "位置", "Places"), 80.0),
        (pick(lang, "编号", "Keys"), 36.0),
    ];
    let rows = report.findings.iter().map(|row| {
        let keys: Vec<String> = row
            .message
            .notes
            .iter()
            .filter_map(|note| report.notes.get(note - 1))
            .map(|note| note.key.to_string())
            .collect();
        vec![
            Cell::text(severity_word(report, row.severity)),
            Cell::text(row.id),
            Cell::text(&row.message.text),
            Cell::text(row.places.join("\n")),
            Cell::text(keys.join(" ")),
        ]
    });
    table(sheet, looks, &heads, rows)
}
