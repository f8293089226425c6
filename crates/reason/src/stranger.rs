//! Somebody of whom nothing is known, in a world of nobody else.

use wuwei_engine::{Population, Related, Row};
use wuwei_ir::{EntityId, FactId, Literal, RelationId};
use wuwei_source::Name;

/// Somebody of a kind whom nobody has told of anything yet. There is nobody else beside, so that whatever a stranger tells,
/// nothing of anybody can come back in an answer. Nothing was ever paid to one as far as is recorded.
#[derive(Clone, Debug)]
pub struct Stranger {
    kind: EntityId,
    /// The relations that lead to nobody for certain.
    without: Vec<RelationId>,
}

impl Stranger {
    /// A stranger of a kind.
    pub fn new(kind: EntityId) -> Stranger {
        Stranger { kind, without: Vec::new() }
    }

    /// The same, of whom it is known that these relations lead to nobody.
    #[must_use]
    pub fn without(mut self, relations: &[RelationId]) -> Stranger {
        self.without.extend(relations);
        self
    }

    /// The stranger as a subject.
    pub fn row(&self) -> Row {
        Row { entity: self.kind, index: 0 }
    }
}

impl Population for Stranger {
    fn len(&self, entity: EntityId) -> u32 {
        u32::from(entity == self.kind)
    }

    fn fact(&self, _: Row, _: FactId, _: Option<i32>) -> Option<Literal> {
        None
    }

    fn find(&self, _: EntityId, _: Name) -> Option<u32> {
        None
    }

    /// Nobody knows what a stranger has, only what there is none of.
    fn related(&self, row: Row, relation: RelationId) -> Related {
        let complete = row == self.row() && self.without.contains(&relation);
        Related { complete, ..Related::default() }
    }
}
