//! Subjects of one kind, gathered from files and from what a folder held before.

use arrow_array::{Array, ArrayRef, new_null_array};
use arrow_schema::FieldRef;
use arrow_select::concat::concat;
use rustc_hash::FxHashMap;
use wuwei_ir::{EntityId, Literal, Program};
use wuwei_source::Name;

use crate::column::{Column, ColumnData, Table, Values};
use crate::slot::Slot;

/// The subjects of one kind, as they come in.
pub(crate) struct Store {
    pub(crate) entity: EntityId,
    pub(crate) columns: Vec<Column>,
    pub(crate) data: Vec<Vec<Slot>>,
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
        self.keys.len() - 1
    }

    /// Puts what is already known before what is new: old subjects keep their order, new values win, and a value that the
    /// new files leave empty stays.
    pub(crate) fn merge_old(&mut self, program: &Program, old: &Table) {
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
        for (column, values) in &columns {
            let to = self.column(*column);
            if let Some(values) = values {
                for at in 0..old.rows {
                    if let Some(Literal::Text(key)) = keys.get(at) {
                        let row = self.row(key);
                        self.data[to][row] = values.get(at).map_or(Slot::Missing, Slot::pack);
                    }
                }
            }
        }
        for (at, column) in new.columns.iter().enumerate() {
            let to = self.column(*column);
            for (from, key) in new.keys.iter().enumerate() {
                let row = self.row(*key);
                let value = &new.data[at][from];
                if !value.is_missing() {
                    self.data[to][row] = value.clone();
                }
            }
        }
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
