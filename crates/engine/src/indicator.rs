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
        let subjects = (0..self.population.len(entity)).map(|index| Row { entity, index });
        let parts = subjects.map(|subject| {
            self.forget();
            self.part_of_sum(indicator, filter, region, subject, &value)
        });
        parts.fold(Range::exactly(Number::ZERO), add)
    }

    /// What one subject adds to an indicator that counts or sums subjects; nothing where it is made in another way.
    pub fn indicator_part(&self, id: IndicatorId, region: RegionId, subject: Row) -> Option<Range> {
        let indicator = self.program.indicator(id);
        match indicator.computed.as_ref()? {
            Computation::Counts { filter, .. } => {
                let one = Value::number(Number::ONE);
                Some(self.part_of_sum(indicator, *filter, region, subject, |_| one.clone()))
            }
            Computation::Sums { value, filter, .. } => {
                Some(self.part_of_sum(indicator, *filter, region, subject, |place| self.eval(place, *value)))
            }
            Computation::Adds(_) | Computation::Divides(..) => None,
        }
    }

    fn part_of_sum(
        &self,
        indicator: &Indicator,
        filter: Option<ExprId>,
        region: RegionId,
        subject: Row,
        value: impl Fn(&Place<'_>) -> Value,
    ) -> Range {
        let nought = Range::exactly(Number::ZERO);
        let here = self.is_at_home(subject, region);
        if here == Truth::No {
            return nought;
        }
        let place = Place { body: &indicator.body, subject, year: None, outer: None, progress: &[] };
        let counts = here.and(filter.map_or(Truth::Yes, |filter| self.truth(&place, filter)));
        if counts == Truth::No {
            return nought;
        }
        let range = match value(&place) {
            Value::Number(range, Absence::Never) => range,
            Value::Number(range, Absence::Possible) => range.hull(nought),
            // What has no value adds nothing.
            _ => nought,
        };
        if counts == Truth::Yes { range } else { range.hull(nought) }
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
