//! Where the values of a table come from: a file beside it, which is read only when somebody asks why.
//!
//! For each column the file holds which source gave each value, and for each source the row in which it named each subject.
//! A value that a later file replaced has the later file's origin, one that it left alone keeps its own.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, Int32Array, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use wuwei_engine::Origin;
use wuwei_ir::{Date, EntityId, FactId, Program};
use wuwei_source::Name;

use crate::column::Column;
use crate::folder::{FactsError, io_error};

/// A sheet that was loaded on a day, or what made the values up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Sheet { file: Name, sheet: Option<Name>, learnt: Date },
    Synthetic,
}

/// A source as it is written.
#[derive(Serialize, Deserialize)]
struct Written {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    learnt: Option<String>,
}

/// No source, and no row.
pub(crate) const NOWHERE: i32 = -1;

/// Where the values of a table come from.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    pub(crate) sources: Vec<Source>,
    /// The source of each value, by column.
    pub(crate) columns: FxHashMap<Column, Vec<i32>>,
    /// The row in which each source names each subject; subjects behind the end are in no row of it.
    pub(crate) rows: Vec<Vec<i32>>,
    /// The upload that each source belongs to, where they come from a store.
    pub(crate) uploads: Vec<i64>,
}

/// The sources in the metadata of the file.
const SOURCES: &str = "wuwei.sources";
/// The stamp of the table that the file is about: another program may have written the table since.
const TABLE: &str = "wuwei.table";

impl Origins {
    /// Where a value comes from; nothing where that wasn't recorded.
    pub fn of(&self, subject: usize, fact: FactId, year: Option<i32>) -> Option<Origin> {
        let source = usize::try_from(*self.columns.get(&Column { fact, year })?.get(subject)?).ok()?;
        match self.sources.get(source)? {
            Source::Synthetic => Some(Origin::Synthetic),
            Source::Sheet { file, sheet, learnt } => {
                let row = u32::try_from(*self.rows.get(source)?.get(subject)?).ok()?;
                Some(Origin::Table { file: *file, sheet: *sheet, row, learnt: *learnt })
            }
        }
    }

    /// Leaves out sources of which no value is left.
    pub(crate) fn prune(&mut self) {
        let mut used = vec![false; self.sources.len()];
        for source in self.columns.values().flatten() {
            if let Some(used) = usize::try_from(*source).ok().and_then(|source| used.get_mut(source)) {
                *used = true;
            }
        }
        let mut next = 0;
        let place = |used: &bool| {
            next += i32::from(*used);
            if *used { next - 1 } else { NOWHERE }
        };
        let places: Vec<i32> = used.iter().map(place).collect();
        for source in self.columns.values_mut().flatten() {
            *source = usize::try_from(*source).map_or(NOWHERE, |source| places[source]);
        }
        let mut keep = used.iter();
        self.sources.retain(|_| keep.next() == Some(&true));
        let mut keep = used.iter();
        self.rows.retain(|_| keep.next() == Some(&true));
        let mut keep = used.iter();
        self.uploads.retain(|_| keep.next() == Some(&true));
    }

    /// The uploads that some value comes from, in order.
    pub fn uploads(&self) -> Vec<i64> {
        let mut uploads = self.uploads.clone();
        uploads.sort_unstable();
        uploads.dedup();
        uploads
    }

    /// The uploads that the values of a column come from, in order.
    pub fn uploads_of(&self, fact: FactId, year: Option<i32>) -> Vec<i64> {
        let Some(column) = self.columns.get(&Column { fact, year }) else { return Vec::new() };
        let mut used = vec![false; self.uploads.len()];
        for source in column {
            if let Some(used) = usize::try_from(*source).ok().and_then(|at| used.get_mut(at)) {
                *used = true;
            }
        }
        let mut uploads: Vec<i64> =
            self.uploads.iter().zip(used).filter(|(_, used)| *used).map(|(upload, _)| *upload).collect();
        uploads.sort_unstable();
        uploads.dedup();
        uploads
    }

    /// The upload that a value comes from.
    pub fn upload_of(&self, subject: usize, fact: FactId, year: Option<i32>) -> Option<i64> {
        let source = usize::try_from(*self.columns.get(&Column { fact, year })?.get(subject)?).ok()?;
        self.uploads.get(source).copied()
    }

    /// Writes the file for the table with this stamp. Columns in their order.
    pub(crate) fn write(
        &self,
        program: &Program,
        columns: &[Column],
        table: &str,
        path: &Path,
    ) -> Result<(), FactsError> {
        let damaged = |why: String| FactsError::Damaged { path: path.to_path_buf(), why };
        let array = |values: &[i32]| -> ArrayRef {
            Arc::new(values.iter().map(|value| Some(*value).filter(|value| *value >= 0)).collect::<Int32Array>())
        };
        let (mut fields, mut arrays) = (Vec::new(), Vec::new());
        for column in columns {
            let Some(values) = self.columns.get(column) else { continue };
            fields.push(Field::new(program.fact(column.fact).column(column.year), DataType::Int32, true));
            arrays.push(array(values));
        }
        for (n, rows) in self.rows.iter().enumerate() {
            fields.push(Field::new(format!("#{n}"), DataType::Int32, true));
            arrays.push(array(rows));
        }
        let written: Vec<Written> = self.sources.iter().map(written).collect();
        let sources = serde_json::to_string(&written).unwrap_or_default();
        let metadata = HashMap::from([(SOURCES.to_string(), sources), (TABLE.to_string(), table.to_string())]);
        let schema = Arc::new(Schema::new(fields).with_metadata(metadata));
        let batch = RecordBatch::try_new(schema.clone(), arrays).map_err(|error| damaged(error.to_string()))?;
        let file = File::create(path).map_err(io_error(path))?;
        let properties = WriterProperties::builder().set_compression(Compression::LZ4_RAW).build();
        let mut writer =
            ArrowWriter::try_new(file, schema, Some(properties)).map_err(|error| damaged(error.to_string()))?;
        writer.write(&batch).map_err(|error| damaged(error.to_string()))?;
        writer.close().map_err(|error| damaged(error.to_string()))?;
        Ok(())
    }

    /// Reads the file for the table with this stamp and so many subjects. One that is about another table, or that can't be read, says
    /// nothing: no answer needs it.
    pub(crate) fn read(program: &Program, entity: EntityId, path: &Path, table: &str, rows: usize) -> Option<Origins> {
        let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).ok()?).ok()?;
        let schema = builder.schema().clone();
        if schema.metadata().get(TABLE)? != table {
            return None;
        }
        let written: Vec<Written> = serde_json::from_str(schema.metadata().get(SOURCES)?).ok()?;
        let sources = written.iter().map(source).collect::<Option<Vec<Source>>>()?;
        let batch = builder.with_batch_size(rows.max(1)).build().ok()?.next()?.ok()?;
        if batch.num_rows() != rows {
            return None;
        }
        let mut origins = Origins { rows: vec![Vec::new(); sources.len()], sources, ..Origins::default() };
        for (field, array) in schema.fields().iter().zip(batch.columns()) {
            let array = array.as_primitive_opt::<Int32Type>()?;
            let value = |at: usize| if array.is_valid(at) { array.value(at) } else { NOWHERE };
            let values: Vec<i32> = (0..rows).map(value).collect();
            match field.name().strip_prefix('#') {
                Some(n) => *origins.rows.get_mut(n.parse::<usize>().ok()?)? = values,
                None => {
                    if let Some(column) = Column::named(program, entity, field.name()) {
                        origins.columns.insert(column, values);
                    }
                }
            }
        }
        Some(origins)
    }
}

/// What tells a table from another: its length and a checksum (FNV-1a, eight bytes at a time), made for mistakes and not for
/// forgers.
pub(crate) fn stamp(path: &Path) -> io::Result<String> {
    let bytes = std::fs::read(path)?;
    let word = |chunk: &[u8]| chunk.iter().rev().fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
    let sum = bytes.chunks(8).fold(0xcbf2_9ce4_8422_2325, |sum: u64, chunk| {
        let mixed = (sum ^ word(chunk)).wrapping_mul(0x0000_0100_0000_01b3);
        mixed ^ mixed >> 32
    });
    Ok(format!("{}-{sum:016x}", bytes.len()))
}

fn written(source: &Source) -> Written {
    match source {
        Source::Synthetic => Written { file: None, sheet: None, learnt: None },
        Source::Sheet { file, sheet, learnt } => Written {
            file: Some(file.to_string()),
            sheet: sheet.map(|sheet| sheet.to_string()),
            learnt: Some(learnt.to_string()),
        },
    }
}

fn source(written: &Written) -> Option<Source> {
    let Some(file) = &written.file else { return Some(Source::Synthetic) };
    let learnt = Date::parse(written.learnt.as_deref()?)?;
    Some(Source::Sheet { file: Name::new(file), sheet: written.sheet.as_deref().map(Name::new), learnt })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_without_values_are_forgotten() {
        let sheet = |name: &str| Source::Sheet { file: Name::new(name), sheet: None, learnt: Date::MIN };
        let column = Column { fact: FactId(0), year: None };
        let mut origins = Origins {
            sources: vec![sheet("a.csv"), sheet("b.csv"), Source::Synthetic],
            columns: FxHashMap::from_iter([(column, vec![1, NOWHERE, 2])]),
            rows: vec![vec![2, 3, 4], vec![7, NOWHERE, NOWHERE], vec![NOWHERE; 3]],
            uploads: vec![1, 2, 3],
        };
        origins.prune();
        assert_eq!(origins.sources, [sheet("b.csv"), Source::Synthetic]);
        assert_eq!(origins.columns[&column], [0, NOWHERE, 1]);
        let expected = Origin::Table { file: Name::new("b.csv"), sheet: None, row: 7, learnt: Date::MIN };
        assert_eq!(origins.of(0, FactId(0), None), Some(expected));
        assert_eq!(origins.of(1, FactId(0), None), None);
        assert_eq!(origins.of(2, FactId(0), None), Some(Origin::Synthetic));
        assert_eq!(origins.of(3, FactId(0), None), None);
        assert_eq!(origins.of(0, FactId(1), None), None);
    }
}
