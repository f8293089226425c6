//! Three-valued conditions and ranges without a branch: both ends are computed, and a choice is between two results.

use std::ops::{BitAnd, BitOr, Not};

/// `a` or `b`, both of them computed.
#[inline(always)]
pub(super) fn pick<T>(first: bool, a: T, b: T) -> T {
    if first { a } else { b }
}

/// A fact and whether it is known.
#[derive(Clone, Copy)]
pub(super) struct Fact<T> {
    pub(super) value: T,
    pub(super) known: bool,
}

/// A condition: certainly true, and possibly true.
#[derive(Clone, Copy)]
pub(super) struct Truth {
    pub(super) yes: bool,
    pub(super) maybe: bool,
}

impl Truth {
    /// A condition on facts, and whether they are all known.
    #[inline(always)]
    pub(super) fn of(holds: bool, known: bool) -> Self {
        Truth { yes: holds & known, maybe: holds | !known }
    }

    /// A condition on facts that are always known.
    #[inline(always)]
    pub(super) fn certain(holds: bool) -> Self {
        Truth { yes: holds, maybe: holds }
    }

    /// 0 no, 1 yes, 2 unknown.
    #[inline(always)]
    pub(super) fn code(self) -> i32 {
        pick(self.yes, 1, pick(self.maybe, 2, 0))
    }
}

impl BitAnd for Truth {
    type Output = Truth;

    #[inline(always)]
    fn bitand(self, other: Truth) -> Truth {
        Truth { yes: self.yes & other.yes, maybe: self.maybe & other.maybe }
    }
}

impl BitOr for Truth {
    type Output = Truth;

    #[inline(always)]
    fn bitor(self, other: Truth) -> Truth {
        Truth { yes: self.yes | other.yes, maybe: self.maybe | other.maybe }
    }
}

impl Not for Truth {
    type Output = Truth;

    #[inline(always)]
    fn not(self) -> Truth {
        Truth { yes: !self.maybe, maybe: !self.yes }
    }
}

/// The least and the most that something can be.
#[derive(Clone, Copy)]
pub(super) struct Range<T> {
    pub(super) low: T,
    pub(super) high: T,
}

impl Range<i32> {
    /// A value, or anything up to the most if it isn't known.
    #[inline(always)]
    pub(super) fn of(value: i32, known: bool, most: i32) -> Self {
        Range { low: pick(known, value, 0), high: pick(known, value, most) }
    }

    #[inline(always)]
    pub(super) fn plus(self, other: Self) -> Self {
        Range { low: self.low + other.low, high: self.high + other.high }
    }

    /// The larger one at both ends.
    #[inline(always)]
    pub(super) fn max(self, other: Self) -> Self {
        Range { low: self.low.max(other.low), high: self.high.max(other.high) }
    }

    #[inline(always)]
    pub(super) fn at_least(self, threshold: i32) -> Truth {
        Truth { yes: self.low >= threshold, maybe: self.high >= threshold }
    }
}

/// So many points for each of some conditions that holds: steps of a scale that are equally high.
#[inline(always)]
pub(super) fn steps<const N: usize>(points: i32, reached: [bool; N]) -> i32 {
    let mut sum = 0;
    for step in reached {
        sum += pick(step, points, 0);
    }
    sum
}

/// A double that holds an integer of at most 51 bits, not negative, as that integer. Adding 2^52 moves its bits to the end of
/// the mantissa; a vector unit has no quicker way that is right for every input.
#[inline(always)]
pub(super) fn integer(x: f64) -> i64 {
    const SHIFT: f64 = (1u64 << 52) as f64;
    (x + SHIFT).to_bits().wrapping_sub(SHIFT.to_bits()) as i64
}
