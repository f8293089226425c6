//! A population that knows what was recorded and nothing else.

use std::cell::RefCell;

use wuwei_engine::{Payments, Population, Related, Row, Value};
use wuwei_ir::{EntityId, FactId, Literal, Program, RelationId};
use wuwei_source::Name;

use super::read::Reads;

/// Answers from records. What they don't hold is not known, and is remembered.
pub(super) struct Replay<'a> {
    program: &'a Program,
    reads: &'a Reads,
    used: RefCell<Used>,
}

/// What was used of the records, by position.
pub(super) struct Used {
    pub(super) facts: Vec<bool>,
    pub(super) found: Vec<bool>,
    pub(super) related: Vec<bool>,
    pub(super) payments: Vec<bool>,
    /// The first thing that was asked and isn't recorded, in words.
    pub(super) lacking: Option<String>,
}

impl<'a> Replay<'a> {
    pub(super) fn new(program: &'a Program, reads: &'a Reads) -> Replay<'a> {
        let used = Used {
            facts: vec![false; reads.facts.len()],
            found: vec![false; reads.found.len()],
            related: vec![false; reads.related.len()],
            payments: vec![false; reads.payments.len()],
            lacking: None,
        };
        Replay { program, reads, used: RefCell::new(used) }
    }

    pub(super) fn used(self) -> Used {
        self.used.into_inner()
    }

    pub(super) fn number(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<u32> {
        self.reads.number(row, fact, year)
    }

    fn lacks(&self, what: impl FnOnce() -> String) {
        self.used.borrow_mut().lacking.get_or_insert_with(what);
    }
}

impl Population for Replay<'_> {
    fn len(&self, entity: EntityId) -> u32 {
        match self.reads.counts.iter().find(|(known, _)| *known == entity) {
            Some((_, n)) => *n,
            None => {
                self.lacks(|| self.program.entity(entity).head.name.to_string());
                0
            }
        }
    }

    fn fact(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<Literal> {
        if self.program.fact(fact).entity != row.entity {
            return None;
        }
        match self.reads.number(row, fact, year) {
            Some(at) => {
                self.used.borrow_mut().facts[at as usize] = true;
                self.reads.facts[at as usize].value
            }
            None => {
                self.lacks(|| self.program.fact(fact).column(year));
                None
            }
        }
    }

    fn within(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<Value> {
        self.reads.facts[self.reads.number(row, fact, year)? as usize].within.clone()
    }

    fn find(&self, entity: EntityId, key: Name) -> Option<u32> {
        match self.reads.found.iter().position(|(of, name, _)| *of == entity && *name == key) {
            Some(at) => {
                self.used.borrow_mut().found[at] = true;
                self.reads.found[at].2
            }
            None => {
                self.lacks(|| key.to_string());
                None
            }
        }
    }

    fn related(&self, row: Row, relation: RelationId) -> Related {
        match self.reads.related.iter().position(|(of, by, _)| *of == row && *by == relation) {
            Some(at) => {
                self.used.borrow_mut().related[at] = true;
                self.reads.related[at].2.clone()
            }
            None => {
                self.lacks(|| self.program.relation(relation).name.to_string());
                Related::default()
            }
        }
    }

    fn payments(&self, payee: Option<Name>, benefit: Name) -> Payments {
        match self.reads.payments.iter().position(|(to, of, _)| *to == payee && *of == benefit) {
            Some(at) => {
                self.used.borrow_mut().payments[at] = true;
                self.reads.payments[at].2.clone()
            }
            None => {
                self.lacks(|| benefit.to_string());
                Payments::default()
            }
        }
    }
}
