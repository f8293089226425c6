//! What is known about a value.
//!
//! A value is a set of possibilities: an interval of numbers, a set of choices, or one thing or anything. Besides, a value
//! can be absent: an explicit "none", or a quotient by nought. Every operation here returns a set that holds every result
//! its operands' possibilities can give, and smaller operands never give a larger set.

use wuwei_ir::{Literal, Number};
use wuwei_source::Name;

/// Yes, no, or not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truth {
    /// It doesn't hold, whatever the missing facts are.
    No,
    /// It holds, whatever the missing facts are.
    Yes,
    /// It depends on facts that are missing.
    Unknown,
}

impl Truth {
    /// Yes or no.
    pub fn of(holds: bool) -> Truth {
        if holds { Truth::Yes } else { Truth::No }
    }

    /// The opposite.
    #[must_use]
    pub fn negate(self) -> Truth {
        match self {
            Truth::No => Truth::Yes,
            Truth::Yes => Truth::No,
            Truth::Unknown => Truth::Unknown,
        }
    }

    /// Both hold.
    #[must_use]
    pub fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::No, _) | (_, Truth::No) => Truth::No,
            (Truth::Yes, Truth::Yes) => Truth::Yes,
            _ => Truth::Unknown,
        }
    }

    /// One of them holds.
    #[must_use]
    pub fn or(self, other: Truth) -> Truth {
        self.negate().and(other.negate()).negate()
    }

    /// Either of two possibilities.
    #[must_use]
    pub fn either(self, other: Truth) -> Truth {
        if self == other { self } else { Truth::Unknown }
    }

    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Truth::No => "no",
            Truth::Yes => "yes",
            Truth::Unknown => "unknown",
        }
    }
}

/// An interval of numbers; a missing end is unbounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The smallest possibility.
    pub low: Option<Number>,
    /// The largest possibility.
    pub high: Option<Number>,
}

impl Range {
    /// Every number.
    pub const ALL: Range = Range { low: None, high: None };

    /// One number.
    pub fn exactly(number: Number) -> Range {
        Range::between(number, number)
    }

    /// Everything between two numbers.
    pub fn between(low: Number, high: Number) -> Range {
        Range { low: Some(low), high: Some(high) }
    }

    /// The number, if there is only one possibility.
    pub fn exact(self) -> Option<Number> {
        self.low.filter(|_| self.low == self.high)
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn hull(self, other: Range) -> Range {
        Range {
            low: self.low.zip(other.low).map(|(a, b)| a.min(b)),
            high: self.high.zip(other.high).map(|(a, b)| a.max(b)),
        }
    }

    /// The sum of two values; an end that doesn't fit is rounded outwards.
    #[must_use]
    pub fn plus(self, other: Range) -> Range {
        crate::arithmetic::add(self, other)
    }

    /// The smaller of two values.
    #[must_use]
    pub fn min(self, other: Range) -> Range {
        Range {
            low: self.low.zip(other.low).map(|(a, b)| a.min(b)),
            high: match (self.high, other.high) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            },
        }
    }

    /// The larger of two values.
    #[must_use]
    pub fn max(self, other: Range) -> Range {
        Range {
            low: match (self.low, other.low) {
                (Some(a), Some(b)) => Some(a.max(b)),
                (a, b) => a.or(b),
            },
            high: self.high.zip(other.high).map(|(a, b)| a.max(b)),
        }
    }

    /// Whether a number is a possibility.
    pub fn contains(self, number: Number) -> bool {
        self.low.is_none_or(|low| low <= number) && self.high.is_none_or(|high| number <= high)
    }

    /// The image under a function that never falls. Where the function has no answer the end is unbounded.
    #[must_use]
    pub fn map(self, rising: impl Fn(Number) -> Option<Number>) -> Range {
        Range { low: self.low.and_then(&rising), high: self.high.and_then(&rising) }
    }

    /// The image under a function that never rises.
    #[must_use]
    pub fn map_down(self, falling: impl Fn(Number) -> Option<Number>) -> Range {
        Range { low: self.high.and_then(&falling), high: self.low.and_then(&falling) }
    }
}

/// Whether a value can be absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Absence {
    /// It is there.
    Never,
    /// It may be absent.
    Possible,
    /// It is absent.
    Certain,
}

impl Absence {
    /// Absent as soon as one of two is.
    #[must_use]
    pub fn or(self, other: Absence) -> Absence {
        self.max(other)
    }

    /// Either of two possibilities.
    #[must_use]
    pub fn either(self, other: Absence) -> Absence {
        if self == other { self } else { Absence::Possible }
    }
}

/// What is known about a value, absence included.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Yes, no, or not known.
    Truth(Truth),
    /// Numbers; days and years are numbers too.
    Number(Range, Absence),
    /// A set of choices of an enumeration, one bit each.
    Choice(u64, Absence),
    /// One text, region or subject, or anything.
    Atom(Option<Literal>, Absence),
    /// Certainly absent.
    Absent,
}

impl Value {
    /// A known number.
    pub fn number(number: Number) -> Value {
        Value::Number(Range::exactly(number), Absence::Never)
    }

    /// Whether it can be absent.
    pub fn absence(&self) -> Absence {
        match self {
            Value::Truth(_) => Absence::Never,
            Value::Number(_, absence) | Value::Choice(_, absence) | Value::Atom(_, absence) => *absence,
            Value::Absent => Absence::Certain,
        }
    }

    /// The value, perhaps absent besides.
    #[must_use]
    pub fn or_absent(self, other: Absence) -> Value {
        if other == Absence::Certain {
            return match self {
                // A condition that can't be asked doesn't hold.
                Value::Truth(_) => Value::Truth(Truth::No),
                _ => Value::Absent,
            };
        }
        match self {
            Value::Truth(truth) if other == Absence::Possible => Value::Truth(truth.either(Truth::No)),
            Value::Truth(_) | Value::Absent => self,
            Value::Number(range, absence) => Value::Number(range, absence.or(other)),
            Value::Choice(set, absence) => Value::Choice(set, absence.or(other)),
            Value::Atom(atom, absence) => Value::Atom(atom, absence.or(other)),
        }
    }

    /// Either of two possibilities.
    #[must_use]
    pub fn either(self, other: Value) -> Value {
        match (self, other) {
            (Value::Absent, Value::Absent) => Value::Absent,
            (Value::Truth(a), Value::Truth(b)) => Value::Truth(a.either(b)),
            (Value::Truth(a), Value::Absent) | (Value::Absent, Value::Truth(a)) => Value::Truth(a.either(Truth::No)),
            (value, Value::Absent) | (Value::Absent, value) => value.or_absent(Absence::Possible),
            (Value::Number(a, x), Value::Number(b, y)) => Value::Number(a.hull(b), x.either(y)),
            (Value::Choice(a, x), Value::Choice(b, y)) => Value::Choice(a | b, x.either(y)),
            (Value::Atom(a, x), Value::Atom(b, y)) => Value::Atom(a.filter(|_| a == b), x.either(y)),
            // Types agree in a checked program; anything else is held by "anything".
            (a, b) => Value::Atom(None, a.absence().either(b.absence()).or(Absence::Possible)),
        }
    }

    /// As a truth; what is no truth doesn't hold.
    pub fn truth(&self) -> Truth {
        match self {
            Value::Truth(truth) => *truth,
            _ => Truth::No,
        }
    }

    /// As numbers; what is no number is every number.
    pub fn range(&self) -> Range {
        match self {
            Value::Number(range, _) => *range,
            _ => Range::ALL,
        }
    }

    /// Whether there is only one possibility.
    pub fn is_exact(&self) -> bool {
        match self {
            Value::Truth(truth) => *truth != Truth::Unknown,
            Value::Number(range, absence) => range.exact().is_some() && *absence == Absence::Never,
            Value::Choice(set, absence) => set.count_ones() == 1 && *absence == Absence::Never,
            Value::Atom(atom, absence) => atom.is_some() && *absence == Absence::Never,
            Value::Absent => true,
        }
    }

    /// Whether every possibility of `other` is one of this value's.
    pub fn holds(&self, other: &Value) -> bool {
        let absence = |mine: Absence| mine == Absence::Possible || mine == other.absence();
        match (self, other) {
            (Value::Truth(mine), Value::Truth(other)) => mine == other || *mine == Truth::Unknown,
            (Value::Number(mine, a), Value::Number(range, _)) => {
                let low = mine.low.is_none_or(|low| range.low.is_some_and(|other| low <= other));
                let high = mine.high.is_none_or(|high| range.high.is_some_and(|other| other <= high));
                low && high && absence(*a)
            }
            (Value::Choice(mine, a), Value::Choice(set, _)) => mine & set == *set && absence(*a),
            (Value::Atom(mine, a), Value::Atom(atom, _)) => (mine.is_none() || mine == atom) && absence(*a),
            (mine, Value::Absent) => mine.absence() != Absence::Never,
            _ => false,
        }
    }
}

/// A known literal as a value.
pub(crate) fn known(literal: Literal) -> Value {
    match literal {
        Literal::Number(number) => Value::number(number),
        Literal::Date(date) => Value::number(Number::int(i64::from(date.days()))),
        Literal::Year(year) => Value::number(Number::int(i64::from(year))),
        Literal::Truth(truth) => Value::Truth(Truth::of(truth)),
        Literal::Choice(at) => Value::Choice(1 << at, Absence::Never),
        Literal::Text(_) | Literal::Region(_) | Literal::Subject(_) => Value::Atom(Some(literal), Absence::Never),
        Literal::None => Value::Absent,
    }
}

impl From<Literal> for Value {
    fn from(literal: Literal) -> Value {
        known(literal)
    }
}

/// The text of an atom.
pub(crate) fn atom_text(literal: Literal) -> Option<Name> {
    match literal {
        Literal::Text(name) | Literal::Subject(name) => Some(name),
        _ => None,
    }
}
