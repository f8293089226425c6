//! Arithmetic of intervals, absence and overflow included.

use wuwei_ir::{ArithOp, Number};

use crate::value::{Absence, Range, Value};

/// An end of an interval.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Low,
    Finite(Number),
    High,
}

/// `a op b`
pub(crate) fn apply(op: ArithOp, a: &Value, b: &Value) -> Value {
    let absence = a.absence().or(b.absence());
    if absence == Absence::Certain {
        return Value::Absent;
    }
    let (x, y) = (a.range(), b.range());
    match op {
        ArithOp::Add => Value::Number(add(x, y), absence),
        ArithOp::Sub => Value::Number(add(x, negate(y)), absence),
        ArithOp::Mul => Value::Number(mul(x, y), absence),
        ArithOp::Div => divide(x, y).or_absent(absence),
    }
}

/// Decimal places to which ends are rounded, outwards, where an exact result doesn't fit: a range a billionth too wide is
/// still right, one without an end says nothing.
pub const PLACES: u32 = 9;

/// The sum. An end that doesn't fit even when rounded is unbounded.
pub(crate) fn add(a: Range, b: Range) -> Range {
    let low = |(a, b): (Number, Number)| a.add(b).or_else(|| a.floor_at(PLACES)?.add(b.floor_at(PLACES)?));
    let high = |(a, b): (Number, Number)| a.add(b).or_else(|| a.ceil_at(PLACES)?.add(b.ceil_at(PLACES)?));
    Range { low: a.low.zip(b.low).and_then(low), high: a.high.zip(b.high).and_then(high) }
}

/// The largest common denominator up to which many are added without rounding first.
pub const COMMON: i128 = 1 << 90;

/// The sum of many, the same whatever their order: where a common denominator wouldn't fit, all are rounded first.
pub fn sum(all: &[Range]) -> Range {
    let ends = all.iter().flat_map(|range| [range.low, range.high]).flatten();
    let fits = ends.into_iter().try_fold(1i128, |common, end| end.common_denominator(common, COMMON)).is_some();
    let nought = Range::exactly(Number::ZERO);
    all.iter().map(|range| if fits { *range } else { around(*range).unwrap_or(Range::ALL) }).fold(nought, add)
}

/// The negative.
pub(crate) fn negate(a: Range) -> Range {
    a.map_down(Number::neg)
}

/// The product. Factors whose product doesn't fit are rounded outwards first.
pub(crate) fn mul(a: Range, b: Range) -> Range {
    product(a, b).or_else(|| product(around(a)?, around(b)?)).unwrap_or(Range::ALL)
}

/// The range between decimals that holds another.
fn around(range: Range) -> Option<Range> {
    let round = |end: Option<Number>, round: fn(Number, u32) -> Option<Number>| match end {
        Some(number) => round(number, PLACES).map(Some),
        None => Some(None),
    };
    Some(Range { low: round(range.low, Number::floor_at)?, high: round(range.high, Number::ceil_at)? })
}

fn product(a: Range, b: Range) -> Option<Range> {
    if let (Some(a), Some(b)) = (a.exact(), b.exact()) {
        return a.mul(b).map(Range::exactly);
    }
    let ends = |range: Range| [range.low.map_or(End::Low, End::Finite), range.high.map_or(End::High, End::Finite)];
    let mut products = Vec::with_capacity(4);
    for x in ends(a) {
        for y in ends(b) {
            products.push(times(x, y)?);
        }
    }
    let low = products.iter().copied().reduce(|a, b| if above(a, b) { b } else { a });
    let high = products.iter().copied().reduce(|a, b| if above(a, b) { a } else { b });
    let finite = |end: Option<End>| match end {
        Some(End::Finite(number)) => Some(number),
        _ => None,
    };
    Some(Range { low: finite(low), high: finite(high) })
}

fn above(a: End, b: End) -> bool {
    match (a, b) {
        (End::Finite(a), End::Finite(b)) => a > b,
        (End::High, End::High) | (End::Low, _) | (_, End::High) => false,
        (End::High, _) | (_, End::Low) => true,
    }
}

/// Nought times anything is nought, the unbounded end included: it stands for ever larger numbers, not for one.
fn times(a: End, b: End) -> Option<End> {
    let sign = |end: End| match end {
        End::Low => -1,
        End::High => 1,
        End::Finite(number) => number.signum(),
    };
    match (a, b) {
        (End::Finite(a), End::Finite(b)) => a.mul(b).map(End::Finite),
        _ => Some(match sign(a) * sign(b) {
            0 => End::Finite(Number::ZERO),
            1 => End::High,
            _ => End::Low,
        }),
    }
}

/// The quotient: absent where the divisor is nought, and perhaps absent where it may be.
fn divide(a: Range, b: Range) -> Value {
    if let (Some(a), Some(b)) = (a.exact(), b.exact()) {
        if b == Number::ZERO {
            return Value::Absent;
        }
        let inverse = || Number::ONE.div(b).map_or(Range::ALL, Range::exactly);
        return Value::Number(
            a.div(b).map_or_else(|| mul(Range::exactly(a), inverse()), Range::exactly),
            Absence::Never,
        );
    }
    if b.exact() == Some(Number::ZERO) {
        return Value::Absent;
    }
    let below = b.low.is_none_or(|low| low < Number::ZERO);
    let above = b.high.is_none_or(|high| high > Number::ZERO);
    let absence = if b.contains(Number::ZERO) { Absence::Possible } else { Absence::Never };
    if below && above {
        return Value::Number(Range::ALL, absence);
    }
    let (a, b) = if below { (negate(a), negate(b)) } else { (a, b) };
    // The divisor is now positive, or nought where the quotient is absent.
    let inverse = Range {
        low: match b.high {
            Some(high) => Number::ONE.div(high),
            None => Some(Number::ZERO),
        },
        high: b.low.filter(|low| *low > Number::ZERO).and_then(|low| Number::ONE.div(low)),
    };
    Value::Number(mul(a, inverse), absence)
}

/// A whole power, as repeated multiplication.
pub(crate) fn power(value: &Value, exponent: u32) -> Value {
    match value {
        Value::Number(range, absence) => {
            let one = Range::exactly(Number::ONE);
            Value::Number((0..exponent).fold(one, |power, _| mul(power, *range)), *absence)
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(value: i64) -> Number {
        Number::int(value)
    }

    fn value(low: i64, high: i64) -> Value {
        Value::Number(Range::between(n(low), n(high)), Absence::Never)
    }

    #[test]
    fn a_divisor_that_may_be_nought() {
        let quotient = apply(ArithOp::Div, &value(10, 10), &value(0, 5));
        assert_eq!(quotient, Value::Number(Range { low: Some(n(2)), high: None }, Absence::Possible));
        assert_eq!(apply(ArithOp::Div, &value(1, 2), &value(0, 0)), Value::Absent);
        assert_eq!(apply(ArithOp::Div, &value(1, 2), &value(-1, 1)), Value::Number(Range::ALL, Absence::Possible));
    }

    #[test]
    fn unbounded_ends_multiply() {
        let up = Range { low: Some(n(0)), high: None };
        assert_eq!(mul(up, Range::between(n(2), n(3))), up);
        assert_eq!(mul(up, Range::exactly(n(0))), Range::exactly(n(0)));
        assert_eq!(mul(Range::between(n(-1), n(2)), Range::between(n(-3), n(4))), Range::between(n(-6), n(8)));
    }

    #[test]
    fn what_does_not_fit_is_unbounded() {
        let huge = Range::exactly(n(i64::MAX));
        let square = mul(huge, huge);
        assert!(square.exact().is_some());
        assert_eq!(mul(square, square), Range::ALL);
    }

    #[test]
    fn fractions_that_do_not_fit_are_rounded_outwards() {
        let fraction = |n: i128| Number::ratio(n - 1, n).unwrap();
        let primes = [99_999_989, 99_999_971, 99_999_959, 99_999_941, 99_999_931, 99_999_847];
        let all: Vec<Range> = primes.iter().map(|n| Range::exactly(fraction(*n))).collect();
        let total = sum(&all);
        let (low, high) = (total.low.unwrap(), total.high.unwrap());
        assert!(low < high && high.sub(low).unwrap() < Number::ratio(1, 1_000_000).unwrap());
        assert!(n(5) < low && high <= n(6));
        let backwards: Vec<Range> = all.iter().rev().copied().collect();
        assert_eq!(sum(&backwards), total);
        let product = all.iter().copied().fold(Range::exactly(n(1)), mul);
        assert!(product.low.unwrap() < product.high.unwrap() && product.high.unwrap() <= n(1));
    }
}
