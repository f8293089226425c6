//! Aggregates over years.

use wuwei_ir::{Aggregate, ArithOp, Number};

use crate::arithmetic::apply;
use crate::value::{Absence, Value};

/// The aggregate of values in order of time, the earliest first.
pub(crate) fn aggregate(kind: Aggregate, values: &[Value]) -> Value {
    match kind {
        Aggregate::Sum => {
            values.iter().fold(Value::number(Number::ZERO), |sum, value| apply(ArithOp::Add, &sum, value))
        }
        Aggregate::Average => match values.len() {
            0 => Value::Absent,
            n => apply(ArithOp::Div, &aggregate(Aggregate::Sum, values), &Value::number(Number::int(n as i64))),
        },
        Aggregate::Largest => pick(values, |a, b| a.max(b)),
        Aggregate::Smallest => pick(values, |a, b| a.min(b)),
        Aggregate::Growth => growth(values),
        Aggregate::Count => Value::number(Number::int(values.len() as i64)),
        Aggregate::Exists => Value::Truth(crate::Truth::of(!values.is_empty())),
    }
}

/// The mean of the growth rates from each value to the next.
fn growth(values: &[Value]) -> Value {
    if values.len() < 2 {
        return Value::Absent;
    }
    let ratios: Vec<Value> = values.windows(2).map(|pair| apply(ArithOp::Div, &pair[1], &pair[0])).collect();
    let mean = aggregate(Aggregate::Average, &ratios);
    apply(ArithOp::Sub, &mean, &Value::number(Number::ONE))
}

/// The largest or smallest of those that have a value.
pub(crate) fn pick(values: &[Value], better: fn(crate::Range, crate::Range) -> crate::Range) -> Value {
    let mut best: Option<crate::Range> = None;
    let mut fallback: Option<Value> = None;
    for value in values {
        match value.absence() {
            Absence::Certain => {}
            Absence::Never => {
                let range = value.range();
                best = Some(best.map_or(range, |best| better(best, range)));
            }
            Absence::Possible => {
                fallback = Some(match fallback {
                    Some(known) => known.either(value.clone()),
                    None => value.clone(),
                });
            }
        }
    }
    match (best, fallback) {
        (None, None) => Value::Absent,
        (Some(best), None) => Value::Number(best, Absence::Never),
        // With something certain at hand, what may be absent can only improve on it.
        (Some(best), Some(maybe)) => Value::Number(best.hull(better(best, maybe.range())), Absence::Never),
        (None, Some(_)) => {
            let maybe: Vec<&Value> = values.iter().filter(|value| value.absence() == Absence::Possible).collect();
            let hull = maybe.iter().map(|value| value.range()).reduce(crate::Range::hull);
            hull.map_or(Value::Absent, |range| Value::Number(range, Absence::Possible))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Range;

    #[test]
    fn growth_is_the_mean_of_yearly_rates() {
        let values = [100, 120, 180].map(|value| Value::number(Number::int(value)));
        let expected = Number::ratio(35, 100);
        assert_eq!(growth(&values).range().exact(), expected);
        assert_eq!(growth(&values[..1]), Value::Absent);
        let from_nought = [0, 120].map(|value| Value::number(Number::int(value)));
        assert_eq!(growth(&from_nought), Value::Absent);
    }

    #[test]
    fn the_larger_skips_what_is_absent() {
        let five = Value::number(Number::int(5));
        let maybe = Value::Number(Range::between(Number::int(1), Number::int(9)), Absence::Possible);
        assert_eq!(pick(&[Value::Absent, five.clone()], Range::max), five);
        let range = Range::between(Number::int(5), Number::int(9));
        assert_eq!(pick(&[five, maybe.clone()], Range::max), Value::Number(range, Absence::Never));
        assert_eq!(pick(std::slice::from_ref(&maybe), Range::max), maybe);
    }
}
