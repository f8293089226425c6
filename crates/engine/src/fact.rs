//! Facts of a subject: what is known, or everything that the fact's domain allows.

use wuwei_ir::{Bound, Date, FactId, Number, Type, When};

use crate::evaluator::Evaluator;
use crate::population::Row;
use crate::value::{Absence, Range, Truth, Value, known};

impl Evaluator<'_> {
    /// A fact of a subject; where it is missing what is known of it, and otherwise everything its domain allows.
    pub(crate) fn fact(&self, subject: Row, fact: FactId, when: When, context: Option<i32>) -> Value {
        let year = self.year_of(when, context);
        if !subject.is_unknown() {
            if let Some(literal) = self.population.fact(subject, fact, year) {
                return known(literal);
            }
            if let Some(narrower) = self.population.within(subject, fact, year) {
                return narrower;
            }
        }
        self.domain(fact)
    }

    /// The calendar year meant by a period.
    pub(crate) fn year_of(&self, when: When, context: Option<i32>) -> Option<i32> {
        match when {
            When::Single => None,
            When::Ago(years) => Some(self.year - years as i32),
            When::In(year) => Some(year),
            When::Context => context,
        }
    }

    /// Every value a fact can have.
    pub fn domain(&self, id: FactId) -> Value {
        let fact = self.program.fact(id);
        let absence = if fact.or_none { Absence::Possible } else { Absence::Never };
        let bound = |bound: Bound| match bound {
            Bound::Number(number) => number,
            Bound::Today => Number::int(i64::from(self.as_of.days())),
        };
        let range = fact.range.map(|(low, high)| Range::between(bound(low), bound(high)));
        match self.anything(fact.ty, false) {
            Value::Number(all, _) => Value::Number(range.unwrap_or(all), absence),
            Value::Choice(set, _) => Value::Choice(set, absence),
            Value::Atom(atom, _) => Value::Atom(atom, absence),
            other => other,
        }
    }

    /// Every value of a type.
    pub(crate) fn anything(&self, ty: Type, or_absent: bool) -> Value {
        let absence = if or_absent { Absence::Possible } else { Absence::Never };
        match ty {
            Type::Truth => Value::Truth(Truth::Unknown),
            Type::Quantity(_) | Type::Ratio => Value::Number(Range::ALL, absence),
            Type::Date => {
                let day = |date: Date| Number::int(i64::from(date.days()));
                Value::Number(Range::between(day(Date::MIN), day(Date::MAX)), absence)
            }
            Type::Year => Value::Number(Range::between(Number::ONE, Number::int(9999)), absence),
            Type::Enum(id) => {
                let n = self.program.enumeration(id).values.len() as u32;
                Value::Choice(u64::MAX.checked_shr(64 - n.min(64)).unwrap_or(0), absence)
            }
            Type::Text | Type::Code(_) | Type::Region | Type::Entity(_) | Type::Any => Value::Atom(None, absence),
        }
    }
}
