//! Answers as tables: one file per kind of subject, since each kind has its own columns.

use std::borrow::Cow;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use wuwei_table::defused;

use crate::draft::{Draft, replace_file};
use crate::folder::FactsError;

/// Gathers rows and writes them when it is finished.
pub struct RowWriter {
    path: PathBuf,
    parquet: bool,
    tables: Vec<Rows>,
}

struct Rows {
    /// The kind, which every row says in its first cell.
    kind: String,
    header: Vec<String>,
    columns: Vec<Vec<String>>,
}

impl RowWriter {
    /// Rows as comma-separated text.
    pub fn csv(path: &Path) -> RowWriter {
        RowWriter { path: path.to_path_buf(), parquet: false, tables: Vec::new() }
    }

    /// Rows as Parquet, every column as text: decimals keep all their digits.
    pub fn parquet(path: &Path) -> RowWriter {
        RowWriter { path: path.to_path_buf(), parquet: true, tables: Vec::new() }
    }

    /// Adds a row: header and cell of each column; the first is the kind.
    pub fn push(&mut self, cells: Vec<(String, String)>) {
        let Some((_, kind)) = cells.first() else { return };
        let at = match self.tables.iter().position(|table| table.kind == *kind) {
            Some(at) => at,
            None => {
                let header: Vec<String> = cells.iter().map(|(name, _)| name.clone()).collect();
                let columns = vec![Vec::new(); header.len()];
                self.tables.push(Rows { kind: kind.clone(), header, columns });
                self.tables.len() - 1
            }
        };
        let table = &mut self.tables[at];
        for (column, (_, cell)) in table.columns.iter_mut().zip(cells) {
            column.push(cell);
        }
    }

    /// Writes the files: the one named where there is one kind, otherwise one per kind beside it.
    pub fn finish(self) -> Result<Vec<PathBuf>, FactsError> {
        let mut paths = Vec::new();
        let several = self.tables.len() > 1;
        for table in &self.tables {
            let path = if several { beside(&self.path, &table.kind) } else { self.path.clone() };
            if self.parquet {
                write_parquet(table, &path)?;
            } else {
                write_csv(table, &path)?;
            }
            paths.push(path);
        }
        Ok(paths)
    }
}

/// `answers.csv` and 企业 give `answers-企业.csv`.
fn beside(path: &Path, kind: &str) -> PathBuf {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let extension = path.extension().map(|extension| format!(".{}", extension.to_string_lossy())).unwrap_or_default();
    path.with_file_name(format!("{stem}-{kind}{extension}"))
}

fn damaged(path: &Path, why: &dyn std::fmt::Display) -> FactsError {
    FactsError::Damaged { path: path.to_path_buf(), why: why.to_string() }
}

fn write_csv(table: &Rows, path: &Path) -> Result<(), FactsError> {
    // Spreadsheet programs take a file with this mark for UTF-8.
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(&table.header).map_err(|error| damaged(path, &error))?;
    let rows = table.columns.first().map_or(0, Vec::len);
    for row in 0..rows {
        let cells = table.columns.iter().map(|column| defused(&column[row]));
        writer.write_record(cells.map(Cow::into_owned)).map_err(|error| damaged(path, &error))?;
    }
    let bytes = writer.into_inner().map_err(|error| damaged(path, &error))?;
    replace_file(path, &bytes)
}

fn write_parquet(table: &Rows, path: &Path) -> Result<(), FactsError> {
    let fields: Vec<Field> = table.header.iter().map(|name| Field::new(name, DataType::Utf8, true)).collect();
    let schema = Arc::new(Schema::new(fields));
    let known = |cell: &String| (!cell.is_empty()).then(|| cell.clone());
    let columns: Vec<ArrayRef> = table
        .columns
        .iter()
        .map(|column| Arc::new(column.iter().map(known).collect::<StringArray>()) as ArrayRef)
        .collect();
    let batch = RecordBatch::try_new(schema.clone(), columns).map_err(|error| damaged(path, &error))?;
    let draft = Draft::beside(path);
    let file = File::create(draft.path()).map_err(crate::folder::io_error(path))?;
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = ArrowWriter::try_new(file, schema, Some(properties)).map_err(|error| damaged(path, &error))?;
    writer.write(&batch).map_err(|error| damaged(path, &error))?;
    writer.close().map_err(|error| damaged(path, &error))?;
    draft.keep()
}
