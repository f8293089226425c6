//! What an evaluation asked of a population, and what it was told.
//!
//! Subjects have numbers of their own here, in the order in which they were first met: what a proof says doesn't depend on
//! where in a table somebody stands.

use rustc_hash::FxHashMap;
use serde_json::Value as Json;
use wuwei_engine::{Origin, Payments, Related, Row, Value};
use wuwei_ir::{EntityId, FactId, Literal, RelationId};
use wuwei_source::{Name, Text};

/// A fact that was read.
#[derive(Clone, Debug)]
pub(super) struct FactRead {
    pub(super) row: Row,
    pub(super) fact: FactId,
    pub(super) year: Option<i32>,
    /// Nothing where it isn't known.
    pub(super) value: Option<Literal>,
    /// What is known of it where its value isn't.
    pub(super) within: Option<Value>,
    pub(super) origin: Option<Origin>,
}

/// Everything that was read.
#[derive(Clone, Debug, Default)]
pub(super) struct Reads {
    /// Kind of each subject, by its number.
    pub(super) subjects: Vec<EntityId>,
    pub(super) facts: Vec<FactRead>,
    pub(super) fact_at: FxHashMap<(Row, FactId, Option<i32>), u32>,
    /// Subjects that were looked up by their keys.
    pub(super) found: Vec<(EntityId, Name, Option<u32>)>,
    pub(super) related: Vec<(Row, RelationId, Related)>,
    /// Payments that were looked up, by payee and benefit.
    pub(super) payments: Vec<(Option<Name>, Name, Payments)>,
    /// How many subjects of a kind there are, where that was asked.
    pub(super) counts: Vec<(EntityId, u32)>,
}

impl Reads {
    /// The number of a fact that was read.
    pub(super) fn number(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<u32> {
        self.fact_at.get(&(row, fact, year)).copied()
    }

    /// Adds a fact.
    pub(super) fn push(&mut self, read: FactRead) -> u32 {
        let number = self.facts.len() as u32;
        self.fact_at.insert((read.row, read.fact, read.year), number);
        self.facts.push(read);
        number
    }
}

/// The notice of a proof, in both languages.
pub(super) fn notice(json: &Json) -> Text {
    let text = |lang: &str| json[lang].as_str().unwrap_or("");
    Text::new(text("zh"), text("en"))
}
