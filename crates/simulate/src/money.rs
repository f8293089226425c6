//! Sums of amounts in 分, whose ends may be open.

use wuwei_engine::Range;
use wuwei_ir::Number;

/// A sum of amounts: what is certain, and what it may come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Money {
    /// The low end in 分.
    pub low: i128,
    /// The high end of those that have one.
    pub high: i128,
    /// How many have none.
    pub open: u64,
}

/// The high end of an amount that has none.
pub(crate) const OPEN: i64 = i64::MAX;

impl Money {
    /// Adds an amount; a high end of [`OPEN`] is none.
    pub(crate) fn add(&mut self, low: i64, high: i64) {
        self.low += i128::from(low);
        match high {
            OPEN => self.open += 1,
            high => self.high += i128::from(high),
        }
    }

    /// Adds a sum.
    pub fn plus(self, other: Money) -> Money {
        Money { low: self.low + other.low, high: self.high + other.high, open: self.open + other.open }
    }

    /// What one amount with these two ends comes to; a high end of `i64::MAX` is none.
    pub fn of(ends: [i64; 2]) -> Money {
        let mut money = Money::default();
        money.add(ends[0], ends[1]);
        money
    }

    /// The same as a range.
    pub fn range(self) -> Range {
        let number = |fen: i128| Number::ratio(fen, 1);
        Range { low: number(self.low), high: self.most().and_then(number) }
    }

    /// The high end, where there is one.
    pub fn most(self) -> Option<i128> {
        (self.open == 0).then_some(self.high)
    }
}
