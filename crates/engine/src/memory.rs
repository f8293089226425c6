//! A population in memory: for tests in documents, for one subject that somebody describes, and for the subjects that
//! documents name.

use rustc_hash::{FxHashMap, FxHashSet};
use wuwei_ir::{EntityId, FactId, Literal, Program, RelationId, SubjectFact};
use wuwei_source::Name;

use crate::population::{Payments, Population, Related, Row};
use crate::value::Truth;

/// Subjects with their facts.
pub struct Memory<'a> {
    program: &'a Program,
    subjects: FxHashMap<EntityId, Vec<Described>>,
    /// Kinds of which there are no others than those described.
    complete: FxHashSet<EntityId>,
}

struct Described {
    name: Name,
    facts: FxHashMap<(FactId, Option<i32>), Literal>,
}

impl<'a> Memory<'a> {
    /// A population without anybody.
    pub fn new(program: &'a Program) -> Memory<'a> {
        Memory { program, subjects: FxHashMap::default(), complete: FxHashSet::default() }
    }

    /// Adds a subject under a name by which others can refer to it.
    pub fn add(&mut self, entity: EntityId, name: Name, facts: &[SubjectFact]) -> Row {
        let all = self.subjects.entry(entity).or_default();
        let facts = facts.iter().map(|fact| ((fact.fact, fact.year), fact.value)).collect();
        all.push(Described { name, facts });
        Row { entity, index: all.len() as u32 - 1 }
    }

    /// Says that there are no others of this kind.
    pub fn complete(&mut self, entity: EntityId) {
        self.complete.insert(entity);
    }

    fn described(&self, row: Row) -> Option<&Described> {
        self.subjects.get(&row.entity)?.get(row.index as usize)
    }

    /// Whether a reference means this subject: by its name here or by its key.
    fn is_meant(&self, row: Row, reference: Name) -> bool {
        let Some(described) = self.described(row) else {
            return false;
        };
        let key = self.program.entity(row.entity).key.and_then(|key| described.facts.get(&(key, None)));
        described.name == reference || key == Some(&Literal::Text(reference))
    }
}

impl Population for Memory<'_> {
    fn len(&self, entity: EntityId) -> u32 {
        self.subjects.get(&entity).map_or(0, |all| all.len() as u32)
    }

    fn fact(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<Literal> {
        self.described(row)?.facts.get(&(fact, year)).copied()
    }

    fn find(&self, entity: EntityId, key: Name) -> Option<u32> {
        (0..self.len(entity)).find(|index| self.is_meant(Row { entity, index: *index }, key))
    }

    fn related(&self, row: Row, relation: RelationId) -> Related {
        let relation = self.program.relation(relation);
        let mut related = Related { complete: self.complete.contains(&relation.to), ..Related::default() };
        for index in 0..self.len(relation.to) {
            let other = Row { entity: relation.to, index };
            match self.fact(other, relation.by, None) {
                Some(Literal::Subject(name)) if self.is_meant(row, name) => related.certain.push(index),
                None => related.possible.push(index),
                _ => {}
            }
        }
        related
    }

    fn payments(&self, payee: Option<Name>, benefit: Name) -> Payments {
        let mut payments = Payments::default();
        for (n, entity) in self.program.entities.iter().enumerate() {
            let Some(ledger) = entity.ledger else { continue };
            let entity = EntityId::from_index(n);
            for index in 0..self.len(entity) {
                let is =
                    |fact: FactId, wanted: Option<Name>| match (self.fact(Row { entity, index }, fact, None), wanted) {
                        (Some(Literal::Text(found)), Some(wanted)) => Truth::of(found == wanted),
                        _ => Truth::Unknown,
                    };
                match is(ledger.payee, payee).and(is(ledger.item, Some(benefit))) {
                    Truth::Yes => payments.certain.push(index),
                    Truth::Unknown => payments.possible.push(index),
                    Truth::No => {}
                }
            }
        }
        payments
    }
}
