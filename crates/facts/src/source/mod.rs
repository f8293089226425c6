//! Files of facts as rows of cells, whatever their format.

mod csv;
mod parquet;
mod xlsx;

use std::path::Path;

use wuwei_source::Text;

use crate::cell::Cell;
use crate::folder::FactsError;

/// Who receives the rows of a file.
pub(crate) trait Rows {
    /// A new sheet begins; a file without sheets has one without a name. Says whether its rows are wanted.
    fn sheet(&mut self, name: Option<&str>) -> bool;

    /// A row, with its number as the spreadsheet counts it.
    fn row(&mut self, number: u32, cells: &[Cell]);

    /// Something is wrong with these rows, which come next: none of them can be trusted.
    fn spoiled(&mut self, first: u32, last: u32, why: Text, hint: Text);

    /// Something is wrong with the file as a whole, or from a row on: it can't be loaded, not even without some rows.
    fn fatal(&mut self, row: Option<u32>, why: Text, hint: Text);
}

/// Reads a file by its extension.
pub(crate) fn read(path: &Path, rows: &mut dyn Rows) -> Result<(), FactsError> {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    match extension.as_str() {
        "csv" | "txt" => csv::read(path, rows),
        "xlsx" | "xlsm" => xlsx::read(path, rows),
        "parquet" => parquet::read(path, rows),
        _ => {
            rows.fatal(
                None,
                Text::new(format!("不认识扩展名“{extension}”"), format!("unknown extension “{extension}”")),
                Text::new(
                    "可以读 xlsx、csv 和 parquet；xls 请另存为 xlsx",
                    "xlsx, csv and parquet can be read; save an xls file as xlsx",
                ),
            );
            Ok(())
        }
    }
}
