//! A population as it would be if some facts were otherwise.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use wuwei_engine::{Origin, Payments, Population, Related, Row, Truth, Value};
use wuwei_ir::{EntityId, FactId, Literal, Program, RelationId};
use wuwei_source::Name;

/// What is supposed of a fact.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    /// It has this value.
    Is(Literal),
    /// It has one of these values.
    Within(Value),
    /// Nothing is known of it.
    Nothing,
}

/// So many years back a figure that isn't there yet is looked for.
const BACK: i32 = 3;

/// A population with some facts supposed to be otherwise, and perhaps with figures of years to come standing still.
pub struct Supposed<'a> {
    program: &'a Program,
    base: &'a dyn Population,
    told: FxHashMap<(Row, FactId, Option<i32>), Known>,
    /// From this year on a yearly fact that the population doesn't give is as in the last year that it does.
    still_from: Option<i32>,
    /// Facts that were taken from an earlier year.
    carried: RefCell<BTreeSet<(EntityId, u32, FactId, i32)>>,
}

impl<'a> Supposed<'a> {
    /// The population as it is.
    pub fn new(program: &'a Program, base: &'a dyn Population) -> Supposed<'a> {
        Supposed { program, base, told: FxHashMap::default(), still_from: None, carried: RefCell::default() }
    }

    /// Supposes that yearly figures from a year on, where they aren't known, are as in the last year before that is known.
    #[must_use]
    pub fn standing_still_from(mut self, year: i32) -> Supposed<'a> {
        self.still_from = Some(year);
        self
    }

    /// Supposes something of a fact; what was supposed of it before is forgotten.
    pub fn suppose(&mut self, row: Row, fact: FactId, year: Option<i32>, known: Known) {
        self.told.insert((row, fact, year), known);
    }

    /// Takes a fact as it is again.
    pub fn as_it_is(&mut self, row: Row, fact: FactId, year: Option<i32>) {
        self.told.remove(&(row, fact, year));
    }

    /// Facts that were read so far and are those of an earlier year, since nothing is known of their own: subject, fact, year.
    pub fn carried(&self) -> Vec<(Row, FactId, i32)> {
        let one = |(entity, index, fact, year): &(EntityId, u32, FactId, i32)| {
            (Row { entity: *entity, index: *index }, *fact, *year)
        };
        self.carried.borrow().iter().map(one).collect()
    }

    /// What a fact is, and whether that is the figure of an earlier year.
    pub(crate) fn known(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<(Literal, bool)> {
        match self.told.get(&(row, fact, year)) {
            Some(Known::Is(literal)) => Some((*literal, false)),
            Some(_) => None,
            None => match self.base.fact(row, fact, year) {
                Some(literal) => Some((literal, false)),
                None => self.earlier(row, fact, year).map(|literal| (literal, true)),
            },
        }
    }

    /// The figure of an earlier year for one that isn't known yet.
    fn earlier(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<Literal> {
        let (from, year) = (self.still_from?, year?);
        if year < from || !self.program.fact(fact).yearly {
            return None;
        }
        let before = |year: i32| match self.told.get(&(row, fact, Some(year))) {
            Some(Known::Is(literal)) => Some(*literal),
            Some(_) => None,
            None => self.base.fact(row, fact, Some(year)),
        };
        let found = (1..=BACK).find_map(|back| before(year - back))?;
        self.carried.borrow_mut().insert((row.entity, row.index, fact, year));
        Some(found)
    }

    /// The subjects of a kind whose reference is supposed to be otherwise, with what it is.
    fn moved(&self, by: FactId) -> impl Iterator<Item = (u32, &Known)> {
        self.told.iter().filter(move |((_, fact, _), _)| *fact == by).map(|((row, ..), known)| (row.index, known))
    }
}

impl Population for Supposed<'_> {
    fn len(&self, entity: EntityId) -> u32 {
        self.base.len(entity)
    }

    fn fact(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<Literal> {
        match self.told.get(&(row, fact, year)) {
            Some(Known::Is(literal)) => Some(*literal),
            Some(_) => None,
            None => self.base.fact(row, fact, year).or_else(|| self.earlier(row, fact, year)),
        }
    }

    fn within(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<Value> {
        match self.told.get(&(row, fact, year)) {
            Some(Known::Within(value)) => Some(value.clone()),
            Some(_) => None,
            None => self.base.within(row, fact, year),
        }
    }

    fn origin(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<Origin> {
        let is_supposed = self.told.contains_key(&(row, fact, year));
        match self.base.fact(row, fact, year) {
            Some(_) if !is_supposed => self.base.origin(row, fact, year),
            _ => Some(Origin::Supposed),
        }
    }

    fn find(&self, entity: EntityId, key: Name) -> Option<u32> {
        self.base.find(entity, key)
    }

    fn related(&self, row: Row, relation: RelationId) -> Related {
        let mut related = self.base.related(row, relation);
        let relation = self.program.relation(relation);
        let mut moved: Vec<(u32, &Known)> = self.moved(relation.by).collect();
        if moved.is_empty() {
            return related;
        }
        moved.sort_by_key(|(index, _)| *index);
        for (index, known) in moved {
            related.certain.retain(|at| *at != index);
            related.possible.retain(|at| *at != index);
            match known {
                // A population may know a subject by another name than its key.
                Known::Is(Literal::Subject(meant)) if self.base.find(row.entity, *meant) == Some(row.index) => {
                    related.certain.push(index);
                }
                Known::Is(_) => {}
                Known::Within(_) | Known::Nothing => related.possible.push(index),
            }
        }
        related.certain.sort_unstable();
        related.possible.sort_unstable();
        related
    }

    fn payments(&self, payee: Option<Name>, benefit: Name) -> Payments {
        let mut payments = self.base.payments(payee, benefit);
        for (n, entity) in self.program.entities.iter().enumerate() {
            let Some(ledger) = entity.ledger else { continue };
            let entity = EntityId::from_index(n);
            let is_told = |(row, fact, _): &&(Row, FactId, Option<i32>)| {
                row.entity == entity && [ledger.payee, ledger.item].contains(fact)
            };
            let mut moved: Vec<u32> = self.told.keys().filter(is_told).map(|(row, ..)| row.index).collect();
            moved.sort_unstable();
            moved.dedup();
            for index in moved {
                let is =
                    |fact: FactId, wanted: Option<Name>| match (self.fact(Row { entity, index }, fact, None), wanted) {
                        (Some(Literal::Text(found)), Some(wanted)) => Truth::of(found == wanted),
                        _ => Truth::Unknown,
                    };
                payments.certain.retain(|at| *at != index);
                payments.possible.retain(|at| *at != index);
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
