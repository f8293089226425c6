//! Observations as rows of texts, as a store keeps them: the columns of a tidy table, each row by itself.

use std::ops::Range;
use std::sync::Arc;

use wuwei_ir::{Date, Program};
use wuwei_source::Lang;
use wuwei_table::defused;

use super::export::{header, selected, texts};
use super::{Accept, Fault, ImportOptions, Importer, Observations, Origin, Table};

/// A row as a store keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObservationRow {
    /// Columns and their texts.
    pub cells: Vec<(String, String)>,
    /// The row of the file that it was read from, from 1; nought where that isn't known.
    pub row: u32,
    /// The sheet, in a workbook.
    pub sheet: Option<String>,
}

impl Observations {
    /// Some of the observations as rows; texts that say nothing are left out.
    pub fn rows(&self, program: &Program, which: Range<usize>) -> Vec<ObservationRow> {
        let chosen: Vec<_> = self.all().get(which).unwrap_or(&[]).iter().collect();
        let selection = selected(program, chosen);
        let header = header(&selection, Lang::Zh);
        let row = |seen: &&super::Observation| {
            let cells = header.iter().cloned().zip(texts(&selection, seen, Lang::Zh));
            let sheet = self.tables().get(seen.origin.table as usize).and_then(|table| table.sheet.as_deref());
            ObservationRow {
                cells: cells.filter(|(_, text)| !text.is_empty()).collect(),
                row: seen.origin.row,
                sheet: sheet.map(str::to_string),
            }
        };
        selection.rows.iter().map(row).collect()
    }

    /// Lays rows that were kept over what is there. What is there already isn't added again; what the documents no longer
    /// know is said and left out.
    pub fn lay_over(&mut self, importer: &mut Importer<'_>, file: &str, rows: &[ObservationRow]) -> Vec<Fault> {
        let mut header: Vec<&str> = Vec::new();
        for (name, _) in rows.iter().flat_map(|row| &row.cells) {
            if !header.contains(&name.as_str()) {
                header.push(name);
            }
        }
        // The first column is the one by which such tables are known.
        let first = header.iter().position(|name| Importer::is_table(name)).unwrap_or(0);
        if first < header.len() {
            header.swap(0, first);
        }
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing to memory doesn't fail, and a line break in a text would make one row two.
        let plain = |text: &str| defused(&text.replace(['\n', '\r'], " ")).into_owned();
        let _ = writer.write_record(header.iter().map(|name| plain(name)));
        for row in rows {
            let text = |name: &&str| row.cells.iter().find(|(column, _)| column == name).map_or("", |(_, text)| text);
            let _ = writer.write_record(header.iter().map(|name| plain(text(name))));
        }
        let bytes = writer.into_inner().unwrap_or_default();
        let mut read = Observations::default();
        let options = ImportOptions { file, today: Date::MAX, learnt: None, accept: Accept::Readable };
        let imported = importer.import(&mut read, &bytes, &options);
        let mut sheets: Vec<(Option<&str>, u32)> = Vec::new();
        let mut added = Vec::new();
        for seen in read.all() {
            if self.contains(seen) {
                continue;
            }
            let kept = rows.get((seen.origin.row as usize).saturating_sub(2));
            let sheet = kept.and_then(|kept| kept.sheet.as_deref());
            let table = match sheets.iter().find(|(known, _)| *known == sheet) {
                Some((_, table)) => *table,
                None => {
                    let table = self.add_table(Table { file: file.into(), sheet: sheet.map(Arc::from) });
                    sheets.push((sheet, table));
                    table
                }
            };
            let origin = Origin { table, row: kept.map_or(0, |kept| kept.row) };
            added.push(super::Observation { origin, ..seen.clone() });
        }
        self.append(added);
        imported.faults
    }

    /// Whether the same is said already.
    pub fn contains(&self, seen: &super::Observation) -> bool {
        let content = super::content::Content(seen);
        self.of(seen.indicator, seen.region).any(|(_, other)| super::content::Content(other) == content)
    }
}
