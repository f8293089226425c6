//! Fractions of whole numbers, and doubles, as columns.
//!
//! A fraction is a numerator and a positive denominator. A denominator that isn't positive stands in a row where the fraction
//! is absent or open, and whoever reads it asks for that first.

use super::{Reason, Result, Unsupported};
use crate::graph::{Arith, Compare, FloatArith, Graph, Node, NodeId};

/// `above / below`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Fraction {
    pub(crate) above: NodeId,
    pub(crate) below: NodeId,
}

/// A number: an exact fraction or a double.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Quantity {
    Fraction(Fraction),
    Double(NodeId),
}

pub(crate) fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    i128::try_from(a).unwrap_or(1).max(1)
}

impl Graph {
    pub(crate) fn number(&mut self, number: wuwei_ir::Number) -> Fraction {
        Fraction { above: self.int(number.numerator()), below: self.int(number.denominator()) }
    }

    pub(crate) fn whole_fraction(&mut self, above: NodeId) -> Fraction {
        Fraction { above, below: self.int(1) }
    }

    /// A constant factor of a node, and the rest.
    fn factor(&self, id: NodeId) -> i128 {
        match self.node(id) {
            Node::Int(value) => *value,
            Node::Arith(Arith::Mul, _, c) => self.constant(*c).unwrap_or(1),
            _ => 1,
        }
    }

    fn divided(&mut self, id: NodeId, by: i128) -> NodeId {
        if by == 1 {
            return id;
        }
        match *self.node(id) {
            Node::Int(value) => self.int(value / by),
            Node::Arith(Arith::Mul, x, c) => {
                let rest = self.constant(c).unwrap_or(by) / by;
                self.times(x, rest)
            }
            _ => id,
        }
    }

    /// The fraction with common constant factors taken out.
    fn reduced(&mut self, above: NodeId, below: NodeId) -> Fraction {
        if above == below {
            return Fraction { above: self.int(1), below: self.int(1) };
        }
        if self.constant(above) == Some(0) {
            return Fraction { above, below: self.int(1) };
        }
        let common = gcd(self.factor(above), self.factor(below));
        Fraction { above: self.divided(above, common), below: self.divided(below, common) }
    }

    pub(crate) fn fraction_add(&mut self, a: Fraction, b: Fraction) -> Fraction {
        if a.below == b.below {
            let above = self.add(a.above, b.above);
            return self.reduced(above, a.below);
        }
        let common = gcd(self.factor(a.below), self.factor(b.below));
        let (by_a, by_b) = (self.divided(b.below, common), self.divided(a.below, common));
        let (x, y) = (self.mul(a.above, by_a), self.mul(b.above, by_b));
        let (above, below) = (self.add(x, y), self.mul(a.below, by_a));
        self.reduced(above, below)
    }

    pub(crate) fn fraction_negate(&mut self, a: Fraction) -> Fraction {
        Fraction { above: self.negate(a.above), ..a }
    }

    pub(crate) fn fraction_mul(&mut self, a: Fraction, b: Fraction) -> Fraction {
        let (x, y) = (self.reduced(a.above, b.below), self.reduced(b.above, a.below));
        let (above, below) = (self.mul(x.above, y.above), self.mul(y.below, x.below));
        self.reduced(above, below)
    }

    /// `a / b` for a positive `b`. By what is always nought there is no quotient in any row, and what stands there instead must
    /// not become a denominator of others.
    pub(crate) fn fraction_div(&mut self, a: Fraction, b: Fraction) -> Fraction {
        if self.constant(b.above) == Some(0) {
            let nought = self.int(0);
            return self.whole_fraction(nought);
        }
        self.fraction_mul(a, Fraction { above: b.below, below: b.above })
    }

    /// Both sides of a comparison multiplied out.
    fn crosswise(&mut self, a: Fraction, b: Fraction) -> (NodeId, NodeId) {
        if a.below == b.below {
            return (a.above, b.above);
        }
        let common = gcd(self.factor(a.below), self.factor(b.below));
        let (by_a, by_b) = (self.divided(b.below, common), self.divided(a.below, common));
        let (x, y) = (self.mul(a.above, by_a), self.mul(b.above, by_b));
        let common = gcd(self.factor(x), self.factor(y));
        if self.constant(x) == Some(0) || self.constant(y) == Some(0) {
            return (x, y);
        }
        (self.divided(x, common), self.divided(y, common))
    }

    fn fraction_less(&mut self, a: Fraction, b: Fraction) -> NodeId {
        if self.product_fits(a.above, b.below) && self.product_fits(b.above, a.below) {
            let (x, y) = self.crosswise(a, b);
            return self.less(x, y);
        }
        if a == b {
            return self.bool(false);
        }
        self.compare_fractions(Compare::Less, [a.above, a.below, b.above, b.below])
    }

    fn fraction_choose(&mut self, mask: NodeId, a: Fraction, b: Fraction) -> Fraction {
        let (a, b) = self.aligned(a, b);
        Fraction { above: self.select(mask, a.above, b.above), below: self.select(mask, a.below, b.below) }
    }

    /// With one denominator, where both are constant.
    fn aligned(&mut self, a: Fraction, b: Fraction) -> (Fraction, Fraction) {
        match (self.constant(a.below), self.constant(b.below)) {
            (Some(x), Some(y)) if x != y => {
                let (by_a, by_b) = (y / gcd(x, y), x / gcd(x, y));
                let below = self.int(x * by_a);
                (
                    Fraction { above: self.times(a.above, by_a), below },
                    Fraction { above: self.times(b.above, by_b), below },
                )
            }
            _ => (a, b),
        }
    }

    fn fraction_pick(&mut self, a: Fraction, b: Fraction, larger: bool) -> Fraction {
        let (a, b) = self.aligned(a, b);
        if a.below == b.below {
            let above = if larger { self.max(a.above, b.above) } else { self.min(a.above, b.above) };
            return Fraction { above, below: a.below };
        }
        let less = self.fraction_less(a, b);
        if larger { self.fraction_choose(less, b, a) } else { self.fraction_choose(less, a, b) }
    }
}

/// Fractions and doubles alike.
impl Graph {
    pub(crate) fn quantity(&mut self, number: wuwei_ir::Number) -> Quantity {
        Quantity::Fraction(self.number(number))
    }

    /// Both as doubles, where one is and the other is a constant that a double can hold.
    fn doubles(&mut self, a: Quantity, b: Quantity) -> Result<(NodeId, NodeId)> {
        let double = |graph: &mut Graph, quantity: Quantity| match quantity {
            Quantity::Double(node) => Ok(node),
            Quantity::Fraction(fraction) => {
                let parts = graph.constant(fraction.above).zip(graph.constant(fraction.below));
                let number = parts.and_then(|(above, below)| wuwei_ir::Number::ratio(above, below));
                let exact = number.and_then(exact_double);
                exact
                    .map(|value| graph.float(value))
                    .ok_or(Unsupported(Reason::new("双精度数与精确数并用", "a double beside an exact number")))
            }
        };
        Ok((double(self, a)?, double(self, b)?))
    }

    /// A quantity rounded to the nearest double.
    pub(crate) fn rounded_to_double(&mut self, at: Quantity) -> Result<Quantity> {
        let Quantity::Fraction(fraction) = at else { return Ok(at) };
        let constant = self.constant(fraction.above).zip(self.constant(fraction.below));
        if let Some((above, below)) = constant {
            let number = wuwei_ir::Number::ratio(above, below).and_then(wuwei_ir::Number::to_binary64);
            let value =
                number.ok_or(Unsupported(Reason::new("不能写成双精度数的常数", "a constant that is no double")))?;
            return Ok(Quantity::Double(self.float(value)));
        }
        let above = self.as_double(fraction.above);
        if self.constant(fraction.below) == Some(1) {
            return Ok(Quantity::Double(above));
        }
        // The quotient of doubles is rounded once where both are exact.
        const EXACT: i128 = 1 << 53;
        let is_exact = |bounds: crate::graph::Bounds| -EXACT <= bounds.low && bounds.high <= EXACT;
        if !is_exact(self.bounds(fraction.above)) || !is_exact(self.bounds(fraction.below)) {
            return Err(Unsupported(Reason::new(
                "大数之比舍入为双精度数",
                "a fraction of large numbers rounded to a double",
            )));
        }
        let below = self.as_double(fraction.below);
        Ok(Quantity::Double(self.float_arith(FloatArith::Div, above, below)))
    }

    pub(crate) fn quantity_add(&mut self, a: Quantity, b: Quantity) -> Result<Quantity> {
        match (a, b) {
            (Quantity::Fraction(a), Quantity::Fraction(b)) => Ok(Quantity::Fraction(self.fraction_add(a, b))),
            _ => Err(Unsupported(Reason::new("双精度数参与精确运算", "exact arithmetic with doubles"))),
        }
    }

    pub(crate) fn quantity_mul(&mut self, a: Quantity, b: Quantity) -> Result<Quantity> {
        match (a, b) {
            (Quantity::Fraction(a), Quantity::Fraction(b)) => Ok(Quantity::Fraction(self.fraction_mul(a, b))),
            _ => Err(Unsupported(Reason::new("双精度数参与精确运算", "exact arithmetic with doubles"))),
        }
    }

    pub(crate) fn quantity_negate(&mut self, a: Quantity) -> Quantity {
        match a {
            Quantity::Fraction(a) => Quantity::Fraction(self.fraction_negate(a)),
            Quantity::Double(a) => {
                let nought = self.float(0.0);
                Quantity::Double(self.float_arith(FloatArith::Sub, nought, a))
            }
        }
    }

    pub(crate) fn quantity_less(&mut self, a: Quantity, b: Quantity) -> Result<NodeId> {
        if let (Quantity::Fraction(a), Quantity::Fraction(b)) = (a, b) {
            return Ok(self.fraction_less(a, b));
        }
        let (a, b) = self.doubles(a, b)?;
        Ok(self.float_less(a, b))
    }

    pub(crate) fn quantity_equal(&mut self, a: Quantity, b: Quantity) -> Result<NodeId> {
        if a == b {
            return Ok(self.bool(true));
        }
        if let (Quantity::Fraction(a), Quantity::Fraction(b)) = (a, b) {
            if self.product_fits(a.above, b.below) && self.product_fits(b.above, a.below) {
                let (x, y) = self.crosswise(a, b);
                return Ok(self.equal(x, y));
            }
            return Ok(self.compare_fractions(Compare::Equal, [a.above, a.below, b.above, b.below]));
        }
        let (a, b) = self.doubles(a, b)?;
        Ok(self.float_equal(a, b))
    }

    pub(crate) fn quantity_select(&mut self, mask: NodeId, a: Quantity, b: Quantity) -> Result<Quantity> {
        if a == b || self.is_true(mask) {
            return Ok(a);
        }
        if self.is_false(mask) {
            return Ok(b);
        }
        if let (Quantity::Fraction(a), Quantity::Fraction(b)) = (a, b) {
            return Ok(Quantity::Fraction(self.fraction_choose(mask, a, b)));
        }
        let (a, b) = self.doubles(a, b)?;
        Ok(Quantity::Double(self.float_select(mask, a, b)))
    }

    pub(crate) fn quantity_min(&mut self, a: Quantity, b: Quantity) -> Result<Quantity> {
        self.quantity_pick(a, b, false)
    }

    pub(crate) fn quantity_max(&mut self, a: Quantity, b: Quantity) -> Result<Quantity> {
        self.quantity_pick(a, b, true)
    }

    fn quantity_pick(&mut self, a: Quantity, b: Quantity, larger: bool) -> Result<Quantity> {
        if a == b {
            return Ok(a);
        }
        if let (Quantity::Fraction(a), Quantity::Fraction(b)) = (a, b) {
            return Ok(Quantity::Fraction(self.fraction_pick(a, b, larger)));
        }
        let (a, b) = self.doubles(a, b)?;
        let op = if larger { FloatArith::Max } else { FloatArith::Min };
        Ok(Quantity::Double(self.float_arith(op, a, b)))
    }
}

/// A number as a double, if one is exactly that.
pub(crate) fn exact_double(number: wuwei_ir::Number) -> Option<f64> {
    let (above, below) = (number.numerator(), number.denominator());
    let small = above.unsigned_abs() <= 1 << 53 && below.is_positive() && below & (below - 1) == 0 && below < 1 << 100;
    small.then(|| above as f64 / below as f64)
}
