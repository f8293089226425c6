//! Answers as tables: one file per kind of subject, since each kind has its own columns. Rows are written as they come, so that
//! there may be more of them than memory holds.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Decimal128Builder, Int64Builder, StringBuilder, StringDictionaryBuilder};
use arrow_array::types::Int8Type;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use wuwei_table::defused;

use crate::column::SCALE;
use crate::draft::Draft;
use crate::folder::{FactsError, io_error};

/// Rows that are put together before they are written as Parquet.
const BATCH: usize = 1 << 16;

/// Rows of a row group.
const ROW_GROUP: usize = 1 << 17;

/// One answer of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum RowCell {
    /// A text; empty where there is none.
    Text(String),
    /// One of a few words, as verdicts are.
    Word(&'static str),
    /// Yes or no.
    Truth(bool),
    /// Points as they are shown, and in 10⁻⁹; nothing where there are none.
    Points(String, Option<i128>),
    /// An amount in yuan as it is shown, and in 分; nothing where no bound is known.
    Money(String, Option<i64>),
}

/// Writes rows as they come; what was written counts when it is finished.
pub struct RowWriter {
    path: PathBuf,
    parquet: bool,
    tables: Vec<Rows>,
}

/// The file of one kind.
struct Rows {
    kind: String,
    draft: Draft,
    to: To,
}

/// Where rows go.
enum To {
    Csv(Box<csv::Writer<BufWriter<File>>>),
    Parquet(Box<Columns>),
}

/// Columns under way.
struct Columns {
    writer: ArrowWriter<File>,
    schema: Arc<Schema>,
    columns: Vec<Column>,
    rows: usize,
}

enum Column {
    Text(StringBuilder),
    Word(StringDictionaryBuilder<Int8Type>),
    Truth(BooleanBuilder),
    Points(Decimal128Builder),
    Money(Int64Builder),
}

impl RowCell {
    /// As it stands in comma-separated text.
    fn shown(&self) -> &str {
        match self {
            RowCell::Text(text) | RowCell::Points(text, _) | RowCell::Money(text, _) => text,
            RowCell::Word(word) => word,
            RowCell::Truth(true) => "yes",
            RowCell::Truth(false) => "no",
        }
    }

    fn data_type(&self) -> DataType {
        match self {
            RowCell::Text(_) => DataType::Utf8,
            RowCell::Word(_) => DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8)),
            RowCell::Truth(_) => DataType::Boolean,
            RowCell::Points(..) => DataType::Decimal128(38, SCALE),
            RowCell::Money(..) => DataType::Int64,
        }
    }

    fn column(&self) -> Column {
        match self {
            RowCell::Text(_) => Column::Text(StringBuilder::new()),
            RowCell::Word(_) => Column::Word(StringDictionaryBuilder::new()),
            RowCell::Truth(_) => Column::Truth(BooleanBuilder::new()),
            RowCell::Points(..) => Column::Points(Decimal128Builder::new().with_data_type(self.data_type())),
            RowCell::Money(..) => Column::Money(Int64Builder::new()),
        }
    }
}

impl Column {
    fn push(&mut self, cell: RowCell) {
        match (self, cell) {
            (Column::Text(column), RowCell::Text(text)) => {
                column.append_option(Some(text).filter(|text| !text.is_empty()))
            }
            (Column::Word(column), RowCell::Word(word)) => column.append_option(Some(word)),
            (Column::Truth(column), RowCell::Truth(truth)) => column.append_value(truth),
            (Column::Points(column), RowCell::Points(_, points)) => column.append_option(points),
            (Column::Money(column), RowCell::Money(_, amount)) => column.append_option(amount),
            // A column has cells of one sort; one of another would be a gap rather than a wrong value.
            (Column::Text(column), _) => column.append_null(),
            (Column::Word(column), _) => column.append_null(),
            (Column::Truth(column), _) => column.append_null(),
            (Column::Points(column), _) => column.append_null(),
            (Column::Money(column), _) => column.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Column::Text(column) => Arc::new(column.finish()),
            Column::Word(column) => Arc::new(column.finish()),
            Column::Truth(column) => Arc::new(column.finish()),
            Column::Points(column) => Arc::new(column.finish()),
            Column::Money(column) => Arc::new(column.finish()),
        }
    }
}

impl RowWriter {
    /// Rows as comma-separated text.
    pub fn csv(path: &Path) -> RowWriter {
        RowWriter { path: path.to_path_buf(), parquet: false, tables: Vec::new() }
    }

    /// Rows as Parquet: words in dictionaries, amounts as whole numbers of 分, points as decimals.
    pub fn parquet(path: &Path) -> RowWriter {
        RowWriter { path: path.to_path_buf(), parquet: true, tables: Vec::new() }
    }

    /// Writes a row of a kind; `header` names the columns when the kind comes up first.
    pub fn push(
        &mut self,
        kind: &str,
        header: &dyn Fn() -> Vec<String>,
        cells: Vec<RowCell>,
    ) -> Result<(), FactsError> {
        let at = match self.tables.iter().position(|table| table.kind == kind) {
            Some(at) => at,
            None => {
                self.tables.push(self.begin(kind, &header(), &cells)?);
                self.tables.len() - 1
            }
        };
        let path = &self.path;
        match &mut self.tables[at].to {
            To::Csv(writer) => {
                let record = cells.iter().map(|cell| defused(cell.shown()).into_owned());
                writer.write_record(record).map_err(|error| damaged(path, &error))
            }
            To::Parquet(columns) => {
                columns.columns.iter_mut().zip(cells).for_each(|(column, cell)| column.push(cell));
                columns.rows += 1;
                if columns.rows == BATCH { columns.flush(path) } else { Ok(()) }
            }
        }
    }

    fn begin(&self, kind: &str, header: &[String], cells: &[RowCell]) -> Result<Rows, FactsError> {
        let draft = Draft::beside(&beside(&self.path, kind));
        let mut file = File::create(draft.path()).map_err(io_error(&self.path))?;
        let to = if self.parquet {
            let fields: Vec<Field> =
                header.iter().zip(cells).map(|(name, cell)| Field::new(name, cell.data_type(), true)).collect();
            let schema = Arc::new(Schema::new(fields));
            let properties = WriterProperties::builder()
                .set_compression(Compression::SNAPPY)
                .set_max_row_group_row_count(Some(ROW_GROUP))
                .build();
            let writer = ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties))
                .map_err(|error| damaged(&self.path, &error))?;
            let columns = cells.iter().map(RowCell::column).collect();
            To::Parquet(Box::new(Columns { writer, schema, columns, rows: 0 }))
        } else {
            // Spreadsheet programs take a file with this mark for UTF-8.
            file.write_all("\u{feff}".as_bytes()).map_err(io_error(&self.path))?;
            let mut writer = csv::Writer::from_writer(BufWriter::new(file));
            writer
                .write_record(header.iter().map(|name| defused(name).into_owned()))
                .map_err(|error| damaged(&self.path, &error))?;
            To::Csv(Box::new(writer))
        };
        Ok(Rows { kind: kind.to_string(), draft, to })
    }

    /// Puts the files in their places: the one named where there is one kind, otherwise one per kind beside it.
    pub fn finish(self) -> Result<Vec<PathBuf>, FactsError> {
        let RowWriter { path, tables, .. } = self;
        let several = tables.len() > 1;
        let mut done = Vec::new();
        for Rows { kind, draft, to } in tables {
            match to {
                To::Csv(mut writer) => writer.flush().map_err(io_error(&path))?,
                To::Parquet(mut columns) => {
                    columns.flush(&path)?;
                    columns.writer.close().map_err(|error| damaged(&path, &error))?;
                }
            }
            done.push((if several { beside(&path, &kind) } else { path.clone() }, draft));
        }
        // Nothing is in its place before everything is whole.
        done.into_iter().map(|(place, draft)| draft.keep_at(&place).map(|()| place)).collect()
    }
}

impl Columns {
    fn flush(&mut self, path: &Path) -> Result<(), FactsError> {
        if std::mem::take(&mut self.rows) == 0 {
            return Ok(());
        }
        let columns = self.columns.iter_mut().map(Column::finish).collect();
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns).map_err(|error| damaged(path, &error))?;
        self.writer.write(&batch).map_err(|error| damaged(path, &error))
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
