//! Tables of bands and cases, scales, and what is left to an assessor.

use wuwei_ir::{Expr, ExprId, FactId, Number, Type, When};

use crate::arithmetic::apply;
use crate::compare::compare;
use crate::evaluator::{Evaluator, Place, nothing};
use crate::score::clip;
use crate::value::{Absence, Truth, Value};

impl Evaluator<'_> {
    /// The results that a table can give: those of every line that may be the first to hold. `None` is "no line".
    pub(crate) fn possible_results(&self, place: &Place<'_>, id: ExprId) -> Vec<Option<ExprId>> {
        let mut possible = Vec::new();
        let (lines, otherwise): (Vec<(Truth, ExprId)>, Option<ExprId>) = match &place.body.get(id).expr {
            Expr::Bands(subject, bands, otherwise) => {
                let value = self.eval(place, *subject);
                let lines = bands
                    .iter()
                    .map(|band| (compare(band.op, &value, &self.eval(place, band.bound)), band.result))
                    .collect();
                (lines, *otherwise)
            }
            Expr::Cases(cases, otherwise) => {
                let lines = cases.iter().map(|case| (self.truth(place, case.condition), case.result)).collect();
                (lines, *otherwise)
            }
            _ => return vec![Some(id)],
        };
        for (truth, result) in lines {
            if truth != Truth::No {
                possible.push(Some(result));
            }
            if truth == Truth::Yes {
                return possible;
            }
        }
        possible.push(otherwise);
        possible
    }

    pub(crate) fn result(&self, place: &Place<'_>, result: Option<ExprId>, ty: Type) -> Value {
        result.map_or_else(|| nothing(ty), |id| self.eval(place, id))
    }

    pub(crate) fn scaled(&self, place: &Place<'_>, a: ExprId, low: ExprId, high: ExprId) -> Value {
        use wuwei_ir::ArithOp::{Div, Sub};
        let (value, low, high) = (self.eval(place, a), self.eval(place, low), self.eval(place, high));
        let share = apply(Div, &apply(Sub, &value, &low), &apply(Sub, &high, &low));
        match share {
            Value::Number(range, absence) => Value::Number(clip(range, Number::ONE), absence),
            other => other,
        }
    }

    /// An assessor's value, cut to what each possible line of the table leaves to judgement.
    pub(crate) fn expert(&self, place: &Place<'_>, fact: FactId, within: ExprId) -> Value {
        let given = self.fact(place.subject, fact, When::Single, place.year);
        let possible = self.possible_results(place, within);
        let ty = place.body.get(within).ty;
        let judged = possible.into_iter().map(|result| {
            let Some(result) = result else {
                return nothing(ty);
            };
            let (low, high) = match &place.body.get(result).expr {
                Expr::Range(low, high) => (self.eval(place, *low), self.eval(place, *high)),
                _ => {
                    let value = self.eval(place, result);
                    (value.clone(), value)
                }
            };
            let absence = low.absence().or(high.absence()).or(given.absence());
            let range = given.range().max(low.range()).min(high.range().max(low.range()));
            Value::Number(range, Absence::Never).or_absent(absence)
        });
        judged.reduce(Value::either).unwrap_or(Value::Absent)
    }
}
