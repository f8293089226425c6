//! The loops. Each is written so that the compiler makes vector instructions of it: arrays of a fixed length, no branch, no
//! check inside, truths packed sixty-four at a time.

use super::{Block, LANES, Mask, WORDS};
use crate::graph::Step;

/// What a loop reads: a slice, or one number for all rows.
#[derive(Clone, Copy)]
pub(super) enum Read<'a, T> {
    Block(&'a Block<T>),
    Constant(T),
}

#[inline(always)]
pub(super) fn map<T: Copy, U>(out: &mut Block<U>, a: &Block<T>, f: impl Fn(T) -> U) {
    for row in 0..LANES {
        out.0[row] = f(a.0[row]);
    }
}

#[inline(always)]
pub(super) fn map2<T: Copy, U: Copy>(out: &mut Block<U>, a: Read<'_, T>, b: Read<'_, T>, f: impl Fn(T, T) -> U) {
    match (a, b) {
        (Read::Block(a), Read::Block(b)) => {
            for row in 0..LANES {
                out.0[row] = f(a.0[row], b.0[row]);
            }
        }
        (Read::Block(a), Read::Constant(b)) => {
            for row in 0..LANES {
                out.0[row] = f(a.0[row], b);
            }
        }
        (Read::Constant(a), Read::Block(b)) => {
            for row in 0..LANES {
                out.0[row] = f(a, b.0[row]);
            }
        }
        (Read::Constant(a), Read::Constant(b)) => out.0 = [f(a, b); LANES],
    }
}

/// Packs a truth for each row into bits.
#[inline(always)]
pub(super) fn pack(out: &mut Mask, holds: impl Fn(usize) -> bool) {
    for word in 0..WORDS {
        let mut bits = 0u64;
        for bit in 0..64 {
            bits |= u64::from(holds(word * 64 + bit)) << bit;
        }
        out.0[word] = bits;
    }
}

#[inline(always)]
pub(super) fn test2<T: Copy>(out: &mut Mask, a: Read<'_, T>, b: Read<'_, T>, f: impl Fn(T, T) -> bool) {
    match (a, b) {
        (Read::Block(a), Read::Block(b)) => pack(out, |row| f(a.0[row], b.0[row])),
        (Read::Block(a), Read::Constant(b)) => pack(out, |row| f(a.0[row], b)),
        (Read::Constant(a), Read::Block(b)) => pack(out, |row| f(a, b.0[row])),
        (Read::Constant(a), Read::Constant(b)) => out.0 = [if f(a, b) { u64::MAX } else { 0 }; WORDS],
    }
}

/// Lays truths beside each other as the bits of a number.
#[inline(always)]
pub(super) fn pack_bits<'m, T: Copy + Default + std::ops::BitOr<Output = T>>(
    out: &mut Block<T>,
    masks: impl Iterator<Item = &'m Mask> + Clone,
    of: impl Fn(u32, usize) -> T,
) {
    for word in 0..WORDS {
        for half in 0..2 {
            let mut sum = [T::default(); 32];
            for (n, mask) in masks.clone().enumerate() {
                let bits = (mask.0[word] >> (32 * half)) as u32;
                for (bit, sum) in sum.iter_mut().enumerate() {
                    *sum = *sum | of(bits >> bit & 1, n);
                }
            }
            let first = word * 64 + half * 32;
            out.0[first..first + 32].copy_from_slice(&sum);
        }
    }
}

/// Numbers of which a bit pattern keeps all or nothing.
pub(super) trait Bits: Copy + PartialEq + Default {
    /// All ones for one, nought for nought.
    fn spread(bit: u32) -> Self;
    fn and(self, other: Self) -> Self;
    fn xor(self, other: Self) -> Self;
}

macro_rules! bits {
    ($($ty:ty),*) => { $(
        impl Bits for $ty {
            #[inline(always)]
            fn spread(bit: u32) -> Self {
                (0 as $ty).wrapping_sub(bit as $ty)
            }
            #[inline(always)]
            fn and(self, other: Self) -> Self {
                self & other
            }
            #[inline(always)]
            fn xor(self, other: Self) -> Self {
                self ^ other
            }
        }
    )* };
}

bits!(i32, i64, u64, i128);

impl Bits for f64 {
    #[inline(always)]
    fn spread(bit: u32) -> Self {
        f64::from_bits(u64::spread(bit))
    }
    #[inline(always)]
    fn and(self, other: Self) -> Self {
        f64::from_bits(self.to_bits() & other.to_bits())
    }
    #[inline(always)]
    fn xor(self, other: Self) -> Self {
        f64::from_bits(self.to_bits() ^ other.to_bits())
    }
}

/// One of two, as a mask says. A choice between two loads would become a branch or two gathers; what differs, kept or not and
/// laid over the second, doesn't.
#[inline(always)]
pub(super) fn select<T: Bits>(out: &mut Block<T>, mask: &Mask, a: Read<'_, T>, b: Read<'_, T>) {
    match (a, b) {
        (Read::Block(a), Read::Block(b)) => {
            lanes(out, mask, |row, bit| b.0[row].xor(a.0[row].xor(b.0[row]).and(T::spread(bit))));
        }
        (Read::Block(a), Read::Constant(b)) => lanes(out, mask, |row, bit| {
            let a = a.0[row];
            if bit != 0 { a } else { b }
        }),
        (Read::Constant(a), Read::Block(b)) => lanes(out, mask, |row, bit| {
            let b = b.0[row];
            if bit != 0 { a } else { b }
        }),
        (Read::Constant(a), Read::Constant(b)) => {
            let differ = a.xor(b);
            spread(out, mask, |_, spread| b.xor(differ.and(spread)));
        }
    }
}

/// One of three constants: the first where the first mask holds, the second where only the second does.
#[inline(always)]
pub(super) fn choose<T: Bits>(out: &mut Block<T>, masks: [&Mask; 2], values: [T; 3]) {
    let [first, second, third] = values;
    let differ = second.xor(third);
    for word in 0..WORDS {
        let [one, two] = masks.map(|mask| spread_word::<T>(mask.0[word]));
        for (bit, (one, two)) in one.into_iter().zip(two).enumerate() {
            let rest = third.xor(differ.and(two));
            out.0[word * 64 + bit] = rest.xor(first.xor(rest).and(one));
        }
    }
}

/// A sum whose second number counts where a mask holds, or where it doesn't.
#[inline(always)]
pub(super) fn add_where<T: Bits>(
    out: &mut Block<T>,
    mask: &Mask,
    holds: bool,
    to: &Block<T>,
    what: Read<'_, T>,
    add: impl Fn(T, T) -> T + Copy,
) {
    let flip = if holds { 0 } else { u64::MAX };
    let mask = &Mask(mask.0.map(|word| word ^ flip));
    let nought = T::default();
    match what {
        Read::Block(what) => lanes(out, mask, |row, bit| {
            let what = what.0[row];
            add(to.0[row], if bit != 0 { what } else { nought })
        }),
        Read::Constant(what) => spread(out, mask, |row, spread| add(to.0[row], what.and(spread))),
    }
}

#[inline(always)]
fn lanes<T: Bits>(out: &mut Block<T>, mask: &Mask, of: impl Fn(usize, u32) -> T) {
    for word in 0..WORDS {
        for half in 0..2 {
            let bits = (mask.0[word] >> (32 * half)) as u32;
            for bit in 0..32 {
                let row = word * 64 + half * 32 + bit;
                out.0[row] = of(row, bits >> bit & 1);
            }
        }
    }
}

/// The same with the bits spread beforehand: where one of the two is a constant the compiler would otherwise see a choice.
#[inline(always)]
fn spread<T: Bits>(out: &mut Block<T>, mask: &Mask, of: impl Fn(usize, T) -> T) {
    for word in 0..WORDS {
        for (bit, spread) in spread_word::<T>(mask.0[word]).into_iter().enumerate() {
            let row = word * 64 + bit;
            out.0[row] = of(row, spread);
        }
    }
}

#[inline(always)]
fn spread_word<T: Bits>(bits: u64) -> [T; 64] {
    let mut spread = [T::default(); 64];
    for (bit, spread) in spread.iter_mut().enumerate() {
        *spread = T::spread((bits >> bit & 1) as u32);
    }
    spread
}

/// How the steps of a ladder are climbed for one width.
macro_rules! ladder {
    ($name:ident, $ratio:ident, $plain:ident, $ty:ty) => {
        /// The sum of the gains of the steps that are reached.
        #[inline(always)]
        pub(super) fn $name<U: Copy>(
            out: &mut Block<U>,
            base: i64,
            steps: &[Step],
            x: &Block<$ty>,
            y: &Block<$ty>,
            narrow: impl Fn($ty) -> U + Copy,
        ) {
            if steps.iter().all(|step| step.times_y == 0 && step.times_x == 1) {
                match steps.len() {
                    1 => $plain::<1, U>(out, base, steps, x, narrow),
                    2 => $plain::<2, U>(out, base, steps, x, narrow),
                    3 => $plain::<3, U>(out, base, steps, x, narrow),
                    4 => $plain::<4, U>(out, base, steps, x, narrow),
                    5 => $plain::<5, U>(out, base, steps, x, narrow),
                    6 => $plain::<6, U>(out, base, steps, x, narrow),
                    _ => {
                        let (first, rest) = steps.split_at(6.min(steps.len()));
                        $plain::<6, U>(out, base, first, x, narrow);
                        // Longer ones are rare; each further step is added row by row.
                        for row in 0..LANES {
                            let all = first.iter().chain(rest).filter(|step| i64::from(x.0[row]) >= step.least);
                            let sum = all.fold(base, |sum, step| sum + step.gain);
                            out.0[row] = narrow(sum as $ty);
                        }
                    }
                }
            } else {
                match steps.len() {
                    1 => $ratio::<1, U>(out, base, steps, x, y, narrow),
                    2 => $ratio::<2, U>(out, base, steps, x, y, narrow),
                    3 => $ratio::<3, U>(out, base, steps, x, y, narrow),
                    4 => $ratio::<4, U>(out, base, steps, x, y, narrow),
                    5 => $ratio::<5, U>(out, base, steps, x, y, narrow),
                    6 => $ratio::<6, U>(out, base, steps, x, y, narrow),
                    _ => {
                        for row in 0..LANES {
                            let (x, y) = (i64::from(x.0[row]), i64::from(y.0[row]));
                            let reached = |step: &&Step| {
                                x.wrapping_mul(step.times_x) >= y.wrapping_mul(step.times_y).wrapping_add(step.least)
                            };
                            let sum = steps.iter().filter(reached).fold(base, |sum, step| sum + step.gain);
                            out.0[row] = narrow(sum as $ty);
                        }
                    }
                }
            }
        }

        #[inline(always)]
        fn $plain<const N: usize, U: Copy>(
            out: &mut Block<U>,
            base: i64,
            steps: &[Step],
            x: &Block<$ty>,
            narrow: impl Fn($ty) -> U,
        ) {
            let least: [$ty; N] =
                std::array::from_fn(|n| steps[n].least.clamp(<$ty>::MIN.into(), <$ty>::MAX.into()) as $ty);
            // A bound above every number of the width is reached by none.
            let gain: [$ty; N] =
                std::array::from_fn(|n| if steps[n].least > i64::from(<$ty>::MAX) { 0 } else { steps[n].gain as $ty });
            for row in 0..LANES {
                let x = x.0[row];
                let mut sum = base as $ty;
                for n in 0..N {
                    sum += (0 as $ty).wrapping_sub((x >= least[n]) as $ty) & gain[n];
                }
                out.0[row] = narrow(sum);
            }
        }

        #[inline(always)]
        fn $ratio<const N: usize, U: Copy>(
            out: &mut Block<U>,
            base: i64,
            steps: &[Step],
            x: &Block<$ty>,
            y: &Block<$ty>,
            narrow: impl Fn($ty) -> U,
        ) {
            let times_x: [$ty; N] = std::array::from_fn(|n| steps[n].times_x as $ty);
            let times_y: [$ty; N] = std::array::from_fn(|n| steps[n].times_y as $ty);
            let least: [$ty; N] = std::array::from_fn(|n| steps[n].least as $ty);
            let gain: [$ty; N] = std::array::from_fn(|n| steps[n].gain as $ty);
            // Bounds in percent share their factor of x.
            let same = times_x.iter().all(|times| *times == times_x[0]) && least.iter().all(|least| *least == 0);
            if same {
                for row in 0..LANES {
                    let (x, y) = (x.0[row].wrapping_mul(times_x[0]), y.0[row]);
                    let mut sum = base as $ty;
                    for n in 0..N {
                        sum += (0 as $ty).wrapping_sub((x >= y.wrapping_mul(times_y[n])) as $ty) & gain[n];
                    }
                    out.0[row] = narrow(sum);
                }
                return;
            }
            for row in 0..LANES {
                let (x, y) = (x.0[row], y.0[row]);
                let mut sum = base as $ty;
                for n in 0..N {
                    let reached = x.wrapping_mul(times_x[n]) >= y.wrapping_mul(times_y[n]).wrapping_add(least[n]);
                    sum += (0 as $ty).wrapping_sub(reached as $ty) & gain[n];
                }
                out.0[row] = narrow(sum);
            }
        }
    };
}

ladder!(ladder32, ratio32, plain32, i32);
ladder!(ladder64, ratio64, plain64, i64);

/// A double that is a whole number of less than 52 bits, as such. The sum with one and a half times 2⁵² has it in its low
/// bits, which every vector unit can do.
#[inline(always)]
pub(super) fn whole(value: f64) -> i64 {
    const SHIFT: f64 = 6_755_399_441_055_744.0;
    ((value + SHIFT).to_bits() as i64).wrapping_sub(SHIFT.to_bits() as i64)
}

/// The quotient rounded down, for a small quotient: a double finds it up to one, the remainder says which.
#[inline(always)]
pub(super) fn quick_div(a: i64, b: i64) -> i64 {
    let b = b.max(1);
    correct(a, b, whole(a as f64 / b as f64))
}

/// The same where the divisor is known beforehand, with its inverse. That is rounded once more, by less than a part in 2⁵², and
/// the quotient is less than 2⁴⁸: the guess is still wrong by one at most.
#[inline(always)]
pub(super) fn quick_div_by(a: i64, b: i64, inverse: f64) -> i64 {
    correct(a, b, whole(a as f64 * inverse))
}

#[inline(always)]
fn correct(a: i64, b: i64, guess: i64) -> i64 {
    let rest = a.wrapping_sub(guess.wrapping_mul(b));
    guess - i64::from(rest < 0) + i64::from(rest >= b)
}
