//! Benefits: who is eligible, what was paid before, how much there is.

use wuwei_ir::{CompareOp, Date, EntityId, FactId, Frequency, GroupId, Item, ItemKind, Literal, Number, Type, When};
use wuwei_source::Name;

use crate::arithmetic::add;
use crate::compare::compare;
use crate::evaluator::{Evaluator, year_of_day};
use crate::population::Row;
use crate::value::{Absence, Range, Truth, Value, atom_text};

impl Evaluator<'_> {
    /// Whether a subject is eligible for a benefit, payments already made included.
    pub fn eligible(&self, item: &Item, subject: Row) -> Truth {
        let ItemKind::Benefit(benefit) = &item.kind else {
            return Truth::No;
        };
        let place = self.place(item, subject, None);
        self.truth(&place, benefit.when).and(self.not_yet_paid(item, benefit.frequency, subject))
    }

    /// Rules that pay once look at the record of payments. The record is the payer's own: what isn't in it was not paid.
    pub fn not_yet_paid(&self, item: &Item, frequency: Option<Frequency>, subject: Row) -> Truth {
        self.payments(item, frequency, subject).into_iter().fold(Truth::No, |paid, (_, was)| paid.or(was)).negate()
    }

    /// The records of payments that a rule looks at, each with whether it keeps the rule from paying again.
    pub(crate) fn payments(&self, item: &Item, frequency: Option<Frequency>, subject: Row) -> Vec<(Row, Truth)> {
        let Some(frequency) = frequency.filter(|frequency| !matches!(frequency, Frequency::Monthly(_))) else {
            return Vec::new();
        };
        let ledger = self.program.entities.iter().enumerate().find_map(|(n, entity)| Some((n, entity.ledger?)));
        let (Some((entity, ledger)), Some(key)) = (ledger, self.program.entity(item.entity).key) else {
            return Vec::new();
        };
        let payee = self.payee(subject, key);
        let payments = self.population.payments(payee, item.head.name);
        let entity = EntityId::from_index(entity);
        let excludes = |index: u32, is: Truth| {
            let record = Row { entity, index };
            let excludes = match frequency {
                Frequency::Once | Frequency::Monthly(_) => Truth::Yes,
                Frequency::Yearly => self.paid_this_year(record, ledger.paid),
                Frequency::OncePer(fact) => match ledger.reason {
                    Some(reason) => self.paid_for(record, reason, fact, subject),
                    None => Truth::Yes,
                },
            };
            (record, excludes.and(is))
        };
        let certain = payments.certain.iter().map(|index| excludes(*index, Truth::Yes));
        let possible = payments.possible.iter().map(|index| excludes(*index, Truth::Unknown));
        certain.chain(possible).collect()
    }

    /// What a subject got of these benefits before: in all, or in the year of evaluation.
    pub fn paid_before(&self, subject: Row, benefits: &[GroupId], this_year: bool) -> Range {
        let nought = Range::exactly(Number::ZERO);
        let ledger = self.program.entities.iter().enumerate().find_map(|(n, entity)| Some((n, entity.ledger?)));
        let (Some((entity, ledger)), Some(key)) = (ledger, self.program.entity(subject.entity).key) else {
            return nought;
        };
        let payee = self.payee(subject, key);
        let entity = EntityId::from_index(entity);
        let paid = |index: &u32, certain: bool| {
            let record = Row { entity, index: *index };
            let counts = if this_year { self.paid_this_year(record, ledger.paid) } else { Truth::Yes };
            let amount = match self.fact(record, ledger.amount, When::Single, None) {
                Value::Number(range, Absence::Never) => range.max(nought),
                Value::Absent => nought,
                _ => Range { low: Some(Number::ZERO), high: None },
            };
            match counts {
                Truth::No => nought,
                Truth::Yes if certain => amount,
                _ => amount.hull(nought),
            }
        };
        let mut sum = nought;
        for benefit in benefits {
            let payments = self.population.payments(payee, self.program.group(*benefit).name);
            let certain = payments.certain.iter().map(|index| paid(index, true));
            let possible = payments.possible.iter().map(|index| paid(index, false));
            sum = certain.chain(possible).fold(sum, add);
        }
        sum
    }

    /// The code under which payments to a subject are recorded.
    fn payee(&self, subject: Row, key: FactId) -> Option<Name> {
        match self.fact(subject, key, When::Single, None) {
            Value::Atom(Some(key), Absence::Never) => atom_text(key),
            _ => None,
        }
    }

    /// Whether a record of payment is of the year of evaluation.
    fn paid_this_year(&self, record: Row, paid: FactId) -> Truth {
        let year = match self.fact(record, paid, When::Single, None) {
            Value::Number(range, Absence::Never) if self.program.fact(paid).ty == Type::Date => range.map(year_of_day),
            Value::Number(range, Absence::Never) => range,
            _ => return Truth::Unknown,
        };
        let this_year = Value::number(Number::int(i64::from(self.year)));
        compare(CompareOp::Equal, &Value::Number(year, Absence::Never), &this_year)
    }

    /// Whether a record of payment was made for the same reason: the level, the year, the project.
    fn paid_for(&self, record: Row, reason: FactId, fact: FactId, subject: Row) -> Truth {
        let now = self.fact(subject, fact, When::Single, None);
        // What has no level is not what was paid for.
        if now == Value::Absent {
            return Truth::No;
        }
        match (self.population.fact(record, reason, None), self.shown_choice(fact, &now)) {
            (Some(Literal::Text(paid)), Some(now)) => Truth::of(paid == now),
            (Some(Literal::None), _) => Truth::No,
            _ => Truth::Unknown,
        }
    }

    /// A known choice or year as the record of payments writes it.
    fn shown_choice(&self, fact: FactId, value: &Value) -> Option<Name> {
        match (self.program.fact(fact).ty, value) {
            (Type::Enum(id), Value::Choice(set, Absence::Never)) if set.count_ones() == 1 => {
                self.program.enumeration(id).values.get(set.trailing_zeros() as usize).copied()
            }
            (Type::Date, Value::Number(range, Absence::Never)) => {
                let day = range.exact().and_then(Number::to_i64).and_then(Date::from_days)?;
                Some(Name::new(&day.to_string()))
            }
            (_, Value::Number(range, Absence::Never)) => range.exact().map(|number| Name::new(&number.to_decimal(4))),
            (_, Value::Atom(Some(atom), Absence::Never)) => atom_text(*atom),
            _ => None,
        }
    }

    /// What an eligible subject gets: the amount, or up to it where only a ceiling is known. Never less than nothing.
    pub fn amount(&self, item: &Item, subject: Row) -> Range {
        let ItemKind::Benefit(benefit) = &item.kind else {
            return Range::exactly(Number::ZERO);
        };
        let place = self.place(item, subject, None);
        let nought = Range::exactly(Number::ZERO);
        let value = self.eval(&place, benefit.amount);
        let amount = match value.absence() {
            Absence::Certain => return nought,
            Absence::Possible => value.range().hull(nought),
            Absence::Never => value.range(),
        };
        let amount = amount.max(nought);
        if benefit.at_most { amount.hull(nought) } else { amount }
    }

    /// What a subject gets of a benefit, eligible or not.
    pub(crate) fn money(&self, item: &Item, subject: Row) -> Range {
        let nought = Range::exactly(Number::ZERO);
        match self.eligible(item, subject) {
            Truth::No => nought,
            Truth::Yes => self.amount(item, subject),
            Truth::Unknown => self.amount(item, subject).hull(nought),
        }
    }
}
