//! Types of expressions and facts.

use crate::{Base, CodeKind, Dim, EntityId, EnumId};

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Yes, no, or unknown.
    Truth,
    /// A number with a dimension.
    Quantity(Dim),
    /// A number without dimension that people read as a percentage.
    Ratio,
    /// A day.
    Date,
    /// A calendar year.
    Year,
    /// Free text, only compared for equality.
    Text,
    /// A code of a register.
    Code(CodeKind),
    /// One of a list of names.
    Enum(EnumId),
    /// A region.
    Region,
    /// Another subject.
    Entity(EntityId),
    /// Anything: `none`, or an expression already reported as faulty.
    Any,
}

impl Type {
    /// Money.
    pub const MONEY: Type = Type::Quantity(Dim::MONEY);
    /// Points of a score.
    pub const POINTS: Type = Type::Quantity(Dim::POINTS);
    /// A plain number.
    pub const NUMBER: Type = Type::Quantity(Dim::NONE);

    /// The dimension, if it is a number.
    pub fn dim(self) -> Option<Dim> {
        match self {
            Type::Quantity(dim) => Some(dim),
            Type::Ratio => Some(Dim::NONE),
            _ => None,
        }
    }

    /// The base unit counted, if it is that simple.
    pub fn base(self) -> Option<Base> {
        self.dim().and_then(Dim::base)
    }

    /// Whether its values are numbers inside: quantities, days and years.
    pub fn is_numeric(self) -> bool {
        matches!(self, Type::Quantity(_) | Type::Ratio | Type::Date | Type::Year)
    }
}
