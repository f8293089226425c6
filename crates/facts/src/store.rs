//! Subjects of one kind, gathered from files and from what a folder held before.

use arrow_array::{Array, ArrayRef, new_null_array};
use arrow_schema::FieldRef;
use arrow_select::concat::concat;
use rustc_hash::FxHashMap;
use wuwei_ir::{EntityId, Literal, Program, Type};
use wuwei_source::Name;

use crate::column::{Column, ColumnData, Table, Values};
use crate::origin::{NOWHERE, Origins, Source};
use crate::slot::Slot;

/// A sheet, in a workbook, and a row of it.
type At<'s> = (Option<&'s str>, u32);

/// The subjects of one kind, as they come in.
pub(crate) struct Store {
    pub(crate) entity: EntityId,
    pub(crate) columns: Vec<Column>,
    data: Vec<Vec<Slot>>,
    /// The source of each value.
    origins: Vec<Vec<i32>>,
    sources: Vec<Source>,
    /// The row in which each source names each subject.
    source_rows: Vec<Vec<i32>>,
    pub(crate) keys: Vec<Name>,
    by_key: FxHashMap<Name, usize>,
    /// Columns of facts that the program doesn't know, of the subjects that were there before.
    foreign: Vec<(FieldRef, ArrayRef)>,
}

impl Store {
    pub(crate) fn new(entity: EntityId) -> Store {
        Store {
            entity,
            columns: Vec::new(),
            data: Vec::new(),
            origins: Vec::new(),
            sources: Vec::new(),
            source_rows: Vec::new(),
            keys: Vec::new(),
            by_key: FxHashMap::default(),
            foreign: Vec::new(),
        }
    }

    pub(crate) fn column(&mut self, column: Column) -> usize {
        if let Some(at) = self.columns.iter().position(|known| *known == column) {
            return at;
        }
        self.columns.push(column);
        self.data.push(vec![Slot::Missing; self.keys.len()]);
        self.origins.push(vec![NOWHERE; self.keys.len()]);
        self.columns.len() - 1
    }

    pub(crate) fn row(&mut self, key: Name) -> usize {
        if let Some(row) = self.by_key.get(&key) {
            return *row;
        }
        self.by_key.insert(key, self.keys.len());
        self.keys.push(key);
        for column in &mut self.data {
            column.push(Slot::Missing);
        }
        for column in self.origins.iter_mut().chain(&mut self.source_rows) {
            column.push(NOWHERE);
        }
        self.keys.len() - 1
    }

    /// The number of a source.
    pub(crate) fn source(&mut self, source: Source) -> usize {
        if let Some(at) = self.sources.iter().position(|known| *known == source) {
            return at;
        }
        self.sources.push(source);
        self.source_rows.push(vec![NOWHERE; self.keys.len()]);
        self.sources.len() - 1
    }

    /// Says in which row a source names a subject.
    pub(crate) fn stands_in(&mut self, row: usize, source: usize, number: u32) {
        self.source_rows[source][row] = i32::try_from(number).unwrap_or(NOWHERE);
    }

    /// Keeps a value that a source gives.
    pub(crate) fn set(&mut self, column: usize, row: usize, value: Slot, source: usize) {
        self.data[column][row] = value;
        self.origins[column][row] = i32::try_from(source).unwrap_or(NOWHERE);
    }

    /// Puts what is already known before what is new: old subjects keep their order, new values win, and a value that the
    /// new files leave empty stays.
    pub(crate) fn merge_old(&mut self, program: &Program, old: &Table, origins: &Origins) {
        let Some(key) = program.entity(self.entity).key else { return };
        let columns: Vec<(Column, Option<Values>)> = old
            .columns
            .iter()
            .zip(&old.arrays)
            .map(|(column, array)| (*column, Values::read(program, program.fact(column.fact).ty, array)))
            .collect();
        let Some((_, Some(keys))) = columns.iter().find(|(column, _)| column.fact == key) else {
            return;
        };
        let new = std::mem::replace(self, Store::new(self.entity));
        self.foreign.clone_from(&old.foreign);
        for at in 0..old.rows {
            if let Some(Literal::Text(key)) = keys.get(at) {
                self.row(key);
            }
        }
        let old_sources: Vec<usize> = origins.sources.iter().map(|source| self.source(*source)).collect();
        for at in 0..old.rows {
            if let Some(Literal::Text(key)) = keys.get(at) {
                let row = self.row(key);
                for (source, rows) in old_sources.iter().zip(&origins.rows) {
                    self.source_rows[*source][row] = rows.get(at).copied().unwrap_or(NOWHERE);
                }
            }
        }
        for (column, values) in &columns {
            let to = self.column(*column);
            let of = origins.columns.get(column);
            if let Some(values) = values {
                for at in 0..old.rows {
                    if let Some(Literal::Text(key)) = keys.get(at) {
                        let row = self.row(key);
                        self.data[to][row] = values.get(at).map_or(Slot::Missing, Slot::pack);
                        self.origins[to][row] = of.and_then(|of| of.get(at).copied()).unwrap_or(NOWHERE);
                    }
                }
            }
        }
        self.merge_new(&new);
    }

    fn merge_new(&mut self, new: &Store) {
        let sources: Vec<usize> = new.sources.iter().map(|source| self.source(*source)).collect();
        let rows: Vec<usize> = new.keys.iter().map(|key| self.row(*key)).collect();
        for (source, from) in sources.iter().zip(&new.source_rows) {
            for (row, number) in rows.iter().zip(from).filter(|(_, number)| **number != NOWHERE) {
                self.source_rows[*source][*row] = *number;
            }
        }
        for (at, column) in new.columns.iter().enumerate() {
            let to = self.column(*column);
            for (from, row) in rows.iter().copied().enumerate() {
                let value = &new.data[at][from];
                if !value.is_missing() {
                    let source = usize::try_from(new.origins[at][from]).ok().and_then(|at| sources.get(at));
                    self.data[to][row] = value.clone();
                    self.origins[to][row] = source.map_or(NOWHERE, |source| *source as i32);
                }
            }
        }
    }

    /// A value, with the sheet and the row that give it.
    pub(crate) fn value(&self, column: usize, row: usize, ty: Type) -> Option<(Literal, Option<At<'_>>)> {
        let value = self.data[column][row].unpack(ty)?;
        let source = usize::try_from(self.origins[column][row]).ok();
        let origin = source.and_then(|at| match self.sources.get(at)? {
            Source::Sheet { sheet, .. } => {
                let number = u32::try_from(*self.source_rows.get(at)?.get(row)?).ok()?;
                Some((sheet.map(Name::as_str), number))
            }
            Source::Synthetic => None,
        });
        Some((value, origin))
    }

    /// Where the values come from.
    pub(crate) fn origins(&mut self) -> Origins {
        let columns = self.columns.iter().copied().zip(std::mem::take(&mut self.origins)).collect();
        let (sources, rows) = (std::mem::take(&mut self.sources), std::mem::take(&mut self.source_rows));
        let mut origins = Origins { sources, columns, rows, ..Origins::default() };
        origins.prune();
        origins
    }

    pub(crate) fn finish(self, program: &Program) -> Table {
        let rows = self.keys.len();
        let arrays = self
            .columns
            .iter()
            .zip(self.data)
            .map(|(column, values)| {
                let ty = program.fact(column.fact).ty;
                let mut data = ColumnData::new(ty);
                for value in values {
                    data.push(program, ty, value.unpack(ty));
                }
                data.finish()
            })
            .collect();
        // Subjects that are new have nothing in columns that the program doesn't know.
        let foreign = self.foreign.into_iter().filter_map(|(field, array)| {
            let missing = new_null_array(array.data_type(), rows - array.len());
            Some((field, concat(&[array.as_ref(), missing.as_ref()]).ok()?))
        });
        Table { entity: self.entity, columns: self.columns, arrays, foreign: foreign.collect(), rows }
    }
}
