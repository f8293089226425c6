//! Numbers: two ends, each a quantity or open, and whether there is a number at all.

use super::{Quantity, Result, Truth};
use crate::graph::{Graph, NodeId};

/// An end of a range; where it is open its quantity means nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct End {
    pub(crate) at: Quantity,
    pub(crate) open: NodeId,
}

/// A range of numbers that may be absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Number {
    pub(crate) low: End,
    pub(crate) high: End,
    /// Certainly absent.
    pub(crate) absent: NodeId,
    /// Possibly or certainly absent.
    pub(crate) maybe: NodeId,
}

impl Number {
    /// Whether both ends are one node: in each row the value is exact, or may be anything.
    pub(crate) fn is_point(&self) -> bool {
        self.low == self.high
    }
}

impl Graph {
    pub(crate) fn exactly(&mut self, at: Quantity) -> Number {
        let never = self.bool(false);
        let end = End { at, open: never };
        Number { low: end, high: end, absent: never, maybe: never }
    }

    pub(crate) fn constant_number(&mut self, number: wuwei_ir::Number) -> Number {
        let at = self.quantity(number);
        self.exactly(at)
    }

    pub(crate) fn whole_number(&mut self, above: NodeId) -> Number {
        let at = Quantity::Fraction(self.whole_fraction(above));
        self.exactly(at)
    }

    /// Any number of a range with constant ends.
    pub(crate) fn range(&mut self, range: wuwei_engine::Range, absent: NodeId, maybe: NodeId) -> Number {
        let low = self.constant_end(range.low);
        let high = self.constant_end(range.high);
        Number { low, high, absent, maybe }
    }

    fn constant_end(&mut self, number: Option<wuwei_ir::Number>) -> End {
        let at = self.quantity(number.unwrap_or(wuwei_ir::Number::ZERO));
        End { at, open: self.bool(number.is_none()) }
    }

    /// The number that is nowhere, in the likeness of another.
    pub(crate) fn absent_like(&mut self, other: Number) -> Number {
        let always = self.bool(true);
        Number { absent: always, maybe: always, ..other }
    }

    /// The constant that both ends are, if they are.
    pub(crate) fn number_constant(&self, number: &Number) -> Option<wuwei_ir::Number> {
        let never = self.is_false(number.maybe) && self.is_false(number.low.open);
        match number.low.at {
            Quantity::Fraction(fraction) if never && number.is_point() => {
                wuwei_ir::Number::ratio(self.constant(fraction.above)?, self.constant(fraction.below)?)
            }
            _ => None,
        }
    }

    fn end_pick(&mut self, a: End, b: End, larger: bool) -> Result<Quantity> {
        let both = if larger { self.quantity_max(a.at, b.at)? } else { self.quantity_min(a.at, b.at)? };
        let without_b = self.quantity_select(b.open, a.at, both)?;
        self.quantity_select(a.open, b.at, without_b)
    }

    /// The smaller of two values; see the reference's `Range::min`.
    pub(crate) fn range_min(&mut self, a: (End, End), b: (End, End)) -> Result<(End, End)> {
        let low = End { at: self.quantity_min(a.0.at, b.0.at)?, open: self.or(a.0.open, b.0.open) };
        if a.0 == a.1 && b.0 == b.1 && self.is_false(a.0.open) && self.is_false(b.0.open) {
            return Ok((low, low));
        }
        let high = End { at: self.end_pick(a.1, b.1, false)?, open: self.and(a.1.open, b.1.open) };
        Ok((low, high))
    }

    /// The larger of two values; see the reference's `Range::max`.
    pub(crate) fn range_max(&mut self, a: (End, End), b: (End, End)) -> Result<(End, End)> {
        let high = End { at: self.quantity_max(a.1.at, b.1.at)?, open: self.or(a.1.open, b.1.open) };
        if a.0 == a.1 && b.0 == b.1 && self.is_false(a.0.open) && self.is_false(b.0.open) {
            return Ok((high, high));
        }
        let low = End { at: self.end_pick(a.0, b.0, true)?, open: self.and(a.0.open, b.0.open) };
        Ok((low, high))
    }

    /// The smallest range that holds both.
    pub(crate) fn hull(&mut self, a: (End, End), b: (End, End)) -> Result<(End, End)> {
        let low = End { at: self.quantity_min(a.0.at, b.0.at)?, open: self.or(a.0.open, b.0.open) };
        let high = End { at: self.quantity_max(a.1.at, b.1.at)?, open: self.or(a.1.open, b.1.open) };
        Ok((low, high))
    }

    pub(crate) fn end_select(&mut self, mask: NodeId, a: End, b: End) -> Result<End> {
        // Where an end is open its number means nothing, and the other's will do.
        for (open, other) in [(a, b), (b, a)] {
            if self.is_true(open.open) {
                return Ok(End { at: other.at, open: self.select_bool(mask, a.open, b.open) });
            }
        }
        Ok(End { at: self.quantity_select(mask, a.at, b.at)?, open: self.select_bool(mask, a.open, b.open) })
    }

    pub(crate) fn choose_number(&mut self, line: Truth, a: Number, b: Number) -> Result<Number> {
        let certain = line.yes == line.maybe;
        let pick = |graph: &mut Graph, of: fn(&Number) -> End, join: usize| -> Result<End> {
            let (x, y) = (of(&a), of(&b));
            if certain {
                return graph.end_select(line.yes, x, y);
            }
            let hull = graph.hull((x, x), (y, y))?;
            let either = if join == 0 { hull.0 } else { hull.1 };
            // What is absent adds nothing to the range.
            let either = graph.end_select(a.absent, y, either)?;
            let either = graph.end_select(b.absent, x, either)?;
            if either == y {
                return graph.end_select(line.yes, x, y);
            }
            if either == x {
                return graph.end_select(line.maybe, x, y);
            }
            let otherwise = graph.end_select(line.maybe, either, y)?;
            graph.end_select(line.yes, x, otherwise)
        };
        let low = pick(self, |n| n.low, 0)?;
        let high = if certain && a.is_point() && b.is_point() { low } else { pick(self, |n| n.high, 1)? };
        let both = self.and(a.absent, b.absent);
        let otherwise = self.select_bool(line.maybe, both, b.absent);
        let absent = self.select_bool(line.yes, a.absent, otherwise);
        let either = self.or(a.maybe, b.maybe);
        let otherwise = self.select_bool(line.maybe, either, b.maybe);
        let maybe = self.select_bool(line.yes, a.maybe, otherwise);
        Ok(Number { low, high, absent, maybe })
    }

    /// Rows in which there is exactly one possible number.
    pub(crate) fn exact_rows(&mut self, number: &Number) -> Result<NodeId> {
        let closed = self.not(number.low.open);
        if number.is_point() {
            return Ok(closed);
        }
        let high = self.not(number.high.open);
        let closed = self.and(closed, high);
        let equal = self.quantity_equal(number.low.at, number.high.at)?;
        Ok(self.and(closed, equal))
    }
}
