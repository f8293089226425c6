//! Vector operations as a graph without repetition.
//!
//! A node is a column of values computed from other columns: whole numbers, doubles, or truths (one bit a row). Building a
//! node that is already there gives the one that is there, and constants are folded while building, so what two rules share
//! is computed once, and the low and the high end of a range are the same node wherever the value is exact. Every whole
//! number carries the interval it lies in: what fits 32 or 64 bits and where a comparison is settled follow from it.

mod assume;
mod build;
mod print;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// A node of a [`Graph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct NodeId(pub(crate) u32);

impl NodeId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A column that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct ColumnId(pub(crate) u32);

impl ColumnId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Arithmetic of two columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Arith {
    Add,
    Sub,
    Mul,
    Min,
    Max,
    /// The quotient rounded down; the divisor counts as one where it isn't positive.
    FloorDiv,
}

/// Arithmetic of two columns of doubles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum FloatArith {
    Add,
    Sub,
    Mul,
    Div,
    Min,
    Max,
}

impl Arith {
    /// What it is called in plans.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Arith::Add => "add",
            Arith::Sub => "sub",
            Arith::Mul => "mul",
            Arith::Min => "min",
            Arith::Max => "max",
            Arith::FloorDiv => "floordiv",
        }
    }
}

impl FloatArith {
    /// What it is called in plans.
    pub(crate) fn word(self) -> &'static str {
        match self {
            FloatArith::Add => "fadd",
            FloatArith::Sub => "fsub",
            FloatArith::Mul => "fmul",
            FloatArith::Div => "fdiv",
            FloatArith::Min => "fmin",
            FloatArith::Max => "fmax",
        }
    }
}

/// Arithmetic of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Calendar {
    /// The year of a day.
    YearOf,
    /// Completed months from a day to another, which is fixed.
    MonthsUntil(i32),
    /// The day so many months later; whether a day that a month doesn't have becomes the first of the next.
    AddMonths(i32, bool),
}

/// How two columns are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Compare {
    Less,
    Equal,
}

/// One step of a ladder: where `x · times_x >= y · times_y + least`, `gain` is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Step {
    pub(crate) times_x: i64,
    pub(crate) times_y: i64,
    pub(crate) least: i64,
    pub(crate) gain: i64,
}

/// A question that is put to each distinct name of a column once.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Match {
    /// It is this text.
    Is(String),
    /// It begins with this text.
    Begins(String),
    /// It is one of these positions of the program's regions.
    Within(Vec<u32>),
}

/// An operation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Node {
    /// A whole number.
    Int(i128),
    /// The values of a column; anything where they aren't known.
    Column(ColumnId),
    /// Whole numbers.
    Arith(Arith, NodeId, NodeId),
    /// Days.
    Calendar(Calendar, NodeId),
    /// One of two, as a truth says.
    Select(NodeId, NodeId, NodeId),
    /// The sum of the steps that are reached.
    Ladder(i64, Vec<Step>, NodeId, NodeId),
    /// How many truths hold.
    Count(Vec<NodeId>),
    /// Truths as the bits of a number, the first the lowest.
    Pack(Vec<NodeId>),
    /// What stands for the positions of a column in a table; the last entry where there is no position.
    Lookup(ColumnId, Vec<i32>),
    /// An end of the sum of fractions, as the reference adds them; see [`FractionEnd`].
    Sum(FractionEnd, Vec<[NodeId; 4]>),
    /// A double.
    Float(u64),
    /// A whole number as a double.
    ToFloat(NodeId),
    /// Doubles.
    FloatArith(FloatArith, NodeId, NodeId),
    /// One of two doubles.
    FloatSelect(NodeId, NodeId, NodeId),
    /// A double rounded down.
    Floor(NodeId),
    /// Always or never.
    Bool(bool),
    /// Whether a column's value is known.
    Known(ColumnId),
    /// A column of truths; anything where they aren't known.
    Flag(ColumnId),
    /// Whether a bit of a column of sets is there.
    Bit(ColumnId, u8),
    /// What a name of a column answers.
    Match(ColumnId, Match),
    /// A comparison of whole numbers.
    Compare(Compare, NodeId, NodeId),
    /// A comparison of fractions whose products would not fit: numerator and denominator of both.
    CompareFractions(Compare, [NodeId; 4]),
    /// A comparison of doubles.
    FloatCompare(Compare, NodeId, NodeId),
    /// Both.
    And(NodeId, NodeId),
    /// One of them.
    Or(NodeId, NodeId),
    /// Not.
    Not(NodeId),
}

/// Which number of the sum of fractions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum FractionEnd {
    LowAbove,
    LowBelow,
    HighAbove,
    HighBelow,
}

/// What a node is a column of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Kind {
    Whole,
    Float,
    Truth,
}

/// The smallest and the largest value that a column of whole numbers can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Bounds {
    /// The smallest.
    pub(crate) low: i128,
    /// The largest.
    pub(crate) high: i128,
}

impl Bounds {
    /// Between two numbers.
    pub(crate) fn new(low: i128, high: i128) -> Bounds {
        Bounds { low, high }
    }

    pub(crate) fn exact(self) -> Option<i128> {
        (self.low == self.high).then_some(self.low)
    }

    pub(crate) fn hull(self, other: Bounds) -> Bounds {
        Bounds { low: self.low.min(other.low), high: self.high.max(other.high) }
    }
}

/// The operations, operands first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Graph {
    nodes: Vec<Node>,
    /// The intervals of whole numbers.
    bounds: Vec<Option<Bounds>>,
    /// The intervals of doubles, where they are known.
    floats: Vec<Option<(f64, f64)>>,
    #[serde(skip)]
    known: FxHashMap<Node, NodeId>,
    /// Truths and their opposites, as far as they were asked for.
    #[serde(skip)]
    opposites: FxHashMap<NodeId, NodeId>,
    /// What columns of whole numbers hold.
    columns: Vec<Bounds>,
    /// A number was built that may not fit 128 bits: what was built can't be used.
    overflow: bool,
}

impl Graph {
    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The interval of a column of whole numbers.
    pub(crate) fn bounds(&self, id: NodeId) -> Bounds {
        self.bounds[id.index()].unwrap_or(Bounds::new(i128::MIN / 4, i128::MAX / 4))
    }

    /// Whether a number was built since the last question that may not fit 128 bits.
    pub(crate) fn take_overflow(&mut self) -> bool {
        std::mem::take(&mut self.overflow)
    }

    pub(crate) fn note_overflow(&mut self) {
        self.overflow = true;
    }

    pub(crate) fn kind(&self, id: NodeId) -> Kind {
        match self.node(id) {
            Node::Int(_)
            | Node::Column(_)
            | Node::Arith(..)
            | Node::Calendar(..)
            | Node::Select(..)
            | Node::Ladder(..)
            | Node::Count(_)
            | Node::Pack(_)
            | Node::Lookup(..)
            | Node::Sum(..)
            | Node::Floor(_) => Kind::Whole,
            Node::Float(_) | Node::ToFloat(_) | Node::FloatArith(..) | Node::FloatSelect(..) => Kind::Float,
            _ => Kind::Truth,
        }
    }

    /// Calls `visit` with every operand of a node.
    pub(crate) fn operands(&self, id: NodeId, visit: &mut dyn FnMut(NodeId)) {
        match self.node(id) {
            Node::Int(_)
            | Node::Column(_)
            | Node::Float(_)
            | Node::Bool(_)
            | Node::Known(_)
            | Node::Flag(_)
            | Node::Bit(..)
            | Node::Lookup(..)
            | Node::Match(..) => {}
            Node::Calendar(_, a) | Node::ToFloat(a) | Node::Floor(a) | Node::Not(a) => visit(*a),
            Node::Arith(_, a, b)
            | Node::FloatArith(_, a, b)
            | Node::Compare(_, a, b)
            | Node::FloatCompare(_, a, b)
            | Node::And(a, b)
            | Node::Or(a, b)
            | Node::Ladder(_, _, a, b) => [*a, *b].into_iter().for_each(visit),
            Node::Select(a, b, c) | Node::FloatSelect(a, b, c) => [*a, *b, *c].into_iter().for_each(visit),
            Node::Count(all) | Node::Pack(all) => all.iter().copied().for_each(visit),
            Node::CompareFractions(_, all) => all.iter().copied().for_each(visit),
            Node::Sum(_, all) => all.iter().flatten().copied().for_each(visit),
        }
    }

    /// The column that a node reads.
    pub(crate) fn column(&self, id: NodeId) -> Option<ColumnId> {
        match self.node(id) {
            Node::Column(column)
            | Node::Known(column)
            | Node::Flag(column)
            | Node::Bit(column, _)
            | Node::Lookup(column, _)
            | Node::Match(column, _) => Some(*column),
            _ => None,
        }
    }

    /// Says of a column of whole numbers what it holds; columns are numbered in order.
    pub(crate) fn add_column(&mut self, bounds: Bounds) -> ColumnId {
        self.columns.push(bounds);
        ColumnId(self.columns.len() as u32 - 1)
    }

    /// Which nodes the wanted ones need.
    pub(crate) fn needed(&self, wanted: impl IntoIterator<Item = NodeId>) -> Vec<bool> {
        let mut needed = vec![false; self.nodes.len()];
        let mut open: Vec<NodeId> = wanted.into_iter().collect();
        while let Some(next) = open.pop() {
            if !std::mem::replace(&mut needed[next.index()], true) {
                self.operands(next, &mut |operand| open.push(operand));
            }
        }
        needed
    }
}
