//! How far a condition is from its threshold.

use wuwei_engine::{Absence, Evaluator, Range, Trace, TraceKind, Value};
use wuwei_ir::{Body, CompareOp, Date, Expr, ExprId, ItemKind, Number, Program, Type, Unit};

/// How far a condition is from its threshold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distance {
    /// By how much: never less than nothing. Ends differ where facts are missing; choices are counted in steps.
    pub by: Range,
    /// Whether there is too little of it; otherwise there is too much.
    pub more: bool,
    /// Whether reaching the threshold is not enough.
    pub beyond: bool,
    /// The type of what is compared.
    pub ty: Type,
    /// The unit in which people give it.
    pub unit: Option<Unit>,
}

/// The distance of a comparison from holding, or from not holding.
pub(super) fn of(evaluator: &Evaluator<'_>, trace: &Trace, should: bool) -> Option<Distance> {
    let TraceKind::Expression { item, expr, year } = trace.kind else { return None };
    let program = evaluator.program();
    let body = &program.item(item).body;
    let value = |id: ExprId| evaluator.expression(body, id, trace.subject, year);
    match body.get(expr).expr {
        Expr::Compare(op, left, right) => {
            let op = if should { op } else { complement(op)? };
            // A threshold may stand on either side.
            let (op, side, threshold) = if is_fixed(body, left) && !is_fixed(body, right) {
                (turned(op), right, left)
            } else {
                (op, left, right)
            };
            let ty = body.get(side).ty;
            between(op, &value(side), &value(threshold), ty, unit(program, body, side))
        }
        Expr::WithinYears(inner, years) if should => {
            let ty = body.get(inner).ty;
            let today = evaluator.as_of();
            let first = match ty {
                Type::Date => {
                    i64::from(today.add_months(-12 * i64::from(years), false).unwrap_or(Date::MIN).days()) + 1
                }
                _ => i64::from(today.year()) - i64::from(years),
            };
            between(CompareOp::AtLeast, &value(inner), &Value::number(Number::int(first)), ty, None)
        }
        _ => None,
    }
}

fn between(op: CompareOp, value: &Value, threshold: &Value, ty: Type, unit: Option<Unit>) -> Option<Distance> {
    let (value, threshold) = (numbers(value)?, numbers(threshold)?);
    let lacking = |from: Range, to: Range| Range {
        low: to.low.zip(from.high).and_then(|(to, from)| to.sub(from)),
        high: to.high.zip(from.low).and_then(|(to, from)| to.sub(from)),
    };
    let less = lacking(value, threshold);
    let (by, more) = match op {
        CompareOp::AtLeast | CompareOp::Greater => (less, true),
        CompareOp::AtMost | CompareOp::Less => (lacking(threshold, value), false),
        CompareOp::Equal if less.low.is_some_and(|low| low.signum() > 0) => (less, true),
        CompareOp::Equal if less.high.is_some_and(|high| high.signum() < 0) => (lacking(threshold, value), false),
        _ => return None,
    };
    let low = by.low.filter(|low| low.signum() >= 0)?;
    Some(Distance {
        by: Range { low: Some(low), ..by },
        more,
        beyond: matches!(op, CompareOp::Greater | CompareOp::Less),
        ty,
        unit,
    })
}

/// Numbers as they are, a choice as its position; nothing where it isn't there or isn't in order.
fn numbers(value: &Value) -> Option<Range> {
    match value {
        Value::Number(range, Absence::Never) => Some(*range),
        Value::Choice(set, Absence::Never) if *set != 0 => {
            let position = |at: u32| Some(Number::int(i64::from(at)));
            Some(Range { low: position(set.trailing_zeros()), high: position(63 - set.leading_zeros()) })
        }
        _ => None,
    }
}

fn is_fixed(body: &Body, id: ExprId) -> bool {
    let expr = &body.get(id).expr;
    let mut fixed = !matches!(
        expr,
        Expr::Fact(..) | Expr::Item(..) | Expr::Follow(..) | Expr::Weight(..) | Expr::OverRelated { .. }
    );
    expr.operands(&mut |operand| fixed &= is_fixed(body, operand));
    fixed
}

/// The unit of a fact or value that stands alone.
fn unit(program: &Program, body: &Body, id: ExprId) -> Option<Unit> {
    match &body.get(id).expr {
        Expr::Fact(fact, _) => Some(program.fact(*fact).unit),
        Expr::Item(group, None, _) => match program.item(program.group(*group).versions[0]).kind {
            ItemKind::Value { unit, .. } => Some(unit),
            _ => None,
        },
        _ => None,
    }
}

/// The comparison with its sides exchanged.
fn turned(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Less => CompareOp::Greater,
        CompareOp::AtMost => CompareOp::AtLeast,
        CompareOp::Greater => CompareOp::Less,
        CompareOp::AtLeast => CompareOp::AtMost,
        other => other,
    }
}

/// The comparison that holds where this one doesn't.
fn complement(op: CompareOp) -> Option<CompareOp> {
    match op {
        CompareOp::Less => Some(CompareOp::AtLeast),
        CompareOp::AtMost => Some(CompareOp::Greater),
        CompareOp::Greater => Some(CompareOp::AtMost),
        CompareOp::AtLeast => Some(CompareOp::Less),
        CompareOp::Equal | CompareOp::NotEqual | CompareOp::About => None,
    }
}
