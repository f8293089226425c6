//! Sums of amounts in 分, whose ends may be open.

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

    /// The high end, where there is one.
    pub fn most(self) -> Option<i128> {
        (self.open == 0).then_some(self.high)
    }
}
