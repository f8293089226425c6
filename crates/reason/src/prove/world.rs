//! A population made of nothing but supposed facts.

use wuwei_engine::{Memory, Population, Related, Row};
use wuwei_ir::{EntityId, FactId, Literal, RelationId, SubjectFact};
use wuwei_source::Name;

use super::shape::{Link, Shape};

/// A value for each fact of a shape; nothing where the fact isn't said.
pub(crate) type Point = Vec<Option<Literal>>;

/// The subjects of a shape with the facts of a point.
pub(crate) struct World<'w, 'a> {
    pub(crate) shape: &'w Shape<'a>,
    pub(crate) point: &'w [Option<Literal>],
}

impl World<'_, '_> {
    /// Whether a member of a relation points back; nothing where that isn't said.
    fn points_back(&self, slot: usize) -> Option<bool> {
        let (from, Link::Member(relation, _)) = self.shape.slots[slot].from? else { return Some(true) };
        let by = self.shape.program.relation(relation).by;
        let var = self.shape.var_of(self.shape.slots[slot].row, by, None)?;
        Some(self.point[var]? == Literal::Subject(self.shape.slots[from].name))
    }
}

impl Population for World<'_, '_> {
    fn len(&self, entity: EntityId) -> u32 {
        self.shape.slots.iter().filter(|slot| slot.row.entity == entity).count() as u32
    }

    fn fact(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<Literal> {
        self.point[self.shape.var_of(row, fact, year)?]
    }

    fn find(&self, entity: EntityId, key: Name) -> Option<u32> {
        let found = self.shape.slots.iter().find(|slot| slot.row.entity == entity && slot.name == key)?;
        Some(found.row.index)
    }

    fn related(&self, row: Row, relation: RelationId) -> Related {
        let mut related = Related { complete: true, ..Related::default() };
        let Some(slot) = self.shape.slot_of(row) else { return Related::default() };
        for member in self.shape.members(slot, relation) {
            let index = self.shape.slots[member].row.index;
            match self.points_back(member) {
                Some(true) => related.certain.push(index),
                Some(false) => {}
                None => related.possible.push(index),
            }
        }
        related
    }
}

/// The subjects of a point as a document's test would give them: those that are of the matter, with the facts that are said.
pub(crate) fn described(shape: &Shape<'_>, point: &[Option<Literal>]) -> Vec<(EntityId, Name, Vec<SubjectFact>)> {
    let world = World { shape, point };
    let mut out = Vec::new();
    let mut there = vec![false; shape.slots.len()];
    for (n, slot) in shape.slots.iter().enumerate() {
        let facts: Vec<SubjectFact> = (shape.vars.iter().zip(point))
            .filter(|(var, _)| var.slot == n)
            .filter_map(|(var, value)| Some(SubjectFact { fact: var.fact, year: var.year, value: (*value)? }))
            .collect();
        there[n] = match slot.from {
            None => true,
            Some((from, Link::Follow(fact))) => {
                let meant = shape.var_of(shape.slots[from].row, fact, None).and_then(|var| point[var]);
                there[from] && meant == Some(Literal::Subject(slot.name))
            }
            Some((from, Link::Member(..))) => there[from] && world.points_back(n) == Some(true),
        };
        if there[n] {
            out.push((slot.row.entity, slot.name, facts));
        }
    }
    out
}

/// The same subjects as the population in memory on which tests of documents run. Of the kinds that lists lead to there are
/// no others.
pub(crate) fn memory<'a>(shape: &Shape<'a>, point: &[Option<Literal>]) -> (Memory<'a>, Row) {
    let mut memory = Memory::new(shape.program);
    let mut root = shape.slots[0].row;
    for (n, (entity, name, facts)) in described(shape, point).into_iter().enumerate() {
        let row = memory.add(entity, name, &facts);
        if n == 0 {
            root = row;
        }
    }
    for slot in &shape.slots {
        if let Some((_, Link::Member(..))) = slot.from {
            memory.complete(slot.row.entity);
        }
    }
    (memory, root)
}
