//! A table of facts as texts: what a store keeps of it.

use arrow_array::Array as _;
use wuwei_ir::{Fact, Literal, Program};
use wuwei_source::Name;

use crate::canonical::canonical;
use crate::column::{Column, Table, Values};
use crate::source::foreign_texts;

/// A table, ready to be read as texts.
pub struct Texts<'p> {
    program: &'p Program,
    key: Option<usize>,
    columns: Vec<(Column, String, &'p Fact, Values)>,
    foreign: Vec<(String, Vec<Option<String>>)>,
    rows: usize,
}

/// A value as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextCell<'t> {
    /// The name of the column.
    pub name: &'t str,
    /// Which column it is, where the program knows it.
    pub column: Option<Column>,
    /// The text.
    pub text: String,
}

impl<'p> Texts<'p> {
    /// The texts of a table.
    pub fn of(program: &'p Program, table: &Table) -> Texts<'p> {
        let key = program.entity(table.entity).key;
        let mut columns = Vec::new();
        for (column, array) in table.columns.iter().zip(&table.arrays) {
            let fact = program.fact(column.fact);
            if let Some(values) = Values::read(program, fact.ty, array) {
                columns.push((*column, fact.column(column.year), fact, values));
            }
        }
        let key = columns.iter().position(|(column, ..)| Some(column.fact) == key);
        let foreign = table.foreign.iter().map(|(field, array)| {
            let texts = foreign_texts(field, array).unwrap_or_else(|| vec![None; array.len()]);
            (field.name().clone(), texts)
        });
        Texts { program, key, columns, foreign: foreign.collect(), rows: table.rows }
    }

    /// How many subjects.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The key of a subject.
    pub fn key(&self, row: usize) -> Option<Name> {
        match self.columns.get(self.key?)?.3.get(row)? {
            Literal::Text(key) => Some(key),
            _ => None,
        }
    }

    /// What is known of a subject.
    pub fn cells(&self, row: usize) -> impl Iterator<Item = TextCell<'_>> {
        let known = self.columns.iter().filter_map(move |(column, name, fact, values)| {
            let text = canonical(self.program, fact, values.get(row)?);
            Some(TextCell { name, column: Some(*column), text })
        });
        let foreign = self.foreign.iter().filter_map(move |(name, texts)| {
            let text = texts.get(row)?.clone()?;
            Some(TextCell { name, column: None, text })
        });
        known.chain(foreign)
    }
}
