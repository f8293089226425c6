//! Comparisons of what is known.

use wuwei_ir::{CompareOp, Literal};

use crate::value::{Absence, Range, Truth, Value};

/// `a op b`. A comparison with what is absent doesn't hold; one with what may be absent is at most unknown.
pub(crate) fn compare(op: CompareOp, a: &Value, b: &Value) -> Truth {
    let absence = a.absence().or(b.absence());
    if absence == Absence::Certain {
        return Truth::No;
    }
    let truth = match (a, b) {
        (Value::Number(a, _), Value::Number(b, _)) => numbers(op, *a, *b),
        (Value::Choice(a, _), Value::Choice(b, _)) => choices(op, *a, *b),
        (Value::Truth(a), Value::Truth(b)) => {
            let equal = match (a, b) {
                (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
                (a, b) => Truth::of(a == b),
            };
            if op == CompareOp::NotEqual { equal.negate() } else { equal }
        }
        (Value::Atom(a, _), Value::Atom(b, _)) => atoms(op, *a, *b),
        _ => Truth::Unknown,
    };
    if absence == Absence::Possible { truth.and(Truth::Unknown) } else { truth }
}

fn numbers(op: CompareOp, a: Range, b: Range) -> Truth {
    let below = |x: Option<wuwei_ir::Number>, y: Option<wuwei_ir::Number>| x.zip(y).is_some_and(|(x, y)| x < y);
    let at_most = |x: Option<wuwei_ir::Number>, y: Option<wuwei_ir::Number>| x.zip(y).is_some_and(|(x, y)| x <= y);
    let decide = |yes: bool, no: bool| {
        if yes {
            Truth::Yes
        } else if no {
            Truth::No
        } else {
            Truth::Unknown
        }
    };
    match op {
        CompareOp::Less => decide(below(a.high, b.low), at_most(b.high, a.low)),
        CompareOp::AtMost => decide(at_most(a.high, b.low), below(b.high, a.low)),
        CompareOp::Greater => decide(below(b.high, a.low), at_most(a.high, b.low)),
        CompareOp::AtLeast => decide(at_most(b.high, a.low), below(a.high, b.low)),
        CompareOp::Equal | CompareOp::About | CompareOp::NotEqual => {
            let same = a.exact().zip(b.exact()).is_some_and(|(a, b)| a == b);
            let equal = decide(same, below(a.high, b.low) || below(b.high, a.low));
            if op == CompareOp::NotEqual { equal.negate() } else { equal }
        }
    }
}

fn choices(op: CompareOp, a: u64, b: u64) -> Truth {
    let positions = |set: u64| (0..64u32).filter(move |at| set & (1 << at) != 0);
    let mut truth: Option<Truth> = None;
    for x in positions(a) {
        for y in positions(b) {
            let holds = Truth::of(op.holds(x.cmp(&y)));
            truth = Some(truth.map_or(holds, |truth| truth.either(holds)));
        }
    }
    truth.unwrap_or(Truth::No)
}

fn atoms(op: CompareOp, a: Option<Literal>, b: Option<Literal>) -> Truth {
    let equal = match (a, b) {
        (Some(a), Some(b)) => Truth::of(a == b),
        _ => Truth::Unknown,
    };
    if op == CompareOp::NotEqual { equal.negate() } else { equal }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wuwei_ir::Number;

    fn value(low: i64, high: i64, absence: Absence) -> Value {
        Value::Number(Range::between(Number::int(low), Number::int(high)), absence)
    }

    #[test]
    fn thresholds() {
        let five = value(5, 5, Absence::Never);
        assert_eq!(compare(CompareOp::AtLeast, &value(5, 9, Absence::Never), &five), Truth::Yes);
        assert_eq!(compare(CompareOp::Greater, &value(5, 9, Absence::Never), &five), Truth::Unknown);
        assert_eq!(compare(CompareOp::Less, &value(5, 9, Absence::Never), &five), Truth::No);
        assert_eq!(compare(CompareOp::AtLeast, &value(5, 9, Absence::Possible), &five), Truth::Unknown);
        assert_eq!(compare(CompareOp::NotEqual, &Value::Absent, &five), Truth::No);
    }

    #[test]
    fn sets_of_choices() {
        let low = Value::Choice(0b011, Absence::Never);
        let high = Value::Choice(0b100, Absence::Never);
        assert_eq!(compare(CompareOp::Less, &low, &high), Truth::Yes);
        assert_eq!(compare(CompareOp::Equal, &low, &Value::Choice(0b001, Absence::Never)), Truth::Unknown);
    }
}
