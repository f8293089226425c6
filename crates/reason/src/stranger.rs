//! Somebody of whom nothing is known, in a world of nobody else.

use wuwei_engine::{Population, Related, Row};
use wuwei_ir::{EntityId, FactId, Literal, RelationId};
use wuwei_source::Name;

/// Somebody of a kind whom nobody has told of anything yet. There is nobody else beside, so that whatever a stranger tells,
/// nothing of anybody can come back in an answer. Nothing was ever paid to one as far as is recorded.
#[derive(Clone, Copy, Debug)]
pub struct Stranger {
    kind: EntityId,
}

impl Stranger {
    /// A stranger of a kind.
    pub fn new(kind: EntityId) -> Stranger {
        Stranger { kind }
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

    /// Nobody knows what a stranger has.
    fn related(&self, _: Row, _: RelationId) -> Related {
        Related::default()
    }
}
