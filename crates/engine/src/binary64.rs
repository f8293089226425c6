//! Arithmetic in IEEE 754 binary64, rounded to nearest with ties to even after every operation.
//!
//! Rounding never falls, and so no operation turns the ends of its operands round: the ends of a result are results of
//! ends. Inside, ends stay doubles, the infinities being no end at all; a result becomes an exact number only where it
//! leaves.

use wuwei_ir::{ArithOp, Expr, ExprId, Number};

use crate::evaluator::{Evaluator, Place};
use crate::value::{Absence, Range, Value};

/// What is known of a double.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Doubles {
    low: f64,
    high: f64,
    absence: Absence,
}

impl Evaluator<'_> {
    /// An expression rounded to doubles.
    pub(crate) fn binary64(&self, place: &Place<'_>, id: ExprId) -> Value {
        self.doubles(place, id).value()
    }

    fn doubles(&self, place: &Place<'_>, id: ExprId) -> Doubles {
        match &place.body.get(id).expr {
            Expr::Binary64(a) => self.doubles(place, *a),
            // The rounded exact result of two doubles is what the processor's operation gives.
            Expr::Arith(op, a, b) if place.body.is_double(*a) && place.body.is_double(*b) => {
                self.doubles(place, *a).apply(*op, self.doubles(place, *b))
            }
            // What only chooses comes to the same whether it is rounded before or after.
            Expr::Negate(a) => self.doubles(place, *a).negate(),
            Expr::Cap(a, b) => self.doubles(place, *a).clip(self.doubles(place, *b), f64::min),
            Expr::Floor(a, b) => self.doubles(place, *a).clip(self.doubles(place, *b), f64::max),
            Expr::Bands(..) | Expr::Cases(..) => {
                let possible = self.possible_results(place, id).into_iter();
                let results = possible.map(|result| result.map_or(Doubles::ABSENT, |id| self.doubles(place, id)));
                results.reduce(Doubles::either).unwrap_or(Doubles::ABSENT)
            }
            _ => Doubles::of(&self.eval(place, id)),
        }
    }
}

impl Doubles {
    const ABSENT: Doubles = Doubles { low: f64::NEG_INFINITY, high: f64::INFINITY, absence: Absence::Certain };

    /// Ends in order. An end that overflowed to the other side's infinity is beyond the largest double.
    fn new(low: f64, high: f64, absence: Absence) -> Doubles {
        Doubles { low: low.min(f64::MAX), high: high.max(f64::MIN), absence }
    }

    /// An exact value, rounded.
    fn of(value: &Value) -> Doubles {
        if value.absence() == Absence::Certain {
            return Doubles::ABSENT;
        }
        let Range { low, high } = value.range();
        let low = low.and_then(Number::to_binary64).unwrap_or(f64::NEG_INFINITY);
        let high = high.and_then(Number::to_binary64).unwrap_or(f64::INFINITY);
        Doubles::new(low, high, value.absence())
    }

    /// As exact numbers. An end that doesn't fit is rounded outwards.
    fn value(self) -> Value {
        if self.absence == Absence::Certain {
            return Value::Absent;
        }
        let high = below(-self.high).and_then(Number::neg);
        Value::Number(Range { low: below(self.low), high }, self.absence)
    }

    fn apply(self, op: ArithOp, other: Doubles) -> Doubles {
        let absence = self.absence.or(other.absence);
        if absence == Absence::Certain {
            return Doubles::ABSENT;
        }
        match op {
            ArithOp::Add => Doubles::new(self.low + other.low, self.high + other.high, absence),
            ArithOp::Sub => Doubles::new(self.low - other.high, self.high - other.low, absence),
            ArithOp::Mul => self.ends(other, times, absence),
            ArithOp::Div => self.divide(other, absence),
        }
    }

    /// The quotient: absent where the divisor is nought, and perhaps absent where it may be.
    fn divide(self, by: Doubles, absence: Absence) -> Doubles {
        if by.low == 0.0 && by.high == 0.0 {
            return Doubles::ABSENT;
        }
        let absence = if by.low <= 0.0 && by.high >= 0.0 { absence.or(Absence::Possible) } else { absence };
        if by.low < 0.0 && by.high > 0.0 {
            return Doubles::new(f64::NEG_INFINITY, f64::INFINITY, absence);
        }
        // A divisor of one sign, or nought where the quotient is absent.
        if by.low < 0.0 { self.negate().ends(by.negate(), over, absence) } else { self.ends(by, over, absence) }
    }

    /// The least and the greatest of what pairs of ends give.
    fn ends(self, other: Doubles, op: fn(f64, f64) -> f64, absence: Absence) -> Doubles {
        let pairs = [(self.low, other.low), (self.low, other.high), (self.high, other.low), (self.high, other.high)];
        let results = pairs.map(|(a, b)| op(a, b));
        let low = results.into_iter().fold(f64::INFINITY, f64::min);
        let high = results.into_iter().fold(f64::NEG_INFINITY, f64::max);
        Doubles::new(low, high, absence)
    }

    fn negate(self) -> Doubles {
        Doubles { low: -self.high, high: -self.low, absence: self.absence }
    }

    /// Cut at a bound; a bound that may be absent may leave the value as it is.
    fn clip(self, bound: Doubles, clip: fn(f64, f64) -> f64) -> Doubles {
        let clipped = Doubles::new(clip(self.low, bound.low), clip(self.high, bound.high), self.absence);
        match bound.absence {
            _ if self.absence == Absence::Certain => self,
            Absence::Certain => self,
            Absence::Possible => clipped.either(self),
            Absence::Never => clipped,
        }
    }

    /// Either of two possibilities.
    fn either(self, other: Doubles) -> Doubles {
        let absence = self.absence.either(other.absence);
        match (self.absence, other.absence) {
            (Absence::Certain, _) => Doubles { absence, ..other },
            (_, Absence::Certain) => Doubles { absence, ..self },
            _ => Doubles { low: self.low.min(other.low), high: self.high.max(other.high), absence },
        }
    }
}

/// Nought times anything is nought, the unbounded end included: it stands for ever larger numbers, not for one.
fn times(a: f64, b: f64) -> f64 {
    if a == 0.0 || b == 0.0 { 0.0 } else { a * b }
}

/// A quotient by an end that isn't negative. Nought by nought is nought: by anything near it, it is.
fn over(a: f64, b: f64) -> f64 {
    if a == 0.0 || b == f64::INFINITY { 0.0 } else { a / b.abs() }
}

/// The double as an exact number, or one below it where it doesn't fit.
fn below(double: f64) -> Option<Number> {
    /// A billionth, to which arithmetic rounds what doesn't fit.
    const LEAST: (i64, u8) = (-1, 9);
    if let Some(exact) = Number::from_binary64(double) {
        return Some(exact);
    }
    match (double > 0.0, double.abs() < 1.0) {
        (true, true) => Some(Number::ZERO),
        (false, true) => Number::decimal(LEAST.0, LEAST.1),
        (true, false) => Number::ratio(i128::MAX, 1),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(low: f64, high: f64) -> Doubles {
        Doubles::new(low, high, Absence::Never)
    }

    #[test]
    fn results_are_those_of_the_processor() {
        let (x, y) = (between(0.1, 0.1), between(0.2, 0.2));
        assert_eq!(x.apply(ArithOp::Add, y), between(0.1 + 0.2, 0.1 + 0.2));
        assert_eq!(x.apply(ArithOp::Div, between(3.0, 3.0)), between(0.1 / 3.0, 0.1 / 3.0));
        assert_eq!(between(1.0, 2.0).apply(ArithOp::Sub, between(-1.0, 4.0)), between(-3.0, 3.0));
        assert_eq!(between(-1.0, 2.0).apply(ArithOp::Mul, between(-3.0, 4.0)), between(-6.0, 8.0));
    }

    #[test]
    fn a_divisor_that_may_be_nought() {
        let quotient = between(10.0, 10.0).apply(ArithOp::Div, between(0.0, 5.0));
        assert_eq!(quotient, Doubles::new(2.0, f64::INFINITY, Absence::Possible));
        let quotient = between(10.0, 10.0).apply(ArithOp::Div, between(-5.0, -0.0));
        assert_eq!(quotient, Doubles::new(f64::NEG_INFINITY, -2.0, Absence::Possible));
        assert_eq!(between(1.0, 2.0).apply(ArithOp::Div, between(0.0, -0.0)), Doubles::ABSENT);
        let quotient = between(1.0, 2.0).apply(ArithOp::Div, between(-1.0, 1.0));
        assert_eq!(quotient, Doubles::new(f64::NEG_INFINITY, f64::INFINITY, Absence::Possible));
        let open = between(1.0, f64::INFINITY);
        assert_eq!(open.apply(ArithOp::Div, between(2.0, f64::INFINITY)), between(0.0, f64::INFINITY));
    }

    #[test]
    fn what_overflows_has_no_end() {
        let huge = between(1e300, 1e300);
        let product = huge.apply(ArithOp::Mul, huge);
        assert_eq!(product, between(f64::MAX, f64::INFINITY));
        assert_eq!(
            product.value(),
            Value::Number(Range { low: Number::ratio(i128::MAX, 1), high: None }, Absence::Never)
        );
        assert_eq!(product.apply(ArithOp::Sub, product), between(f64::NEG_INFINITY, f64::INFINITY));
        assert_eq!(product.apply(ArithOp::Mul, between(0.0, 0.0)), between(0.0, 0.0));
    }

    #[test]
    fn what_does_not_fit_is_rounded_outwards() {
        let tiny = between(1e-200, 1e-200).value();
        let Value::Number(range, Absence::Never) = tiny else { panic!("{tiny:?}") };
        assert_eq!(range, Range::between(Number::ZERO, Number::decimal(1, 9).unwrap()));
        let Value::Number(range, _) = between(-1e60, -1e-200).value() else { panic!() };
        assert_eq!(range, Range { low: None, high: Some(Number::ZERO) });
    }

    #[test]
    fn a_bound_that_may_be_absent() {
        let value = between(1.0, 9.0);
        let bound = Doubles::new(5.0, 5.0, Absence::Possible);
        assert_eq!(value.clip(bound, f64::min), value);
        assert_eq!(value.clip(between(5.0, 5.0), f64::min), between(1.0, 5.0));
        assert_eq!(value.clip(Doubles::ABSENT, f64::max), value);
        assert_eq!(Doubles::ABSENT.either(value), Doubles { absence: Absence::Possible, ..value });
    }
}
