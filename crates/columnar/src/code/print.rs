//! Code as text: one line an operation.
//!
//! Registers are named by their file: `i` for 32 bits, `l` for 64, `h` for 128, `d` for doubles, `t` for truths.

use super::{Code, FloatOperand, Op, Operand, Place, Register, Scale, Width};
use crate::graph::{ColumnId, Compare};

impl Code {
    /// Operations and then where the outputs are, one a line.
    #[cfg(test)]
    pub(crate) fn print(&self, columns: &[String]) -> String {
        let operations = (0..self.ops.len()).map(|at| self.shown(at, columns));
        let outputs = self.outputs.iter().map(|place| format!("out {}", place.shown()));
        operations.chain(outputs).collect::<Vec<_>>().join("\n")
    }

    /// An operation in words.
    pub(crate) fn shown(&self, at: usize, columns: &[String]) -> String {
        let column = |id: &ColumnId| columns.get(id.index()).map_or("?", String::as_str);
        let truth = |register: &Register| format!("t{register}");
        let list = |registers: &[Register]| registers.iter().map(truth).collect::<Vec<_>>().join(" ");
        match &self.ops[at] {
            Op::Load { width, column: from, out } => format!("{} = load {}", whole(*width, *out), column(from)),
            Op::Known { column: from, out } => format!("t{out} = known {}", column(from)),
            Op::Flag { column: from, out } => format!("t{out} = flag {}", column(from)),
            Op::Bit { column: from, at, out } => format!("t{out} = bit {at} of {}", column(from)),
            Op::Match { column: from, table, out } => {
                format!("t{out} = match {} {:?}", column(from), self.matches[*table].1)
            }
            Op::Arith { width, op, a, b, out } => {
                format!("{} = {} {} {}", whole(*width, *out), op.word(), operand(*width, a), operand(*width, b))
            }
            Op::QuickDiv { width, a, b, out } => {
                format!("{} = quickdiv {} {}", whole(*width, *out), operand(*width, a), operand(*width, b))
            }
            Op::Widen { from, to, a, out } => format!("{} = widen {}", whole(*to, *out), whole(*from, *a)),
            Op::Calendar { width, what, a, out } => {
                format!("{} = {what:?} {}", whole(Width::W32, *out), operand(*width, a))
            }
            Op::Select { width, mask, a, b, out } => {
                format!("{} = select t{mask} {} {}", whole(*width, *out), operand(*width, a), operand(*width, b))
            }
            Op::Ladder { from, to, base, steps, x, y, out } => {
                let (out, x, y) = (whole(*to, *out), whole(*from, *x), whole(*from, *y));
                format!("{out} = ladder {x} {y} from {base} of {} steps", steps.len())
            }
            Op::Count { masks, out } => format!("{} = count {}", whole(Width::W32, *out), list(masks)),
            Op::Pack { width, masks, out } => format!("{} = pack {}", whole(*width, *out), list(masks)),
            Op::Lookup { column: from, table, out } => {
                let entries = self.lookups[*table].1.len();
                format!("{} = lookup {} in {entries} entries", whole(Width::W32, *out), column(from))
            }
            Op::Sum { terms, out } => {
                let out = out.map(|out| whole(Width::W128, out)).join(" ");
                format!("{out} = sum of {} fractions", terms.len())
            }
            Op::Compare { width, op, a, b, out } => {
                format!("t{out} = {} {} {}", operand(*width, a), sign(*op), operand(*width, b))
            }
            Op::CompareFractions { op, parts, out } => {
                let [a, b, c, d] = parts.map(|part| operand(Width::W128, &part));
                format!("t{out} = {a}/{b} {} {c}/{d}", sign(*op))
            }
            Op::ToFloat { width, a, out } => format!("d{out} = float {}", whole(*width, *a)),
            Op::FloatArith { op, a, b, out } => format!("d{out} = {} {} {}", op.word(), double(a), double(b)),
            Op::FloatSelect { mask, a, b, out } => format!("d{out} = select t{mask} {} {}", double(a), double(b)),
            Op::FloatCompare { op, a, b, out } => format!("t{out} = {} {} {}", double(a), sign(*op), double(b)),
            Op::Floor { width, a, out } => format!("{} = floor d{a}", whole(*width, *out)),
            Op::Choose { width, masks, values: [a, b, c], out } => {
                format!("{} = choose {} of {a} {b} {c}", whole(*width, *out), list(masks))
            }
            Op::ChooseDouble { masks, values: [a, b, c], out } => {
                format!("d{out} = choose {} of {a:?} {b:?} {c:?}", list(masks))
            }
            Op::AddWhere { width, mask, holds, to, what, out } => {
                let (out, to, what) = (whole(*width, *out), whole(*width, *to), operand(*width, what));
                format!("{out} = add {to} {what} where {}t{mask}", if *holds { "" } else { "not " })
            }
            Op::Scaled { width, x, weight, scale, out } => {
                let (out, weight) = (whole(*width, *out), double(weight));
                let (least, most, add) = (scale.least, scale.most, scale.add);
                format!("{out} = floor({weight} * cut({}, {least:?}, {most:?}) + {add:?})", scaled(*x, scale))
            }
            Op::Unless { gates, ops } => {
                let gate =
                    |(register, holds): &(Register, bool)| format!("{}t{register}", if *holds { "" } else { "not " });
                format!("pass over {ops} unless {}", gates.iter().map(gate).collect::<Vec<_>>().join(" or "))
            }
            Op::Constant { holds, out } => format!("t{out} = {holds}"),
            Op::And { a, b, out } => format!("t{out} = t{a} and t{b}"),
            Op::AndNot { a, b, out } => format!("t{out} = t{a} and not t{b}"),
            Op::Or { a, b, out } => format!("t{out} = t{a} or t{b}"),
            Op::OrNot { a, b, out } => format!("t{out} = t{a} or not t{b}"),
            Op::Not { a, out } => format!("t{out} = not t{a}"),
        }
    }
}

impl Place {
    #[cfg(test)]
    fn shown(&self) -> String {
        match self {
            Place::Whole(width, register) => whole(*width, *register),
            Place::Constant(value) => value.to_string(),
            Place::Truth(register) => format!("t{register}"),
            Place::Always(holds) => holds.to_string(),
        }
    }
}

fn whole(width: Width, register: Register) -> String {
    let file = match width {
        Width::W32 => 'i',
        Width::W64 => 'l',
        Width::W128 => 'h',
    };
    format!("{file}{register}")
}

fn operand(width: Width, operand: &Operand) -> String {
    match operand {
        Operand::Register(register) => whole(width, *register),
        Operand::Constant(value) => value.to_string(),
    }
}

fn double(operand: &FloatOperand) -> String {
    match operand {
        FloatOperand::Register(register) => format!("d{register}"),
        FloatOperand::Constant(value) => format!("{value:?}"),
    }
}

/// What is cut, without the steps that change nothing.
fn scaled(x: Register, scale: &Scale) -> String {
    let mut shown = format!("d{x}");
    if scale.minus != 0.0 {
        shown = format!("({shown} - {:?})", scale.minus);
    }
    if scale.plus != 0.0 {
        shown = format!("({shown} + {:?})", scale.plus);
    }
    if scale.times != 1.0 {
        shown = format!("{shown} * {:?}", scale.times);
    }
    shown
}

fn sign(op: Compare) -> &'static str {
    match op {
        Compare::Less => "<",
        Compare::Equal => "=",
    }
}
