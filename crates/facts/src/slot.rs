//! A value while a table is being gathered, in sixteen bytes: a table of millions of cells is held in memory once.

use wuwei_ir::{Date, Literal, Number, RegionId, Type};
use wuwei_source::Name;

/// One value of a fact whose type is known elsewhere.
#[derive(Clone, Debug, Default)]
pub(crate) enum Slot {
    /// Not known.
    #[default]
    Missing,
    /// Known to be none.
    None,
    /// A whole number, a day, a year, a truth, a choice or a region, by the fact's type.
    Whole(i64),
    /// A number that is not whole.
    Fraction(Box<Number>),
    /// A text, a code or another subject.
    Name(Name),
}

impl Slot {
    pub(crate) fn pack(literal: Literal) -> Slot {
        match literal {
            Literal::None => Slot::None,
            Literal::Number(number) => match number.to_i64() {
                Some(whole) => Slot::Whole(whole),
                None => Slot::Fraction(Box::new(number)),
            },
            Literal::Date(date) => Slot::Whole(i64::from(date.days())),
            Literal::Year(year) => Slot::Whole(i64::from(year)),
            Literal::Truth(truth) => Slot::Whole(i64::from(truth)),
            Literal::Choice(at) => Slot::Whole(i64::from(at)),
            Literal::Region(region) => Slot::Whole(i64::from(region.0)),
            Literal::Text(name) | Literal::Subject(name) => Slot::Name(name),
        }
    }

    pub(crate) fn unpack(&self, ty: Type) -> Option<Literal> {
        Some(match (self, ty) {
            (Slot::Missing, _) => return None,
            (Slot::None, _) => Literal::None,
            (Slot::Fraction(number), _) => Literal::Number(**number),
            (Slot::Name(name), Type::Entity(_)) => Literal::Subject(*name),
            (Slot::Name(name), _) => Literal::Text(*name),
            (Slot::Whole(whole), Type::Date) => Literal::Date(Date::from_days(*whole)?),
            (Slot::Whole(whole), Type::Year) => Literal::Year(i32::try_from(*whole).ok()?),
            (Slot::Whole(whole), Type::Truth) => Literal::Truth(*whole != 0),
            (Slot::Whole(whole), Type::Enum(_)) => Literal::Choice(u8::try_from(*whole).ok()?),
            (Slot::Whole(whole), Type::Region) => Literal::Region(RegionId(u32::try_from(*whole).ok()?)),
            (Slot::Whole(whole), _) => Literal::Number(Number::int(*whole)),
        })
    }

    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Slot::Missing)
    }
}
