//! A population that keeps what was asked of it.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use wuwei_engine::{Origin, Payments, Population, Related, Row, Value};
use wuwei_ir::{EntityId, FactId, Literal, Program, RelationId};
use wuwei_source::Name;

use super::read::{FactRead, Reads};

/// Hands on what a population knows, under subjects' numbers of its own, and keeps it.
pub(super) struct Recorder<'a> {
    base: &'a dyn Population,
    program: &'a Program,
    kept: RefCell<Kept>,
}

#[derive(Default)]
struct Kept {
    reads: Reads,
    /// Subjects' rows in the population, by their numbers here.
    rows: Vec<Row>,
    numbers: FxHashMap<Row, u32>,
}

impl Kept {
    fn number(&mut self, row: Row) -> u32 {
        if row.is_unknown() {
            return row.index;
        }
        let (rows, subjects) = (&mut self.rows, &mut self.reads.subjects);
        *self.numbers.entry(row).or_insert_with(|| {
            rows.push(row);
            subjects.push(row.entity);
            rows.len() as u32 - 1
        })
    }

    fn all(&mut self, entity: EntityId, indices: Vec<u32>) -> Vec<u32> {
        indices.into_iter().map(|index| self.number(Row { entity, index })).collect()
    }

    fn base(&self, row: Row) -> Row {
        self.rows.get(row.index as usize).copied().unwrap_or(row)
    }
}

impl<'a> Recorder<'a> {
    /// A recorder over a population.
    pub(super) fn new(program: &'a Program, base: &'a dyn Population) -> Recorder<'a> {
        Recorder { base, program, kept: RefCell::default() }
    }

    /// A subject of the population as it is called here.
    pub(super) fn subject(&self, row: Row) -> Row {
        Row { index: self.kept.borrow_mut().number(row), ..row }
    }

    /// The number of a fact that was read.
    pub(super) fn number(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<u32> {
        self.kept.borrow().reads.number(row, fact, year)
    }

    /// What was read, with where it comes from.
    pub(super) fn reads(self) -> Reads {
        let mut kept = self.kept.into_inner();
        for at in 0..kept.reads.facts.len() {
            let FactRead { row, fact, year, value, .. } = kept.reads.facts[at];
            if value.is_some() {
                kept.reads.facts[at].origin = self.base.origin(kept.base(row), fact, year);
            }
        }
        kept.reads
    }
}

impl Population for Recorder<'_> {
    fn len(&self, entity: EntityId) -> u32 {
        let n = self.base.len(entity);
        let counts = &mut self.kept.borrow_mut().reads.counts;
        if counts.iter().all(|(known, _)| *known != entity) {
            counts.push((entity, n));
        }
        n
    }

    fn fact(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<Literal> {
        // Nobody has the facts of another kind.
        if self.program.fact(fact).entity != row.entity {
            return None;
        }
        let mut kept = self.kept.borrow_mut();
        if let Some(at) = kept.reads.number(row, fact, year) {
            return kept.reads.facts[at as usize].value;
        }
        let value = self.base.fact(kept.base(row), fact, year);
        kept.reads.push(FactRead { row, fact, year, value, within: None, origin: None });
        value
    }

    fn within(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<Value> {
        let mut kept = self.kept.borrow_mut();
        let within = self.base.within(kept.base(row), fact, year);
        if let Some(at) = kept.reads.number(row, fact, year) {
            kept.reads.facts[at as usize].within.clone_from(&within);
        }
        within
    }

    fn origin(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<Origin> {
        self.base.origin(self.kept.borrow().base(row), fact, year)
    }

    fn find(&self, entity: EntityId, key: Name) -> Option<u32> {
        let mut kept = self.kept.borrow_mut();
        if let Some((.., known)) = kept.reads.found.iter().find(|(of, name, _)| *of == entity && *name == key) {
            return *known;
        }
        let found = self.base.find(entity, key).map(|index| kept.number(Row { entity, index }));
        kept.reads.found.push((entity, key, found));
        found
    }

    fn related(&self, row: Row, relation: RelationId) -> Related {
        let mut kept = self.kept.borrow_mut();
        if let Some((.., known)) = kept.reads.related.iter().find(|(of, by, _)| *of == row && *by == relation) {
            return known.clone();
        }
        let Related { certain, possible, complete } = self.base.related(kept.base(row), relation);
        let to = self.program.relation(relation).to;
        let related = Related { certain: kept.all(to, certain), possible: kept.all(to, possible), complete };
        kept.reads.related.push((row, relation, related.clone()));
        related
    }

    fn payments(&self, payee: Option<Name>, benefit: Name) -> Payments {
        let mut kept = self.kept.borrow_mut();
        if let Some((.., known)) = kept.reads.payments.iter().find(|(to, of, _)| *to == payee && *of == benefit) {
            return known.clone();
        }
        let Payments { certain, possible } = self.base.payments(payee, benefit);
        // Payments are the records of the one kind that is a ledger.
        let ledger = self.program.entities.iter().position(|entity| entity.ledger.is_some());
        let entity = ledger.map_or(EntityId(0), EntityId::from_index);
        let payments = Payments { certain: kept.all(entity, certain), possible: kept.all(entity, possible) };
        kept.reads.payments.push((payee, benefit, payments.clone()));
        payments
    }
}
