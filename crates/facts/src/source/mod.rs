//! Files of facts as rows of cells, whatever their format.

mod parquet;

use std::path::Path;

pub(crate) use parquet::texts as foreign_texts;

use wuwei_source::Text;
use wuwei_table::{Damaged, Rows, read_csv, read_xlsx};

use crate::folder::{FactsError, io_error};

/// Reads a file by its extension.
pub(crate) fn read(path: &Path, rows: &mut dyn Rows) -> Result<(), FactsError> {
    read_as(path, path, rows)
}

/// Reads a file by the extension of the name that it was handed in under.
pub(crate) fn read_as(path: &Path, name: &Path, rows: &mut dyn Rows) -> Result<(), FactsError> {
    let extension = name.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    match extension.as_str() {
        "csv" | "txt" => {
            read_csv(&std::fs::read(path).map_err(io_error(path))?, rows);
            Ok(())
        }
        "xlsx" | "xlsm" => {
            let bytes = std::fs::read(path).map_err(io_error(path))?;
            let damaged = |error: Damaged| FactsError::Damaged { path: name.to_path_buf(), why: error.to_string() };
            read_xlsx(&bytes, rows).map_err(damaged)
        }
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
