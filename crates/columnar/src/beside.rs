//! The reference's view of a batch: its subjects are asked, and references and lists lead to everybody.
//!
//! Which subjects share a batch must not matter, so a batch is no population of its own: whom a subject refers to and who
//! refers to it is looked up among the others, even where those are of the batch's kind. Without others nobody is known.

use std::sync::Arc;

use wuwei_engine::{Payments, Population, Related, Row};
use wuwei_facts::Table;
use wuwei_ir::{EntityId, FactId, Literal, Program, RelationId};
use wuwei_source::Name;

use crate::canonical::canonical;
use crate::others::Others;

/// The subjects of a batch behind those of the same kind among the others.
pub(crate) struct Beside<'a, 'p> {
    program: &'p Program,
    entity: EntityId,
    /// The batch, unless it is the others' own table of its kind.
    own: Option<wuwei_facts::Population<'p>>,
    others: Option<&'a wuwei_facts::Population<'p>>,
    /// How many of the batch's kind are among the others.
    first: u32,
}

impl<'a, 'p> Beside<'a, 'p> {
    pub(crate) fn new(program: &'p Program, table: &Table, others: Option<&'a Others<'p>>) -> Beside<'a, 'p> {
        let entity = table.entity;
        let known = others.and_then(|others| others.table(entity)).is_some_and(|known| is_same(known, table));
        let own = (!known).then(|| wuwei_facts::Population::new(program, &[canonical(program, table)]));
        let others = others.map(Others::reference);
        let first = others.filter(|_| !known).map_or(0, |others| others.len(entity));
        Beside { program, entity, own, others, first }
    }

    /// A subject of the batch.
    pub(crate) fn subject(&self, row: usize) -> Row {
        Row { entity: self.entity, index: self.first + row as u32 }
    }

    /// The batch's own row, if this is one of its subjects and the others don't hold it.
    fn own(&self, row: Row) -> Option<(&wuwei_facts::Population<'p>, Row)> {
        let own = self.own.as_ref().filter(|_| row.entity == self.entity && row.index >= self.first)?;
        Some((own, Row { index: row.index - self.first, ..row }))
    }
}

/// Whether two tables are one: the same columns of the same arrays.
fn is_same(a: &Table, b: &Table) -> bool {
    let arrays = || a.arrays.iter().zip(&b.arrays).all(|(a, b)| Arc::ptr_eq(a, b));
    a.rows == b.rows && a.columns == b.columns && arrays()
}

impl Population for Beside<'_, '_> {
    fn len(&self, entity: EntityId) -> u32 {
        self.others.map_or(0, |others| others.len(entity))
    }

    fn fact(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<Literal> {
        match self.own(row) {
            Some((own, row)) => own.fact(row, fact, year),
            None => self.others?.fact(row, fact, year),
        }
    }

    fn find(&self, entity: EntityId, key: Name) -> Option<u32> {
        self.others?.find(entity, key)
    }

    fn related(&self, row: Row, relation: RelationId) -> Related {
        match (self.own(row), self.others) {
            (_, None) => Related::default(),
            (Some((own, row)), Some(others)) => others.related_to(own.key(row), self.program.relation(relation)),
            (None, Some(others)) => others.related(row, relation),
        }
    }

    fn payments(&self, payee: Option<Name>, benefit: Name) -> Payments {
        self.others.map_or_else(Payments::default, |others| others.payments(payee, benefit))
    }
}
