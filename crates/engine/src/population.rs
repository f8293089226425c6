//! What the evaluator asks of the facts.

use wuwei_ir::{EntityId, FactId, Literal, RelationId};
use wuwei_source::Name;

use crate::origin::Origin;
use crate::value::Value;

/// A subject of a population.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// Its kind.
    pub entity: EntityId,
    /// Its position among its kind.
    pub index: u32,
}

impl Row {
    /// A subject of which nothing is known, not even which it is.
    pub fn unknown(entity: EntityId) -> Row {
        Row { entity, index: u32::MAX }
    }

    /// Whether nothing is known of it.
    pub fn is_unknown(self) -> bool {
        self.index == u32::MAX
    }
}

/// The subjects that a relation leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Related {
    /// Subjects that point back for certain.
    pub certain: Vec<u32>,
    /// Subjects of which it isn't known whether they point back.
    pub possible: Vec<u32>,
    /// Whether there are no others.
    pub complete: bool,
}

/// Records of payments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payments {
    /// Those of the payee and benefit asked for.
    pub certain: Vec<u32>,
    /// Those that may be, where a record or the question leaves it open.
    pub possible: Vec<u32>,
}

/// The facts of a population: nothing of how they are kept.
pub trait Population {
    /// How many subjects of a kind there are.
    fn len(&self, entity: EntityId) -> u32;

    /// A fact of a subject. `None` is not known; [`Literal::None`] is known to be none.
    fn fact(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<Literal>;

    /// What is known of a fact whose value isn't: less than everything its domain allows, such as an interval that somebody
    /// supposes. Asked only where [`Population::fact`] gives nothing; it must lie in the fact's domain.
    fn within(&self, _row: Row, _fact: FactId, _year: Option<i32>) -> Option<Value> {
        None
    }

    /// Where a known fact comes from; nothing where nobody recorded it. No answer depends on it.
    fn origin(&self, _row: Row, _fact: FactId, _year: Option<i32>) -> Option<Origin> {
        None
    }

    /// The subject with this key.
    fn find(&self, entity: EntityId, key: Name) -> Option<u32>;

    /// The subjects that a relation leads to from one of them.
    fn related(&self, row: Row, relation: RelationId) -> Related;

    /// What has been paid of a benefit before; `None` is a payee whose key isn't known.
    fn payments(&self, _payee: Option<Name>, _benefit: Name) -> Payments {
        Payments::default()
    }
}
