//! A folder of facts on disk.
//!
//! Each table is written beside its place and then renamed onto it, and the manifest comes last: whoever is interrupted
//! leaves the folder as it was.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{Field, Schema};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::arrow::{ArrowWriter, ProjectionMask};
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use serde::{Deserialize, Serialize};
use wuwei_ir::{EntityId, FactId, Program, Type};
use wuwei_source::Text;
use wuwei_table::{Cell, Rows};

use crate::column::{Column, Table};
use crate::draft::{Draft, replace_file};
use crate::origin::{Origins, Source, stamp};
use crate::source;

/// The manifest of a folder of facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the layout.
    pub format: u32,
    /// Whether the facts are made up.
    pub synthetic: bool,
    /// What must be said wherever the facts are shown.
    #[serde(default)]
    pub notice_zh: String,
    /// The same in English.
    #[serde(default)]
    pub notice_en: String,
    /// Subjects per kind.
    pub tables: BTreeMap<String, usize>,
}

const FORMAT: u32 = 1;
const MANIFEST: &str = "facts.json";

/// The mark of columns of our own making, which keep money in 分 and "none" as a value; it holds the unit.
pub(crate) const OWN_MARK: &str = "wuwei.unit";
pub(crate) const FEN: &str = "分";

/// Why a folder of facts could not be used.
#[derive(Debug)]
pub enum FactsError {
    /// A file could not be read or written.
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file isn't what it should be.
    Damaged {
        /// Which.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// The folder holds no facts.
    NoFacts {
        /// Which.
        path: PathBuf,
    },
    /// The folder holds facts of real subjects, which made-up ones must not replace.
    Real {
        /// Which.
        path: PathBuf,
    },
}

impl fmt::Display for FactsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FactsError::Io { path, source } => write!(f, "{}: {source}", path.display()),
            FactsError::Damaged { path, why } => write!(f, "{}: {why}", path.display()),
            FactsError::NoFacts { path } => write!(f, "{}: no {MANIFEST}", path.display()),
            FactsError::Real { path } => write!(f, "{}: holds real facts", path.display()),
        }
    }
}

impl std::error::Error for FactsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            FactsError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

pub(crate) fn io_error(path: &Path) -> impl FnOnce(io::Error) -> FactsError + '_ {
    move |source| FactsError::Io { path: path.to_path_buf(), source }
}

fn damaged(path: &Path) -> impl FnOnce(&dyn fmt::Display) -> FactsError + '_ {
    move |why| FactsError::Damaged { path: path.to_path_buf(), why: why.to_string() }
}

/// A folder of facts.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    manifest: Manifest,
}

impl Folder {
    /// Opens a folder that holds facts.
    pub fn open(path: &Path) -> Result<Folder, FactsError> {
        let manifest = path.join(MANIFEST);
        if !manifest.is_file() {
            return Err(FactsError::NoFacts { path: path.to_path_buf() });
        }
        let text = std::fs::read_to_string(&manifest).map_err(io_error(&manifest))?;
        let read: Manifest = serde_json::from_str(&text).map_err(|error| damaged(&manifest)(&error))?;
        if read.format > FORMAT {
            let why = format!("written by a newer version (format {})", read.format);
            return Err(FactsError::Damaged { path: manifest, why });
        }
        Ok(Folder { path: path.to_path_buf(), manifest: read })
    }

    /// Opens a folder, or begins one where there is none yet. Nothing is written before [`Folder::save`].
    pub fn open_or_new(path: &Path) -> Result<Folder, FactsError> {
        match Folder::open(path) {
            Err(FactsError::NoFacts { .. }) => {
                Ok(Folder { path: path.to_path_buf(), manifest: Manifest { format: FORMAT, ..Manifest::default() } })
            }
            other => other,
        }
    }

    /// Where the folder is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Marks the facts as made up, with what must be said wherever they are shown.
    pub fn mark_synthetic(&mut self, zh: &str, en: &str) {
        self.manifest.synthetic = true;
        self.manifest.notice_zh = zh.to_string();
        self.manifest.notice_en = en.to_string();
    }

    fn table_path(&self, name: &str) -> PathBuf {
        self.path.join(format!("{name}.parquet"))
    }

    /// The kinds that the program knows, with their files and how many subjects these hold.
    pub fn kinds(&self, program: &Program) -> Vec<(EntityId, PathBuf, usize)> {
        let known =
            self.manifest.tables.iter().filter_map(|(name, rows)| Some((name, program.entity_named(name)?, *rows)));
        known.map(|(name, entity, rows)| (entity, self.table_path(name), rows)).collect()
    }

    /// The kinds that the program doesn't know, with their files.
    pub fn unknown_kinds(&self, program: &Program) -> Vec<(String, PathBuf)> {
        let unknown = self.manifest.tables.keys().filter(|name| program.entity_named(name).is_none());
        unknown.map(|name| (name.clone(), self.table_path(name))).collect()
    }

    /// The rows of a file as texts, column by column; empty cells are left out.
    pub fn rows_of(path: &Path) -> Result<Vec<Vec<(String, String)>>, FactsError> {
        struct Plain {
            header: Vec<String>,
            rows: Vec<Vec<(String, String)>>,
        }
        impl Rows for Plain {
            fn sheet(&mut self, _: Option<&str>) -> bool {
                true
            }

            fn row(&mut self, number: u32, cells: &[Cell<'_>]) {
                let shown = cells.iter().map(|cell| cell.shown().into_owned());
                if number == 1 {
                    self.header = shown.collect();
                } else {
                    let row = self.header.iter().cloned().zip(shown);
                    self.rows.push(row.filter(|(_, text)| !text.is_empty()).collect());
                }
            }

            fn spoiled(&mut self, _: u32, _: u32, _: Text, _: Text) {}

            fn fatal(&mut self, _: Option<u32>, _: Text, _: Text) {}
        }
        let mut plain = Plain { header: Vec::new(), rows: Vec::new() };
        source::read(path, &mut plain)?;
        Ok(plain.rows)
    }

    /// What tells this folder's content from another's: the stamps of its files.
    pub fn stamp(&self) -> Result<String, FactsError> {
        let mut out = String::new();
        for name in self.manifest.tables.keys() {
            let path = self.table_path(name);
            out += &format!("{name} {}\n", stamp(&path).map_err(io_error(&path))?);
        }
        Ok(out)
    }

    /// The tables of the kinds that the program knows.
    pub fn tables(&self, program: &Program) -> Result<Vec<Table>, FactsError> {
        self.tables_of(program, &|_, _| true)
    }

    /// The same with no more columns than those of the facts that are wanted of a kind.
    pub fn tables_of(
        &self,
        program: &Program,
        wanted: &dyn Fn(EntityId, FactId) -> bool,
    ) -> Result<Vec<Table>, FactsError> {
        let known = self.manifest.tables.keys().filter_map(|name| Some((name, program.entity_named(name)?)));
        known.map(|(name, entity)| self.table(program, entity, name, &|fact| wanted(entity, fact))).collect()
    }

    /// The table of one kind, if the folder has it.
    pub fn table_of(&self, program: &Program, entity: EntityId) -> Result<Option<Table>, FactsError> {
        let name = program.entity(entity).head.name;
        if !self.manifest.tables.contains_key(name.as_str()) {
            return Ok(None);
        }
        self.table(program, entity, name.as_str(), &|_| true).map(Some)
    }

    fn table(
        &self,
        program: &Program,
        entity: EntityId,
        name: &str,
        wanted: &dyn Fn(FactId) -> bool,
    ) -> Result<Table, FactsError> {
        let path = self.table_path(name);
        let file = File::open(&path).map_err(io_error(&path))?;
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| damaged(&path)(&error))?;
        // What the program doesn't know is read along with what is wanted.
        let is_read = |name: &str| Column::named(program, entity, name).is_none_or(|column| wanted(column.fact));
        let fields = builder.schema().fields().iter().enumerate();
        let read: Vec<usize> = fields.filter(|(_, field)| is_read(field.name())).map(|(n, _)| n).collect();
        let whole = read.len() == builder.schema().fields().len();
        let mask = ProjectionMask::roots(builder.parquet_schema(), read);
        let builder = if whole { builder } else { builder.with_projection(mask) };
        let rows = self.manifest.tables.get(name).copied().unwrap_or(0);
        let reader = builder.with_batch_size(rows.max(1)).build().map_err(|error| damaged(&path)(&error))?;
        let mut batches: Vec<RecordBatch> = Vec::new();
        for batch in reader {
            batches.push(batch.map_err(|error| damaged(&path)(&error))?);
        }
        if batches.len() > 1 {
            // The whole file is asked for as one batch; dictionaries of several would not agree.
            return Err(damaged(&path)(&"rows and manifest disagree"));
        }
        let mut table = Table { entity, columns: Vec::new(), arrays: Vec::new(), foreign: Vec::new(), rows };
        if batches.first().map_or(0, RecordBatch::num_rows) != rows {
            return Err(damaged(&path)(&"rows and manifest disagree"));
        }
        let Some(batch) = batches.pop() else { return Ok(table) };
        let schema = batch.schema();
        for (n, field) in schema.fields().iter().enumerate() {
            match Column::named(program, entity, field.name()) {
                Some(column) => {
                    table.columns.push(column);
                    table.arrays.push(batch.column(n).clone());
                }
                // A column whose fact the program doesn't know is left alone.
                None => table.foreign.push((field.clone(), batch.column(n).clone())),
            }
        }
        Ok(table)
    }

    fn origins_path(&self, name: &str) -> PathBuf {
        self.path.join(format!("{name}.origin.parquet"))
    }

    /// Where the values of a kind come from; nothing where the folder doesn't say. Facts that are made up say so themselves.
    pub fn origins(&self, program: &Program, entity: EntityId) -> Option<Origins> {
        let name = program.entity(entity).head.name;
        let rows = *self.manifest.tables.get(name.as_str())?;
        let beside = self.origins_path(name.as_str());
        if !beside.is_file() {
            return None;
        }
        let table = stamp(&self.table_path(name.as_str())).ok()?;
        Origins::read(program, entity, &beside, &table, rows)
    }

    /// The origins of a table of which none are recorded: whoever made the folder up made up all of it.
    pub fn unrecorded(&self, table: &Table) -> Origins {
        if !self.manifest.synthetic {
            return Origins::default();
        }
        let columns = table.columns.iter().map(|column| (*column, vec![0; table.rows]));
        Origins {
            sources: vec![Source::Synthetic],
            columns: columns.collect(),
            rows: vec![Vec::new()],
            ..Origins::default()
        }
    }

    /// Writes tables and the manifest.
    pub fn save(&mut self, program: &Program, tables: &[Table]) -> Result<(), FactsError> {
        self.write(program, tables.iter().map(|table| (table, None)))
    }

    /// Writes tables, where their values come from, and the manifest.
    pub(crate) fn save_with_origins(
        &mut self,
        program: &Program,
        tables: &[(Table, Origins)],
    ) -> Result<(), FactsError> {
        self.write(program, tables.iter().map(|(table, origins)| (table, Some(origins))))
    }

    fn write<'t>(
        &mut self,
        program: &Program,
        tables: impl Iterator<Item = (&'t Table, Option<&'t Origins>)>,
    ) -> Result<(), FactsError> {
        std::fs::create_dir_all(&self.path).map_err(io_error(&self.path))?;
        let mut written = Vec::new();
        for (table, origins) in tables {
            let name = program.entity(table.entity).head.name.to_string();
            let draft = Draft::beside(&self.table_path(&name));
            write_table(program, table, draft.path())?;
            let beside = match origins {
                Some(origins) => {
                    let beside = Draft::beside(&self.origins_path(&name));
                    let stamp = stamp(draft.path()).map_err(io_error(draft.path()))?;
                    origins.write(program, &table.columns, &stamp, beside.path())?;
                    Some(beside)
                }
                None => None,
            };
            written.push((name, draft, beside, table.rows));
        }
        for (name, draft, beside, rows) in written {
            // Between the two the folder says nothing about origins, and never something wrong.
            let _ = std::fs::remove_file(self.origins_path(&name));
            draft.keep()?;
            beside.map_or(Ok(()), Draft::keep)?;
            self.manifest.tables.insert(name, rows);
        }
        let text = serde_json::to_string_pretty(&self.manifest).unwrap_or_default();
        replace_file(&self.path.join(MANIFEST), text.as_bytes())
    }
}

fn write_table(program: &Program, table: &Table, path: &Path) -> Result<(), FactsError> {
    let fields: Vec<Field> = table
        .columns
        .iter()
        .zip(&table.arrays)
        .map(|(column, array)| {
            let fact = program.fact(column.fact);
            let unit = if fact.ty == Type::MONEY { FEN } else { "" };
            let mark = HashMap::from([(OWN_MARK.to_string(), unit.to_string())]);
            Field::new(fact.column(column.year), array.data_type().clone(), true).with_metadata(mark)
        })
        .chain(table.foreign.iter().map(|(field, _)| field.as_ref().clone()))
        .collect();
    let arrays: Vec<ArrayRef> =
        table.arrays.iter().chain(table.foreign.iter().map(|(_, array)| array)).cloned().collect();
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), arrays).map_err(|error| damaged(path)(&error))?;
    let file = File::create(path).map_err(io_error(path))?;
    let properties = WriterProperties::builder().set_compression(Compression::LZ4_RAW).build();
    let mut writer = ArrowWriter::try_new(file, schema, Some(properties)).map_err(|error| damaged(path)(&error))?;
    writer.write(&batch).map_err(|error| damaged(path)(&error))?;
    writer.close().map_err(|error| damaged(path)(&error))?;
    Ok(())
}
