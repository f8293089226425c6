//! One operation on a slice.

use super::kernel::{self, Read};
use super::{Block, File, LANES, Machine, Slice, WORDS, calendar, sum};
use crate::code::{FloatOperand, Op, Operand, Width};
use crate::graph::{Arith, Compare, FloatArith};

macro_rules! read {
    ($file:expr, $operand:expr, $ty:ty) => {
        match $operand {
            Operand::Register(register) => Read::Block($file.get(*register)),
            Operand::Constant(value) => Read::Constant(*value as $ty),
        }
    };
}

macro_rules! arith {
    ($file:expr, $ty:ty, $op:expr, $a:expr, $b:expr, $out:expr) => {{
        let mut out = $file.take(*$out);
        let (a, b) = (read!($file, $a, $ty), read!($file, $b, $ty));
        match $op {
            Arith::Add => kernel::map2(&mut out, a, b, <$ty>::wrapping_add),
            Arith::Sub => kernel::map2(&mut out, a, b, <$ty>::wrapping_sub),
            Arith::Mul => kernel::map2(&mut out, a, b, <$ty>::wrapping_mul),
            Arith::Min => kernel::map2(&mut out, a, b, |a, b| if a < b { a } else { b }),
            Arith::Max => kernel::map2(&mut out, a, b, |a, b| if a > b { a } else { b }),
            Arith::FloorDiv => kernel::map2(&mut out, a, b, |a, b: $ty| a.div_euclid(b.max(1))),
        }
        $file.put(*$out, out);
    }};
}

macro_rules! select {
    ($machine:expr, $file:ident, $ty:ty, $mask:expr, $a:expr, $b:expr, $out:expr) => {{
        let mut out = $machine.$file.take(*$out);
        let mask = $machine.truths.get(*$mask);
        kernel::select(&mut out, mask, read!($machine.$file, $a, $ty), read!($machine.$file, $b, $ty));
        $machine.$file.put(*$out, out);
    }};
}

macro_rules! choose {
    ($machine:expr, $file:ident, $ty:ty, $masks:expr, $values:expr, $out:expr) => {{
        let mut out = $machine.$file.take(*$out);
        let masks = $masks.map(|mask| $machine.truths.get(mask));
        kernel::choose(&mut out, masks, $values.map(|value| value as $ty));
        $machine.$file.put(*$out, out);
    }};
}

macro_rules! add_where {
    ($machine:expr, $file:ident, $ty:ty, $mask:expr, $holds:expr, $to:expr, $what:expr, $out:expr) => {{
        let mut out = $machine.$file.take(*$out);
        let (mask, to) = ($machine.truths.get(*$mask), $machine.$file.get(*$to));
        let what = read!($machine.$file, $what, $ty);
        kernel::add_where(&mut out, mask, *$holds, to, what, <$ty>::wrapping_add);
        $machine.$file.put(*$out, out);
    }};
}

macro_rules! compare {
    ($machine:expr, $file:ident, $ty:ty, $op:expr, $a:expr, $b:expr, $out:expr) => {{
        let mut out = $machine.truths.take(*$out);
        let (a, b) = (read!($machine.$file, $a, $ty), read!($machine.$file, $b, $ty));
        match $op {
            Compare::Less => kernel::test2(&mut out, a, b, |a, b| a < b),
            Compare::Equal => kernel::test2(&mut out, a, b, |a, b| a == b),
        }
        $machine.truths.put(*$out, out);
    }};
}

macro_rules! truths {
    ($machine:expr, $a:expr, $b:expr, $out:expr, $f:expr) => {{
        let mut out = $machine.truths.take(*$out);
        let (a, b) = ($machine.truths.get(*$a), $machine.truths.get(*$b));
        for word in 0..WORDS {
            out.0[word] = $f(a.0[word], b.0[word]);
        }
        $machine.truths.put(*$out, out);
    }};
}

#[inline(always)]
pub(super) fn step(op: &Op, machine: &mut Machine, slice: Slice<'_>) {
    match op {
        Op::Load { width, column, out } => load(machine, slice, *width, column.index(), *out),
        Op::Known { column, out } => {
            let mut mask = machine.truths.take(*out);
            slice.columns[column.index()].known(slice.first, slice.rows, &mut mask);
            machine.truths.put(*out, mask);
        }
        Op::Flag { column, out } => {
            let mut mask = machine.truths.take(*out);
            slice.columns[column.index()].flag(slice.first, slice.rows, &mut mask);
            machine.truths.put(*out, mask);
        }
        Op::Bit { column, at, out } => {
            let mut mask = machine.truths.take(*out);
            slice.columns[column.index()].bit(slice.first, slice.rows, *at, &mut mask);
            machine.truths.put(*out, mask);
        }
        Op::Match { column, table, out } => {
            let mut mask = machine.truths.take(*out);
            slice.columns[column.index()].matches(slice.first, slice.rows, &slice.matches[*table], &mut mask);
            machine.truths.put(*out, mask);
        }
        Op::Arith { width: Width::W32, op, a, b, out } => arith!(machine.w32, i32, op, a, b, out),
        Op::Arith { width: Width::W64, op, a, b, out } => arith!(machine.w64, i64, op, a, b, out),
        Op::Arith { width: Width::W128, op, a, b, out } => arith!(machine.w128, i128, op, a, b, out),
        Op::QuickDiv { width: Width::W32, a, b, out } => {
            let mut block = machine.w32.take(*out);
            let (a, b) = (read!(machine.w32, a, i32), read!(machine.w32, b, i32));
            kernel::map2(&mut block, a, b, |a, b| kernel::quick_div(i64::from(a), i64::from(b)) as i32);
            machine.w32.put(*out, block);
        }
        Op::QuickDiv { width: Width::W64, a, b, out } => {
            let mut block = machine.w64.take(*out);
            match (read!(machine.w64, a, i64), read!(machine.w64, b, i64)) {
                (Read::Block(a), Read::Constant(b)) => {
                    let (b, inverse) = (b.max(1), 1.0 / b.max(1) as f64);
                    kernel::map(&mut block, a, |a| kernel::quick_div_by(a, b, inverse));
                }
                (a, b) => kernel::map2(&mut block, a, b, kernel::quick_div),
            }
            machine.w64.put(*out, block);
        }
        Op::QuickDiv { width: Width::W128, a, b, out } => arith!(machine.w128, i128, Arith::FloorDiv, a, b, out),
        Op::Widen { from, to, a, out } => widen(machine, *from, *to, *a, *out),
        Op::Calendar { width, what, a, out } => {
            let mut block = machine.w32.take(*out);
            let narrow = |day: i128| day.clamp(-10_000_000, 10_000_000) as i64;
            match (width, a) {
                (Width::W32, Operand::Register(a)) => {
                    let days = machine.w32.get(*a);
                    calendar::calendar(*what, &mut block, days, |day| calendar::within(i64::from(day)));
                }
                (Width::W64, Operand::Register(a)) => {
                    calendar::calendar(*what, &mut block, machine.w64.get(*a), calendar::within);
                }
                (Width::W128, Operand::Register(a)) => {
                    let days = machine.w128.get(*a);
                    calendar::calendar(*what, &mut block, days, |day| calendar::within(narrow(day)));
                }
                (_, Operand::Constant(day)) => {
                    block.0 = [calendar::calendar_of(*what, calendar::within(narrow(*day))); LANES]
                }
            }
            machine.w32.put(*out, block);
        }
        Op::Select { width: Width::W32, mask, a, b, out } => select!(machine, w32, i32, mask, a, b, out),
        Op::Select { width: Width::W64, mask, a, b, out } => select!(machine, w64, i64, mask, a, b, out),
        Op::Select { width: Width::W128, mask, a, b, out } => select!(machine, w128, i128, mask, a, b, out),
        Op::Ladder { from, to, base, steps, x, y, out } => match (from, to) {
            (Width::W32, Width::W32) => {
                let mut block = machine.w32.take(*out);
                kernel::ladder32(&mut block, *base, steps, machine.w32.get(*x), machine.w32.get(*y), |sum| sum);
                machine.w32.put(*out, block);
            }
            (Width::W32, _) => {
                let mut block = machine.w64.take(*out);
                let (x, y) = (machine.w32.get(*x), machine.w32.get(*y));
                kernel::ladder32(&mut block, *base, steps, x, y, i64::from);
                machine.w64.put(*out, block);
            }
            (_, Width::W32) => {
                let mut block = machine.w32.take(*out);
                let (x, y) = (machine.w64.get(*x), machine.w64.get(*y));
                kernel::ladder64(&mut block, *base, steps, x, y, |sum| sum as i32);
                machine.w32.put(*out, block);
            }
            _ => {
                let mut block = machine.w64.take(*out);
                kernel::ladder64(&mut block, *base, steps, machine.w64.get(*x), machine.w64.get(*y), |sum| sum);
                machine.w64.put(*out, block);
            }
        },
        Op::Count { masks, out } => {
            let mut block = machine.w32.take(*out);
            block.0 = [0; LANES];
            for mask in masks {
                let mask = machine.truths.get(*mask);
                for word in 0..WORDS {
                    let bits = mask.0[word];
                    for bit in 0..64 {
                        block.0[word * 64 + bit] += (bits >> bit & 1) as i32;
                    }
                }
            }
            machine.w32.put(*out, block);
        }
        Op::Pack { width: Width::W32, masks, out } => {
            let mut block = machine.w32.take(*out);
            kernel::pack_bits(&mut block, masks.iter().map(|mask| machine.truths.get(*mask)), |bit, n| {
                (bit << n) as i32
            });
            machine.w32.put(*out, block);
        }
        Op::Pack { masks, out, .. } => {
            let mut block = machine.w64.take(*out);
            kernel::pack_bits(&mut block, masks.iter().map(|mask| machine.truths.get(*mask)), |bit, n| {
                i64::from(bit) << n
            });
            machine.w64.put(*out, block);
        }
        Op::Lookup { column, table, out } => {
            let mut block = machine.w32.take(*out);
            slice.columns[column.index()].lookup(slice.first, slice.rows, &slice.lookups[*table], &mut block);
            machine.w32.put(*out, block);
        }
        Op::Sum { terms, out } => sums(machine, terms, out, slice.rows),
        Op::Compare { width: Width::W32, op, a, b, out } => compare!(machine, w32, i32, op, a, b, out),
        Op::Compare { width: Width::W64, op, a, b, out } => compare!(machine, w64, i64, op, a, b, out),
        Op::Compare { width: Width::W128, op, a, b, out } => compare!(machine, w128, i128, op, a, b, out),
        Op::CompareFractions { op, parts, out } => {
            let mut mask = machine.truths.take(*out);
            let reads = parts.each_ref().map(|part| read!(machine.w128, part, i128));
            let at = |part: &Read<'_, i128>, row: usize| match part {
                Read::Block(block) => block.0[row],
                Read::Constant(value) => *value,
            };
            kernel::pack(&mut mask, |row| {
                let [a, b, c, d] = reads.each_ref().map(|part| at(part, row));
                sum::compare((a, b), (c, d), *op)
            });
            machine.truths.put(*out, mask);
        }
        Op::ToFloat { width, a, out } => {
            let mut block = machine.floats.take(*out);
            match width {
                Width::W32 => kernel::map(&mut block, machine.w32.get(*a), f64::from),
                Width::W64 => kernel::map(&mut block, machine.w64.get(*a), |a| a as f64),
                Width::W128 => kernel::map(&mut block, machine.w128.get(*a), |a| a as f64),
            }
            machine.floats.put(*out, block);
        }
        Op::FloatArith { op, a, b, out } => {
            let mut block = machine.floats.take(*out);
            let (a, b) = (double(&machine.floats, a), double(&machine.floats, b));
            match op {
                FloatArith::Add => kernel::map2(&mut block, a, b, |a, b| a + b),
                FloatArith::Sub => kernel::map2(&mut block, a, b, |a, b| a - b),
                FloatArith::Mul => kernel::map2(&mut block, a, b, |a, b| a * b),
                FloatArith::Div => kernel::map2(&mut block, a, b, |a, b| a / b),
                FloatArith::Min => kernel::map2(&mut block, a, b, |a, b| if a < b { a } else { b }),
                FloatArith::Max => kernel::map2(&mut block, a, b, |a, b| if a > b { a } else { b }),
            }
            machine.floats.put(*out, block);
        }
        Op::FloatSelect { mask, a, b, out } => {
            let mut block = machine.floats.take(*out);
            let mask = machine.truths.get(*mask);
            let (a, b) = (double(&machine.floats, a), double(&machine.floats, b));
            kernel::select(&mut block, mask, a, b);
            machine.floats.put(*out, block);
        }
        Op::FloatCompare { op, a, b, out } => {
            let mut mask = machine.truths.take(*out);
            let (a, b) = (double(&machine.floats, a), double(&machine.floats, b));
            match op {
                Compare::Less => kernel::test2(&mut mask, a, b, |a, b| a < b),
                Compare::Equal => kernel::test2(&mut mask, a, b, |a, b| a == b),
            }
            machine.truths.put(*out, mask);
        }
        Op::Floor { width, a, out } => match width {
            Width::W32 => {
                let mut block = machine.w32.take(*out);
                kernel::map(&mut block, machine.floats.get(*a), |a| kernel::whole(a.floor()) as i32);
                machine.w32.put(*out, block);
            }
            _ => {
                let mut block = machine.w64.take(*out);
                kernel::map(&mut block, machine.floats.get(*a), |a| kernel::whole(a.floor()));
                machine.w64.put(*out, block);
            }
        },
        Op::Choose { width: Width::W32, masks, values, out } => choose!(machine, w32, i32, masks, values, out),
        Op::Choose { width: Width::W64, masks, values, out } => choose!(machine, w64, i64, masks, values, out),
        Op::Choose { width: Width::W128, masks, values, out } => choose!(machine, w128, i128, masks, values, out),
        Op::ChooseDouble { masks, values, out } => choose!(machine, floats, f64, masks, values, out),
        Op::AddWhere { width: Width::W32, mask, holds, to, what, out } => {
            add_where!(machine, w32, i32, mask, holds, to, what, out);
        }
        Op::AddWhere { width: Width::W64, mask, holds, to, what, out } => {
            add_where!(machine, w64, i64, mask, holds, to, what, out);
        }
        Op::AddWhere { width: Width::W128, mask, holds, to, what, out } => {
            add_where!(machine, w128, i128, mask, holds, to, what, out);
        }
        Op::Scaled { width, x, weight, scale, out } => {
            let points = |x: f64, weight: f64| {
                let value = ((x - scale.minus) + scale.plus) * scale.times;
                let value = if value > scale.least { value } else { scale.least };
                let value = if value < scale.most { value } else { scale.most };
                kernel::whole((value * weight + scale.add).floor())
            };
            let (x, weight) = (Read::Block(machine.floats.get(*x)), double(&machine.floats, weight));
            match width {
                Width::W32 => {
                    let mut block = machine.w32.take(*out);
                    kernel::map2(&mut block, x, weight, |x, weight| points(x, weight) as i32);
                    machine.w32.put(*out, block);
                }
                _ => {
                    let mut block = machine.w64.take(*out);
                    kernel::map2(&mut block, x, weight, points);
                    machine.w64.put(*out, block);
                }
            }
        }
        // Whoever runs the operations passes over some; by itself this one does nothing.
        Op::Unless { .. } => {}
        Op::Constant { holds, out } => {
            let mut mask = machine.truths.take(*out);
            mask.0 = [if *holds { u64::MAX } else { 0 }; WORDS];
            machine.truths.put(*out, mask);
        }
        Op::And { a, b, out } => truths!(machine, a, b, out, |a: u64, b: u64| a & b),
        Op::AndNot { a, b, out } => truths!(machine, a, b, out, |a: u64, b: u64| a & !b),
        Op::Or { a, b, out } => truths!(machine, a, b, out, |a: u64, b: u64| a | b),
        Op::OrNot { a, b, out } => truths!(machine, a, b, out, |a: u64, b: u64| a | !b),
        Op::Not { a, out } => truths!(machine, a, a, out, |a: u64, _| !a),
    }
}

#[inline(always)]
fn double<'m>(floats: &'m File<Block<f64>>, operand: &FloatOperand) -> Read<'m, f64> {
    match operand {
        FloatOperand::Register(register) => Read::Block(floats.get(*register)),
        FloatOperand::Constant(value) => Read::Constant(*value),
    }
}

#[inline(always)]
fn load(machine: &mut Machine, slice: Slice<'_>, width: Width, column: usize, out: u16) {
    let column = &slice.columns[column];
    match width {
        Width::W32 => {
            let mut block = machine.w32.take(out);
            column.load32(slice.first, slice.rows, &mut block);
            machine.w32.put(out, block);
        }
        Width::W64 => {
            let mut block = machine.w64.take(out);
            column.load64(slice.first, slice.rows, &mut block);
            machine.w64.put(out, block);
        }
        Width::W128 => {
            let mut block = machine.w128.take(out);
            column.load128(slice.first, slice.rows, &mut block);
            machine.w128.put(out, block);
        }
    }
}

#[inline(always)]
fn widen(machine: &mut Machine, from: Width, to: Width, a: u16, out: u16) {
    match (from, to) {
        (Width::W32, Width::W64) => {
            let mut block = machine.w64.take(out);
            kernel::map(&mut block, machine.w32.get(a), i64::from);
            machine.w64.put(out, block);
        }
        (Width::W32, _) => {
            let mut block = machine.w128.take(out);
            kernel::map(&mut block, machine.w32.get(a), i128::from);
            machine.w128.put(out, block);
        }
        (Width::W64, Width::W128) => {
            let mut block = machine.w128.take(out);
            kernel::map(&mut block, machine.w64.get(a), i128::from);
            machine.w128.put(out, block);
        }
        // What was computed among wider numbers and is known to be small.
        (Width::W128, Width::W64) => {
            let mut block = machine.w64.take(out);
            kernel::map(&mut block, machine.w128.get(a), |value| value as i64);
            machine.w64.put(out, block);
        }
        (Width::W128, _) => {
            let mut block = machine.w32.take(out);
            kernel::map(&mut block, machine.w128.get(a), |value| value as i32);
            machine.w32.put(out, block);
        }
        (Width::W64, _) => {
            let mut block = machine.w32.take(out);
            kernel::map(&mut block, machine.w64.get(a), |value| value as i32);
            machine.w32.put(out, block);
        }
    }
}

fn sums(machine: &mut Machine, terms: &[[Operand; 4]], out: &[u16; 4], rows: usize) {
    let mut blocks = out.map(|register| machine.w128.take(register));
    let mut values: Vec<[i128; 4]> = vec![[0; 4]; terms.len()];
    for row in 0..rows {
        for (value, term) in values.iter_mut().zip(terms) {
            *value = std::array::from_fn(|n| match &term[n] {
                Operand::Register(register) => machine.w128.get(*register).0[row],
                Operand::Constant(value) => *value,
            });
        }
        for (block, number) in blocks.iter_mut().zip(sum::sum(&values)) {
            block.0[row] = number;
        }
    }
    for (register, block) in out.iter().zip(blocks) {
        machine.w128.put(*register, block);
    }
}
