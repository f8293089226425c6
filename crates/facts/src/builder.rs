//! A table of facts built from texts, subject by subject, with where each value comes from.
//!
//! Nothing is lost: a column whose fact the program doesn't know is kept as text beside the others, and a text that is no
//! value of its fact is counted and shown.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::builder::StringDictionaryBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, Field};
use rustc_hash::FxHashMap;
use wuwei_ir::{Date, EntityId, Literal, Program, Type};
use wuwei_source::Name;

use crate::canonical::from_canonical;
use crate::column::{Column, ColumnData, Table};
use crate::origin::{NOWHERE, Origins, Source};

/// A text that is no value of its fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The kind.
    pub entity: EntityId,
    /// The column.
    pub column: String,
    /// How many subjects have such a text.
    pub count: usize,
    /// The key of the first of them, and its text.
    pub example: (String, String),
}

/// A table that was built.
#[derive(Debug)]
pub struct Built {
    /// The table.
    pub table: Table,
    /// Where its values come from.
    pub origins: Arc<Origins>,
    /// The keys of its subjects, as the store has them.
    pub keys: Arc<Vec<Box<str>>>,
    /// What couldn't be read, by column.
    pub unread: Vec<Unread>,
}

impl Built {
    /// The same table, its content shared.
    pub fn share(&self) -> Built {
        let (origins, keys, unread) = (self.origins.clone(), self.keys.clone(), self.unread.clone());
        Built { table: self.table.share(), origins, keys, unread }
    }
}

/// A column under way.
struct Building {
    name: Box<str>,
    kind: BuildingKind,
    rows: usize,
    is_known: bool,
    origins: Vec<i32>,
}

enum BuildingKind {
    Fact { column: Column, data: ColumnData, seen: FxHashMap<Box<str>, Option<Literal>> },
    Foreign(StringDictionaryBuilder<Int32Type>),
}

/// Builds the table of one kind.
pub struct TableBuilder<'p> {
    program: &'p Program,
    entity: EntityId,
    keys: Vec<Box<str>>,
    rows: usize,
    columns: Vec<Building>,
    by_name: FxHashMap<Box<str>, usize>,
    /// The columns of the row before, in its order: the next row mostly has the same.
    last: Vec<usize>,
    sources: Vec<Source>,
    uploads: Vec<i64>,
    by_source: FxHashMap<(i64, Option<Name>), usize>,
    source_rows: Vec<Vec<i32>>,
    unread: BTreeMap<usize, Unread>,
}

/// The source of a value: an upload, and where in its file.
#[derive(Clone, Copy, Debug)]
pub struct SourceOf {
    at: i32,
}

impl SourceOf {
    /// Not recorded.
    pub const NOWHERE: SourceOf = SourceOf { at: NOWHERE };
}

impl<'p> TableBuilder<'p> {
    /// An empty table of a kind.
    pub fn new(program: &'p Program, entity: EntityId) -> TableBuilder<'p> {
        TableBuilder {
            program,
            entity,
            keys: Vec::new(),
            rows: 0,
            columns: Vec::new(),
            by_name: FxHashMap::default(),
            last: Vec::new(),
            sources: Vec::new(),
            uploads: Vec::new(),
            by_source: FxHashMap::default(),
            source_rows: Vec::new(),
            unread: BTreeMap::new(),
        }
    }

    /// Begins the next subject.
    pub fn begin(&mut self, key: &str) {
        self.keys.push(key.into());
        self.rows += 1;
    }

    /// Something made up, by an upload.
    pub fn made_up(&mut self, upload: i64) -> SourceOf {
        self.source((upload, None), Source::Synthetic, None)
    }

    /// A row of a sheet of an upload's file, which says something of the present subject.
    pub fn sheet_row(
        &mut self,
        upload: i64,
        file: &str,
        learnt: Date,
        sheet: Option<&str>,
        row: Option<u32>,
    ) -> SourceOf {
        let sheet = sheet.map(Name::new);
        let key = (upload, sheet);
        match self.by_source.get(&key) {
            Some(at) => {
                let at = *at;
                self.stands_in(at, row)
            }
            None => self.source(key, Source::Sheet { file: Name::new(file), sheet, learnt }, row),
        }
    }

    fn source(&mut self, key: (i64, Option<Name>), source: Source, row: Option<u32>) -> SourceOf {
        let at = match self.by_source.get(&key) {
            Some(at) => *at,
            None => {
                self.sources.push(source);
                self.uploads.push(key.0);
                self.source_rows.push(Vec::new());
                self.by_source.insert(key, self.sources.len() - 1);
                self.sources.len() - 1
            }
        };
        self.stands_in(at, row)
    }

    fn stands_in(&mut self, at: usize, row: Option<u32>) -> SourceOf {
        if let Some(row) = row.and_then(|row| i32::try_from(row).ok()) {
            let rows = &mut self.source_rows[at];
            rows.resize(self.rows, NOWHERE);
            rows[self.rows - 1] = row;
        }
        SourceOf { at: at as i32 }
    }

    /// Adds a value of the present subject; `place` is the place of the column among those of the subject, a help for finding
    /// it again.
    pub fn cell(&mut self, place: usize, name: &str, text: &str, source: SourceOf) {
        let at = self.column(place, name);
        let column = &mut self.columns[at];
        if column.rows >= self.rows {
            return;
        }
        column.fill(self.program, self.rows - 1);
        let is_read = column.push(self.program, text);
        if is_read {
            column.is_known = true;
            column.origins.resize(self.rows, NOWHERE);
            column.origins[self.rows - 1] = source.at;
        } else {
            let unread = self.unread.entry(at).or_insert_with(|| Unread {
                entity: self.entity,
                column: name.to_string(),
                count: 0,
                example: (self.keys.last().map_or("", |key| key).to_string(), text.to_string()),
            });
            unread.count += 1;
        }
    }

    fn column(&mut self, place: usize, name: &str) -> usize {
        if let Some(at) = self.last.get(place).filter(|at| *self.columns[**at].name == *name) {
            return *at;
        }
        let at = match self.by_name.get(name) {
            Some(at) => *at,
            None => {
                let kind = match Column::named(self.program, self.entity, name) {
                    Some(column) => {
                        let data = ColumnData::new(self.program.fact(column.fact).ty);
                        BuildingKind::Fact { column, data, seen: FxHashMap::default() }
                    }
                    None => BuildingKind::Foreign(StringDictionaryBuilder::new()),
                };
                let name: Box<str> = name.into();
                self.by_name.insert(name.clone(), self.columns.len());
                self.columns.push(Building { name, kind, rows: 0, is_known: false, origins: Vec::new() });
                self.columns.len() - 1
            }
        };
        self.last.truncate(place);
        if self.last.len() == place {
            self.last.push(at);
        }
        at
    }

    /// The table, its columns in the order of the facts, so that the same facts make the same table however they came in.
    pub fn finish(self) -> Built {
        let (program, entity, rows) = (self.program, self.entity, self.rows);
        let mut table = Table { entity, columns: Vec::new(), arrays: Vec::new(), foreign: Vec::new(), rows };
        let mut origins =
            Origins { sources: self.sources, uploads: self.uploads, rows: self.source_rows, ..Origins::default() };
        let mut known = Vec::new();
        for mut building in self.columns {
            if !building.is_known {
                continue;
            }
            building.fill(program, rows);
            building.origins.resize(rows, NOWHERE);
            match building.kind {
                BuildingKind::Fact { column, mut data, .. } => known.push((column, data.finish(), building.origins)),
                BuildingKind::Foreign(mut data) => {
                    let array: ArrayRef = Arc::new(data.finish());
                    table.foreign.push((foreign_field(&building.name, array.data_type()), array));
                }
            }
        }
        known.sort_by_key(|(column, ..)| (column.fact, column.year));
        table.foreign.sort_by(|(one, _), (other, _)| one.name().cmp(other.name()));
        for (column, array, of) in known {
            table.columns.push(column);
            table.arrays.push(array);
            origins.columns.insert(column, of);
        }
        origins.prune();
        Built {
            table,
            origins: Arc::new(origins),
            keys: Arc::new(self.keys),
            unread: self.unread.into_values().collect(),
        }
    }
}

pub(crate) fn foreign_field(name: &str, ty: &DataType) -> arrow_schema::FieldRef {
    Arc::new(Field::new(name, ty.clone(), true))
}

impl Building {
    /// "Not known" up to so many rows.
    fn fill(&mut self, program: &Program, rows: usize) {
        for _ in self.rows..rows {
            match &mut self.kind {
                BuildingKind::Fact { column, data, .. } => {
                    data.push(program, program.fact(column.fact).ty, None);
                }
                BuildingKind::Foreign(data) => data.append_null(),
            }
        }
        self.rows = self.rows.max(rows);
    }

    /// Adds a text; whether it is a value of the column.
    fn push(&mut self, program: &Program, text: &str) -> bool {
        self.rows += 1;
        match &mut self.kind {
            BuildingKind::Foreign(data) => {
                data.append_value(text);
                true
            }
            BuildingKind::Fact { column, data, seen } => {
                let fact = program.fact(column.fact);
                let value = match fact.ty {
                    // Few texts that are many: finding a region among all of them takes long.
                    Type::Region | Type::Enum(_) => match seen.get(text) {
                        Some(value) => *value,
                        None => {
                            let value = from_canonical(program, fact, text);
                            seen.insert(text.into(), value);
                            value
                        }
                    },
                    _ => from_canonical(program, fact, text),
                };
                data.push(program, fact.ty, value) && value.is_some()
            }
        }
    }
}
