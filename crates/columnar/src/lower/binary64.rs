//! Arithmetic in doubles.

use wuwei_ir::{ArithOp, Expr, ExprId};

use super::{Lower, Place};
use crate::graph::{FloatArith, NodeId};
use crate::value::{End, Number, Quantity, Reason, Result, Unsupported, Value};

impl Lower<'_> {
    /// An expression rounded to doubles.
    pub(crate) fn binary64(&mut self, place: &Place<'_>, id: ExprId) -> Result<Value> {
        Ok(match &place.body.get(id).expr {
            Expr::Binary64(a) => self.binary64(place, *a)?,
            Expr::Arith(op, a, b) if place.body.is_double(*a) && place.body.is_double(*b) => {
                match (self.binary64(place, *a)?, self.binary64(place, *b)?) {
                    (Value::Number(a), Value::Number(b)) => Value::Number(self.apply_doubles(*op, &a, &b)?),
                    _ => Value::Absent,
                }
            }
            Expr::Negate(a) => match self.binary64(place, *a)? {
                Value::Number(number) => Value::Number(self.graph.negate_number(&number)),
                other => other,
            },
            Expr::Cap(a, b) => self.clip_doubles(place, *a, *b, false)?,
            Expr::Floor(a, b) => self.clip_doubles(place, *a, *b, true)?,
            Expr::Bands(..) | Expr::Cases(..) => self.first(place, id, |lower, result| match result {
                Some(result) => lower.binary64(place, result),
                None => Ok(Value::Absent),
            })?,
            _ => match self.eval(place, id)? {
                Value::Number(number) => {
                    Value::Number(self.graph.map_number(&number, |graph, at| graph.rounded_to_double(at))?)
                }
                _ => Value::Absent,
            },
        })
    }

    fn clip_doubles(&mut self, place: &Place<'_>, a: ExprId, b: ExprId, larger: bool) -> Result<Value> {
        match (self.binary64(place, a)?, self.binary64(place, b)?) {
            (Value::Number(a), Value::Number(b)) if self.graph.is_false(b.maybe) => {
                Ok(Value::Number(self.clip_numbers(&a, &b, larger)?))
            }
            (Value::Number(a), Value::Absent) => Ok(Value::Number(a)),
            (Value::Absent, _) => Ok(Value::Absent),
            _ => Err(Unsupported(Reason::new("双精度数的界限可能不存在", "doubles cut at a bound that may be absent"))),
        }
    }

    fn apply_doubles(&mut self, op: ArithOp, a: &Number, b: &Number) -> Result<Number> {
        let op = match op {
            ArithOp::Add => FloatArith::Add,
            ArithOp::Sub => FloatArith::Sub,
            ArithOp::Mul => FloatArith::Mul,
            ArithOp::Div => FloatArith::Div,
        };
        let mut absent = self.graph.or(a.absent, b.absent);
        let mut maybe = self.graph.or(a.maybe, b.maybe);
        let double = |end: End| match end.at {
            Quantity::Double(node) => Ok(node),
            Quantity::Fraction(_) => Err(Unsupported(Reason::new("应是双精度数而不是", "a double that isn't one"))),
        };
        if a.is_point() && b.is_point() {
            let (x, y) = (double(a.low)?, double(b.low)?);
            let at = self.graph.float_arith(op, x, y);
            let open = match op {
                FloatArith::Mul => {
                    let (x, y) = (self.is_moving(x, a.low.open), self.is_moving(y, b.low.open));
                    let (x, y) = (self.graph.and(b.low.open, x), self.graph.and(a.low.open, y));
                    self.graph.or(x, y)
                }
                FloatArith::Div => {
                    let moving = self.is_moving(y, b.low.open);
                    let nought = self.graph.not(moving);
                    absent = self.graph.or(absent, nought);
                    let unsure = self.graph.or(nought, b.low.open);
                    maybe = self.graph.or(maybe, unsure);
                    self.graph.or(a.low.open, b.low.open)
                }
                _ => self.graph.or(a.low.open, b.low.open),
            };
            // Nought times anything is nought, also where the double there is none.
            let at = match op {
                FloatArith::Mul if !self.is_steady(a) && !self.is_steady(b) => {
                    let (x, y) = (self.is_moving(x, a.low.open), self.is_moving(y, b.low.open));
                    let both = self.graph.and(x, y);
                    let unknown = self.graph.or(a.low.open, b.low.open);
                    let zero = self.graph.not(both);
                    let zero = self.graph.and(zero, unknown);
                    let nought = self.graph.float(0.0);
                    self.graph.float_select(zero, nought, at)
                }
                _ => at,
            };
            let end = End { at: Quantity::Double(at), open };
            return Ok(Number { low: end, high: end, absent, maybe });
        }
        let (low, high) = match op {
            FloatArith::Add => ((a.low, b.low), (a.high, b.high)),
            FloatArith::Sub => ((a.low, b.high), (a.high, b.low)),
            _ => return self.stretch(op, a, b, absent, maybe),
        };
        let mut end = |(x, y): (End, End)| -> Result<End> {
            let at = Quantity::Double(self.graph.float_arith(op, double(x)?, double(y)?));
            Ok(End { at, open: self.graph.or(x.open, y.open) })
        };
        Ok(Number { low: end(low)?, high: end(high)?, absent, maybe })
    }

    /// Products and quotients by what never changes: the ends keep or change places. Products of what is never negative.
    fn stretch(&mut self, op: FloatArith, a: &Number, b: &Number, absent: NodeId, maybe: NodeId) -> Result<Number> {
        let positive = |lower: &Self, number: &Number| match number.low.at {
            Quantity::Double(node) => {
                let closed = lower.graph.is_false(number.low.open) && lower.graph.is_false(number.high.open);
                closed && lower.graph.float_bounds(node).is_some_and(|(low, _)| low >= 0.0)
            }
            Quantity::Fraction(_) => false,
        };
        if op == FloatArith::Mul && positive(self, a) && positive(self, b) {
            let mut end = |x: End, y: End| -> Result<End> {
                let (Quantity::Double(p), Quantity::Double(q)) = (x.at, y.at) else {
                    return Err(Unsupported(Reason::new("应是双精度数而不是", "a double that isn't one")));
                };
                Ok(End { at: Quantity::Double(self.graph.float_arith(op, p, q)), ..x })
            };
            let (low, high) = (end(a.low, b.low)?, end(a.high, b.high)?);
            return Ok(Number { low, high, absent, maybe });
        }
        let constant = |lower: &Self, number: &Number| match number.low.at {
            Quantity::Double(node) if number.is_point() && lower.graph.is_false(number.low.open) => {
                lower.graph.float_constant(node).filter(|value| *value != 0.0)
            }
            _ => None,
        };
        let (range, factor) = match (constant(self, a), constant(self, b)) {
            (_, Some(factor)) => (a, factor),
            (Some(factor), None) if op == FloatArith::Mul => (b, factor),
            _ => {
                return Err(Unsupported(Reason::new(
                    "双精度数的范围相乘或相除",
                    "a product or quotient of ranges of doubles",
                )));
            }
        };
        let by = self.graph.float(factor);
        let mut end = |end: End| -> Result<End> {
            let Quantity::Double(node) = end.at else {
                return Err(Unsupported(Reason::new("应是双精度数而不是", "a double that isn't one")));
            };
            Ok(End { at: Quantity::Double(self.graph.float_arith(op, node, by)), ..end })
        };
        let (low, high) = (end(range.low)?, end(range.high)?);
        let (low, high) = if factor < 0.0 { (high, low) } else { (low, high) };
        Ok(Number { low, high, absent, maybe })
    }

    /// Whether a number is a constant other than nought.
    fn is_steady(&self, number: &Number) -> bool {
        match number.low.at {
            Quantity::Double(node) => {
                number.is_point() && self.graph.float_constant(node).is_some_and(|value| value != 0.0)
            }
            Quantity::Fraction(_) => false,
        }
    }

    /// Rows in which a double isn't nought, or may be anything.
    fn is_moving(&mut self, at: NodeId, open: NodeId) -> NodeId {
        let nought = self.graph.float(0.0);
        let zero = self.graph.float_equal(at, nought);
        let moving = self.graph.not(zero);
        self.graph.or(moving, open)
    }
}
