//! Other subjects: the one that a fact refers to, those that refer back, and the same one in other years.

use wuwei_ir::{Aggregate, ExprId, FactId, Number, RelationId, Type, When};

use crate::arithmetic::add;
use crate::evaluator::{Evaluator, Place, nothing, year_of_day};
use crate::population::{Related, Row};
use crate::value::{Absence, Range, Truth, Value, atom_text};
use crate::years::{aggregate, pick};

impl Evaluator<'_> {
    pub(crate) fn follow(&self, place: &Place<'_>, reference: FactId, inner: ExprId) -> Value {
        let Type::Entity(to) = self.program.fact(reference).ty else {
            return Value::Absent;
        };
        let ty = place.body.get(inner).ty;
        let (row, absence) = match self.fact(place.subject, reference, When::Single, place.year) {
            Value::Absent => return nothing(ty),
            Value::Atom(Some(literal), absence) => {
                let index = atom_text(literal).and_then(|key| self.population.find(to, key));
                (index.map_or(Row::unknown(to), |index| Row { entity: to, index }), absence)
            }
            other => (Row::unknown(to), other.absence()),
        };
        let there = Place { subject: row, ..*place };
        self.eval(&there, inner).or_absent(absence)
    }

    /// The place of the subject that a fact refers to, where it is known which that is and the population holds it.
    pub(crate) fn subject_of<'p>(&self, place: &Place<'p>, reference: FactId) -> Option<Place<'p>> {
        let Type::Entity(to) = self.program.fact(reference).ty else {
            return None;
        };
        let value = self.fact(place.subject, reference, When::Single, place.year);
        let Value::Atom(Some(literal), Absence::Never) = value else {
            return None;
        };
        let index = self.population.find(to, atom_text(literal)?)?;
        Some(Place { subject: Row { entity: to, index }, ..*place })
    }

    /// The related subjects of a place.
    pub(crate) fn related(&self, subject: Row, relation: RelationId) -> Related {
        if subject.is_unknown() {
            return Related::default();
        }
        self.population.related(subject, relation)
    }

    pub(crate) fn over_related(
        &self,
        place: &Place<'_>,
        kind: Aggregate,
        body: Option<ExprId>,
        relation: RelationId,
        filter: Option<ExprId>,
    ) -> Value {
        let to = self.program.relation(relation).to;
        let related = self.related(place.subject, relation);
        let mut members: Vec<(Truth, Value)> = Vec::new();
        let mut visit = |index: u32, member: Truth| -> bool {
            let there = Place { subject: Row { entity: to, index }, outer: Some(place), ..*place };
            let truth = filter.map_or(member, |filter| member.and(self.truth(&there, filter)));
            if truth != Truth::No {
                let value = body.map_or(Value::Absent, |body| self.eval(&there, body));
                members.push((truth, value));
            }
            truth != Truth::No
        };
        for index in &related.certain {
            visit(*index, Truth::Yes);
        }
        for index in &related.possible {
            visit(*index, Truth::Unknown);
        }
        // Where the list is not complete there may be any number of further subjects, each of which may be anything.
        let open = !related.complete && visit(u32::MAX, Truth::Unknown);
        fold_members(kind, &members, open)
    }

    pub(crate) fn over_years(
        &self,
        place: &Place<'_>,
        kind: Aggregate,
        body: ExprId,
        years: u32,
        actual: bool,
    ) -> Value {
        let first = self.year - years as i32;
        let values: Vec<Value> = (first..self.year)
            .map(|year| {
                let then = Place { year: Some(year), ..*place };
                self.eval(&then, body)
            })
            .collect();
        if !actual {
            return aggregate(kind, &values);
        }
        // Years before the founding are left out: so many from the front, for every founding year that is possible.
        let founded = match self.program.entity(place.subject.entity).founded {
            Some(fact) => match self.fact(place.subject, fact, When::Single, None) {
                Value::Number(range, _) => range.map(year_of_day),
                _ => Range::ALL,
            },
            None => Range::ALL,
        };
        let possible = (0..=values.len()).filter(|dropped| {
            let founding_year = Number::int(i64::from(first) + *dropped as i64);
            if *dropped == 0 {
                founded.low.is_none_or(|low| low <= founding_year)
            } else if *dropped == values.len() {
                founded.high.is_none_or(|high| high >= founding_year)
            } else {
                founded.contains(founding_year)
            }
        });
        possible.map(|dropped| aggregate(kind, &values[dropped..])).reduce(Value::either).unwrap_or(Value::Absent)
    }
}

/// Folds the related subjects: those that count for certain and those that may count. `open` says that the last may stand
/// for any number of others.
fn fold_members(kind: Aggregate, members: &[(Truth, Value)], open: bool) -> Value {
    let nought = Range::exactly(Number::ZERO);
    let certain = || members.iter().filter(|(truth, _)| *truth == Truth::Yes);
    match kind {
        Aggregate::Exists => Value::Truth(if certain().next().is_some() {
            Truth::Yes
        } else if members.is_empty() {
            Truth::No
        } else {
            Truth::Unknown
        }),
        Aggregate::Count => {
            let count = |n: usize| Number::int(n as i64);
            let low = Some(count(certain().count()));
            let high = (!open).then(|| count(members.len()));
            Value::Number(Range { low, high }, Absence::Never)
        }
        Aggregate::Sum => {
            let mut sum = nought;
            for (truth, value) in members {
                let amount = match value.absence() {
                    Absence::Certain => nought,
                    Absence::Possible => value.range().hull(nought),
                    Absence::Never => value.range(),
                };
                sum = add(sum, if *truth == Truth::Yes { amount } else { amount.hull(nought) });
            }
            let others = members.last().filter(|(_, value)| open && value.absence() != Absence::Certain);
            if let Some((_, value)) = others {
                // The sum can move as far as one of the others can push it, again and again.
                let one = value.range();
                if one.low.is_none_or(|low| low < Number::ZERO) {
                    sum.low = None;
                }
                if one.high.is_none_or(|high| high > Number::ZERO) {
                    sum.high = None;
                }
            }
            Value::Number(sum, Absence::Never)
        }
        Aggregate::Average | Aggregate::Largest | Aggregate::Smallest | Aggregate::Growth => {
            let all_certain = !open && members.iter().all(|(truth, _)| *truth == Truth::Yes);
            let values: Vec<Value> = members
                .iter()
                .map(|(truth, value)| {
                    let absence = if *truth == Truth::Yes { Absence::Never } else { Absence::Possible };
                    value.clone().or_absent(absence)
                })
                .collect();
            match kind {
                Aggregate::Largest => pick(&values, Range::max),
                Aggregate::Smallest => pick(&values, Range::min),
                _ => average(values, all_certain),
            }
        }
    }
}

/// The mean of those that have a value; the mean of uncertain ones lies between the smallest and the largest.
fn average(mut values: Vec<Value>, all_certain: bool) -> Value {
    values.retain(|value| value.absence() != Absence::Certain);
    let is_there = |value: &Value| value.absence() == Absence::Never;
    if all_certain && values.iter().all(is_there) {
        return aggregate(Aggregate::Average, &values);
    }
    let absence = if values.iter().any(is_there) { Absence::Never } else { Absence::Possible };
    let hull = values.iter().map(Value::range).reduce(Range::hull);
    hull.map_or(Value::Absent, |hull| Value::Number(hull, absence))
}
