//! Straight code for a slice of rows: operations with registers.
//!
//! Nodes of the graph become operations in an order that keeps few values alive; a value whose last reader has run gives its
//! register to the next, the last freed first, so that what is written is still near. Whole numbers are kept in the narrowest
//! of three widths that their intervals allow.

mod assign;
mod fuse;
mod gates;
mod print;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub(crate) use assign::assign;
pub(crate) use fuse::Scale;

use crate::graph::{Arith, Bounds, Calendar, ColumnId, Compare, FloatArith, Match, Step};

/// Widths of whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Width {
    W32,
    W64,
    W128,
}

impl Width {
    pub(crate) fn of(bounds: Bounds) -> Width {
        let fits = |low: i128, high: i128| low <= bounds.low && bounds.high <= high;
        if fits(i128::from(i32::MIN), i128::from(i32::MAX)) {
            Width::W32
        } else if fits(i128::from(i64::MIN), i128::from(i64::MAX)) {
            Width::W64
        } else {
            Width::W128
        }
    }
}

/// A register of its width's file.
pub(crate) type Register = u16;

/// What an operation reads.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Operand {
    Register(Register),
    Constant(i128),
}

/// What an operation on doubles reads.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum FloatOperand {
    Register(Register),
    Constant(f64),
}

/// An operation on a slice of rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Op {
    /// The values of a column.
    Load {
        width: Width,
        column: ColumnId,
        out: Register,
    },
    Known {
        column: ColumnId,
        out: Register,
    },
    Flag {
        column: ColumnId,
        out: Register,
    },
    Bit {
        column: ColumnId,
        at: u8,
        out: Register,
    },
    Match {
        column: ColumnId,
        table: usize,
        out: Register,
    },
    Arith {
        width: Width,
        op: Arith,
        a: Operand,
        b: Operand,
        out: Register,
    },
    /// The quotient rounded down, where it is small enough for a double to find it.
    QuickDiv {
        width: Width,
        a: Operand,
        b: Operand,
        out: Register,
    },
    Widen {
        from: Width,
        to: Width,
        a: Register,
        out: Register,
    },
    Calendar {
        width: Width,
        what: Calendar,
        a: Operand,
        out: Register,
    },
    Select {
        width: Width,
        mask: Register,
        a: Operand,
        b: Operand,
        out: Register,
    },
    Ladder {
        from: Width,
        to: Width,
        base: i64,
        steps: Vec<Step>,
        x: Register,
        y: Register,
        out: Register,
    },
    Count {
        masks: Vec<Register>,
        out: Register,
    },
    /// Truths as bits.
    Pack {
        width: Width,
        masks: Vec<Register>,
        out: Register,
    },
    /// What a table has for the column's positions.
    Lookup {
        column: ColumnId,
        table: usize,
        out: Register,
    },
    /// Sums of fractions: numerators and denominators of the low and the high end.
    Sum {
        terms: Vec<[Operand; 4]>,
        out: [Register; 4],
    },
    Compare {
        width: Width,
        op: Compare,
        a: Operand,
        b: Operand,
        out: Register,
    },
    CompareFractions {
        op: Compare,
        parts: [Operand; 4],
        out: Register,
    },
    ToFloat {
        width: Width,
        a: Register,
        out: Register,
    },
    FloatArith {
        op: FloatArith,
        a: FloatOperand,
        b: FloatOperand,
        out: Register,
    },
    FloatSelect {
        mask: Register,
        a: FloatOperand,
        b: FloatOperand,
        out: Register,
    },
    FloatCompare {
        op: Compare,
        a: FloatOperand,
        b: FloatOperand,
        out: Register,
    },
    Floor {
        width: Width,
        a: Register,
        out: Register,
    },
    /// One of three constants.
    Choose {
        width: Width,
        masks: [Register; 2],
        values: [i128; 3],
        out: Register,
    },
    ChooseDouble {
        masks: [Register; 2],
        values: [f64; 3],
        out: Register,
    },
    /// A sum whose second number counts where a truth holds, or where it doesn't.
    AddWhere {
        width: Width,
        mask: Register,
        holds: bool,
        to: Register,
        what: Operand,
        out: Register,
    },
    /// A double brought onto a scale, cut, weighed and rounded down.
    Scaled {
        width: Width,
        x: Register,
        weight: FloatOperand,
        scale: Scale,
        out: Register,
    },
    /// The next operations are passed over unless a row has one of these truths as it is here.
    Unless {
        gates: Vec<(Register, bool)>,
        ops: usize,
    },
    Constant {
        holds: bool,
        out: Register,
    },
    And {
        a: Register,
        b: Register,
        out: Register,
    },
    AndNot {
        a: Register,
        b: Register,
        out: Register,
    },
    Or {
        a: Register,
        b: Register,
        out: Register,
    },
    OrNot {
        a: Register,
        b: Register,
        out: Register,
    },
    Not {
        a: Register,
        out: Register,
    },
}

/// Where an output stands after the last operation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Place {
    Whole(Width, Register),
    Constant(i128),
    Truth(Register),
    Always(bool),
}

/// The operations for a slice.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Code {
    pub(crate) ops: Vec<Op>,
    /// For which node each operation is, by its number.
    pub(crate) of: Vec<u32>,
    /// Registers of 32, 64 and 128 bits, of doubles, and of truths.
    pub(crate) registers: [u16; 5],
    /// Questions to names.
    pub(crate) matches: Vec<(ColumnId, Match)>,
    /// Tables for positions.
    pub(crate) lookups: Vec<(ColumnId, Vec<i32>)>,
    /// Where the outputs are, in the order asked.
    pub(crate) outputs: Vec<Place>,
    /// Columns that are read.
    pub(crate) reads: Vec<ColumnId>,
}

impl Code {
    /// The same code, of which nothing is ever passed over.
    pub(crate) fn without_gates(&mut self) {
        for op in &mut self.ops {
            if let Op::Unless { ops, .. } = op {
                *ops = 0;
            }
        }
    }
}
