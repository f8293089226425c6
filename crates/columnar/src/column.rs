//! Columns that rules read: facts of the subject, and what was derived from other subjects beforehand.

use serde::{Deserialize, Serialize};
use wuwei_ir::{Body, Bound, Date, Dim, EntityId, ExprId, Fact, FactId, GroupId, Program, Type};

use wuwei_source::Lang;

use crate::graph::Bounds;
use crate::value::Result;

/// What is known of a column before its rows are seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum State {
    /// There is no such column, or no value in it.
    Missing,
    /// Every value is there.
    Complete,
    /// Some values are there.
    Partial,
}

/// Where a column comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Source {
    /// A fact of the subject, perhaps of a year.
    Fact(FactId, Option<i32>),
    /// A column derived from other subjects, with its name for people.
    Derived(String, usize),
}

/// How a column's values are to be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Shape {
    /// Yes or no.
    Flag,
    /// Whole numbers: money in 分, counts.
    Whole,
    /// Decimals, kept as whole numbers of 10⁻⁹.
    Decimal,
    /// Days since 1970-01-01.
    Day,
    /// Calendar years.
    Year,
    /// Positions in an enumeration.
    Choice,
    /// Positions in the program's regions.
    Region,
    /// Texts, codes and keys of subjects, asked only by their names.
    Name,
}

/// The denominator of decimals.
pub(crate) const SCALE: i128 = 10i128.pow(wuwei_facts::SCALE as u32);

/// A column that rules read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) source: Source,
    pub(crate) shape: Shape,
    pub(crate) state: State,
    /// Values are between these, or the rows are left to the reference.
    pub(crate) bounds: Bounds,
    /// Whether "none" is a value; then it is the column's flag.
    pub(crate) or_none: bool,
}

/// What lowering asks of the data.
pub(crate) trait Inputs {
    /// What is known of a column.
    fn state(&self, entity: EntityId, fact: FactId, year: Option<i32>) -> State;

    /// Whether a column of numbers holds whole ones only, whatever its fact could be.
    fn is_whole(&self, entity: EntityId, fact: FactId, year: Option<i32>) -> bool;

    /// Whether some value of a column may be "none", although its fact is never none.
    fn holds_none(&self, entity: EntityId, fact: FactId, year: Option<i32>) -> bool;

    /// Between which numbers the values of a column lie, where that is known; otherwise they are taken to lie in the range
    /// that their fact declares.
    fn bounds(&self, entity: EntityId, fact: FactId, year: Option<i32>) -> Option<Bounds>;

    /// Columns derived from other subjects; nothing where there are no others to ask.
    fn derive(&self, request: &Request<'_>) -> Result<Option<Derived>>;
}

/// Something that depends on other subjects than the one at hand.
#[derive(Clone, Copy)]
pub(crate) enum Request<'b> {
    /// An expression over related subjects, or over the one that a fact refers to.
    Expression { body: &'b Body, id: ExprId, year: Option<i32> },
    /// Whether a benefit may be paid again.
    NotYetPaid(GroupId),
    /// What was paid of the members of a stacking rule before.
    PaidBefore(usize),
}

/// Derived columns, by their numbers among those of the population.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Derived {
    /// Flags: certainly, possibly.
    Truth { yes: usize, maybe: usize },
    /// Whole numbers over a constant. Where ends may be open, their flags say so; where numbers may be absent, flags say
    /// certainly and possibly.
    Number { low: usize, high: usize, below: i128, open: bool, absence: Option<[usize; 2]>, bounds: Bounds },
    /// Sets of choices.
    Choice { set: usize, length: usize, absence: Option<[usize; 2]> },
    /// Regions or names.
    Atom { at: usize, shape: Shape, absence: Option<[usize; 2]> },
    /// Certainly absent for everybody.
    Absent,
}

impl Derived {
    /// The same columns, numbered from another start.
    pub(crate) fn shifted(self, from: usize) -> Derived {
        let both = |absence: Option<[usize; 2]>| absence.map(|pair| pair.map(|at| at + from));
        match self {
            Derived::Truth { yes, maybe } => Derived::Truth { yes: yes + from, maybe: maybe + from },
            Derived::Number { low, high, below, open, absence, bounds } => {
                Derived::Number { low: low + from, high: high + from, below, open, absence: both(absence), bounds }
            }
            Derived::Choice { set, length, absence } => {
                Derived::Choice { set: set + from, length, absence: both(absence) }
            }
            Derived::Atom { at, shape, absence } => Derived::Atom { at: at + from, shape, absence: both(absence) },
            Derived::Absent => Derived::Absent,
        }
    }
}

impl Column {
    pub(crate) fn of_fact(
        program: &Program,
        id: FactId,
        year: Option<i32>,
        as_of: Date,
        state: State,
        whole: bool,
        seen: Option<Bounds>,
    ) -> Column {
        let fact = program.fact(id);
        let shape = match Shape::of(fact) {
            Shape::Decimal if whole => Shape::Whole,
            shape => shape,
        };
        let bounds = seen.unwrap_or_else(|| bounds(program, fact, shape, as_of));
        Column { source: Source::Fact(id, year), shape, state, bounds, or_none: fact.or_none }
    }
}

impl Shape {
    /// The types in which such values come, in a language.
    pub fn types(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Shape::Flag => ("Boolean", "Boolean"),
            Shape::Whole => ("整数（Int64、Int32 等；金额以分计）", "whole numbers (Int64, Int32, …; money in 分)"),
            Shape::Decimal => {
                ("小数点后九位的 Decimal128，或整数", "Decimal128 with nine digits behind the point, or whole numbers")
            }
            Shape::Day => ("Date32，或 1970-01-01 以来的整天数", "Date32, or whole days since 1970-01-01"),
            Shape::Year => ("整数", "whole numbers"),
            Shape::Choice => (
                "文字（Utf8，可以带字典），或在枚举中的位置",
                "texts (Utf8, perhaps in a dictionary), or positions in the enumeration",
            ),
            Shape::Region => {
                ("文字（区域的名称或代码），或整数代码", "texts (names or codes of regions), or codes as whole numbers")
            }
            Shape::Name => ("文字（Utf8，可以带字典）", "texts (Utf8, perhaps in a dictionary)"),
        };
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// How values of a fact are kept.
    pub fn of(fact: &Fact) -> Shape {
        match fact.ty {
            Type::Truth => Shape::Flag,
            Type::Quantity(dim) if dim == Dim::MONEY || wuwei_facts::counts_whole(dim) => Shape::Whole,
            Type::Quantity(_) | Type::Ratio => Shape::Decimal,
            Type::Date => Shape::Day,
            Type::Year => Shape::Year,
            Type::Enum(_) => Shape::Choice,
            Type::Region => Shape::Region,
            Type::Text | Type::Code(_) | Type::Entity(_) | Type::Any => Shape::Name,
        }
    }
}

/// Numbers without a declared range are taken to be no larger than a double counts exactly: money up to 90 trillion yuan.
const UNSTATED: i128 = 1 << 53;

fn bounds(program: &Program, fact: &Fact, shape: Shape, as_of: Date) -> Bounds {
    let within = |low: i128, high: i128| {
        let Some((from, to)) = fact.range else { return Bounds::new(low, high) };
        let end = |bound: Bound, up: bool| {
            let number = match bound {
                Bound::Number(number) => number,
                Bound::Today => return i128::from(as_of.days()),
            };
            let number = match shape {
                Shape::Decimal => number.mul(wuwei_ir::Number::int(SCALE as i64)).unwrap_or(number),
                _ => number,
            };
            if up { number.ceil().unwrap_or(number).numerator() } else { number.floor().numerator() }
        };
        Bounds::new(end(from, false).max(low), end(to, true).min(high))
    };
    match shape {
        Shape::Whole | Shape::Decimal => within(-UNSTATED, UNSTATED),
        Shape::Day => within(i128::from(Date::MIN.days()), i128::from(Date::MAX.days())),
        Shape::Year => within(1, 9999),
        Shape::Choice => match fact.ty {
            Type::Enum(id) => Bounds::new(0, (program.enumeration(id).values.len() as i128 - 1).max(0)),
            _ => Bounds::new(0, 63),
        },
        Shape::Region => Bounds::new(0, (program.regions.len() as i128 - 1).max(0)),
        Shape::Flag | Shape::Name => Bounds::new(0, 0),
    }
}
