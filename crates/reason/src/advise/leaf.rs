//! What is asked of the evaluator: a condition, or a part of a score.

use wuwei_engine::{Absence, Evaluator, Gap, Range, Row, Truth, Value};
use wuwei_ir::{ExprId, Item, ItemKind, Literal, Number};

use super::node::Seen;
use crate::reads::Read;

/// Something that is asked of the evaluator.
#[derive(Clone, Debug)]
pub(crate) struct Leaf<'a> {
    pub(crate) item: &'a Item,
    pub(crate) what: Asked,
    /// The slots that it reads.
    pub(crate) slots: Vec<usize>,
    /// The levers that move them.
    pub(crate) levers: Vec<usize>,
    /// The facts that it reads.
    pub(crate) reads: Vec<Read>,
    /// Whether it may change from one day of a year to the next.
    pub(crate) by_day: bool,
    /// Facts of the subject that aren't known, each with the ends of its domain.
    pub(crate) missing: Vec<(Read, [Literal; 2])>,
    /// What these facts are supposed to be where the leaf is looked at for what is certain whatever they are.
    pub(crate) supposed: Vec<Vec<Literal>>,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Whether the rule concerns the subject.
    Applies,
    /// Whether the benefit hasn't been paid yet.
    Unpaid,
    /// A condition.
    Condition(ExprId, Option<i32>),
    /// The points of a part of a score, with its maximum; a value is a part without one.
    Part(ExprId, Option<i32>, Option<Number>),
}

impl Leaf<'_> {
    /// What it waits for.
    pub(crate) fn gaps(&self, evaluator: &Evaluator<'_>, row: Row) -> Vec<Gap> {
        match self.what {
            Asked::Condition(expr, year) | Asked::Part(expr, year, _) => {
                evaluator.gaps_of(&self.item.body, expr, row, year).facts
            }
            Asked::Applies | Asked::Unpaid => evaluator.gaps(self.item.group, None, row).facts,
        }
    }

    /// What the evaluator says of it; `open` where levers that move it stand within bounds and not still.
    pub(crate) fn ask(&self, evaluator: &Evaluator<'_>, row: Row, open: bool) -> Seen {
        let condition = |truth: Truth| {
            let (yes, no) = match truth {
                Truth::Yes => (true, false),
                Truth::No => (false, true),
                Truth::Unknown => (open, open),
            };
            let nought = Range::exactly(Number::ZERO);
            Seen { yes, no, truth, range: nought, up: Number::ZERO, down: Number::ZERO }
        };
        match self.what {
            Asked::Applies => condition(evaluator.applies(self.item, row)),
            Asked::Unpaid => match &self.item.kind {
                ItemKind::Benefit(benefit) => condition(evaluator.not_yet_paid(self.item, benefit.frequency, row)),
                _ => condition(Truth::Yes),
            },
            Asked::Condition(expr, year) => condition(evaluator.expression(&self.item.body, expr, row, year).truth()),
            Asked::Part(expr, year, out_of) => {
                let value = evaluator.expression(&self.item.body, expr, row, year);
                let range = points(&value, out_of);
                // Ends that are open decide nothing; a number beyond every bound stands for them.
                let low = range.low.unwrap_or(Number::int(i64::MIN));
                let high = range.high.unwrap_or(Number::int(i64::MAX));
                let (up, down) = if open { (high, low) } else { (low, high) };
                Seen { yes: false, no: false, truth: Truth::Unknown, range: Range::between(low, high), up, down }
            }
        }
    }
}

/// The points of a part: between nought and its maximum, and nought where there is no value.
fn points(value: &Value, out_of: Option<Number>) -> Range {
    let nought = Range::exactly(Number::ZERO);
    let Some(out_of) = out_of else {
        // A value that may be absent may reach nothing.
        return match value.absence() {
            Absence::Never => value.range(),
            Absence::Possible => Range { low: None, high: value.range().high },
            Absence::Certain => Range { low: None, high: Some(Number::int(i64::MIN)) },
        };
    };
    let range = match value.absence() {
        Absence::Never => value.range(),
        Absence::Possible => value.range().hull(nought),
        Absence::Certain => nought,
    };
    range.max(nought).min(Range::exactly(out_of))
}
