//! Indicators counted and summed from facts.

use wuwei_ir::{Computation, EntityId, ExprId, Indicator, IndicatorId, Literal, Number, RegionId, When};

use crate::arithmetic::{add, apply};
use crate::evaluator::{Evaluator, Place};
use crate::population::Row;
use crate::value::{Absence, Range, Truth, Value};

impl Evaluator<'_> {
    /// An indicator's value for a region, from the subjects at home there; nothing where it isn't computed from facts.
    /// Subjects of whom it isn't known whether they count make it a range.
    pub fn indicator(&self, id: IndicatorId, region: RegionId) -> Option<Range> {
        self.indicator_within(id, region, self.program.indicators.len())
    }

    /// An indicator's value where those that are counted and summed from subjects are known from elsewhere.
    pub fn indicator_from(&self, id: IndicatorId, counted: &dyn Fn(IndicatorId) -> Option<Range>) -> Option<Range> {
        self.combined(id, self.program.indicators.len(), counted)
    }

    fn indicator_within(&self, id: IndicatorId, region: RegionId, depth: usize) -> Option<Range> {
        self.combined(id, depth, &|id| {
            let indicator = self.program.indicator(id);
            match indicator.computed.as_ref()? {
                Computation::Counts { entity, filter } => {
                    let one = Value::number(Number::ONE);
                    Some(self.sum_over(indicator, *entity, *filter, region, |_| one.clone()))
                }
                Computation::Sums { value, entity, filter } => {
                    Some(self.sum_over(indicator, *entity, *filter, region, |place| self.eval(place, *value)))
                }
                Computation::Adds(_) | Computation::Divides(..) => None,
            }
        })
    }

    /// `depth` ends the descent should indicators rest on each other in a circle, which the compiler refuses.
    fn combined(&self, id: IndicatorId, depth: usize, counted: &dyn Fn(IndicatorId) -> Option<Range>) -> Option<Range> {
        let other = |id| self.combined(id, depth.checked_sub(1)?, counted);
        match self.program.indicator(id).computed.as_ref()? {
            Computation::Counts { .. } | Computation::Sums { .. } => counted(id),
            Computation::Adds(all) => {
                all.iter().try_fold(Range::exactly(Number::ZERO), |sum, id| Some(add(sum, other(*id)?)))
            }
            Computation::Divides(above, below) => {
                let number = |range: Range| Value::Number(range, Absence::Never);
                let quotient = apply(wuwei_ir::ArithOp::Div, &number(other(*above)?), &number(other(*below)?));
                match quotient {
                    Value::Number(range, _) => Some(range),
                    _ => None,
                }
            }
        }
    }

    fn sum_over(
        &self,
        indicator: &Indicator,
        entity: EntityId,
        filter: Option<ExprId>,
        region: RegionId,
        value: impl Fn(&Place<'_>) -> Value,
    ) -> Range {
        let nought = Range::exactly(Number::ZERO);
        let mut sum = nought;
        for index in 0..self.population.len(entity) {
            let subject = Row { entity, index };
            let here = self.is_at_home(subject, region);
            if here == Truth::No {
                continue;
            }
            self.forget();
            let place = Place { body: &indicator.body, subject, year: None, outer: None, progress: &[] };
            let counts = here.and(filter.map_or(Truth::Yes, |filter| self.truth(&place, filter)));
            if counts == Truth::No {
                continue;
            }
            let range = match value(&place) {
                Value::Number(range, Absence::Never) => range,
                Value::Number(range, Absence::Possible) => range.hull(nought),
                // What has no value adds nothing.
                _ => nought,
            };
            sum = add(sum, if counts == Truth::Yes { range } else { range.hull(nought) });
        }
        sum
    }

    /// Whether a subject is at home in a region; one of a kind without a home is everywhere.
    pub fn is_at_home(&self, subject: Row, region: RegionId) -> Truth {
        let Some(home) = self.program.entity(subject.entity).home else { return Truth::Yes };
        match self.fact(subject, home, When::Single, None) {
            Value::Atom(Some(Literal::Region(at)), Absence::Never) => Truth::of(self.program.is_within(at, region)),
            Value::Absent => Truth::No,
            _ => Truth::Unknown,
        }
    }
}
