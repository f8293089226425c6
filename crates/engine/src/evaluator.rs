//! The reference evaluator.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use wuwei_ir::{
    Aggregate, Body, Bound, Clause, Date, Expr, ExprId, FactId, Frequency, GroupId, Item, ItemKind, Literal, MonthEnd,
    Number, PartBody, PartId, PartName, Program, RegionId, RelationId, RoundMode, Score, TimeUnit, Type, When,
};
use wuwei_source::Name;

use crate::arithmetic::{add, apply, negate, power};
use crate::compare::compare;
use crate::population::{Population, Related, Row};
use crate::value::{Absence, Range, Truth, Value, atom_text, known};
use crate::years::{aggregate, pick};

/// Evaluates rules over a population on one day.
pub struct Evaluator<'a> {
    pub(crate) program: &'a Program,
    pub(crate) population: &'a dyn Population,
    as_of: Date,
    year: i32,
    /// The nation, where there is only one: its rules concern everybody, known home or not.
    nation: Option<RegionId>,
    /// Answers already found for a subject; `None` while one is being found.
    memo: RefCell<FxHashMap<(Row, GroupId, Option<PartName>, Option<i32>), Option<Value>>>,
}

/// Where an expression is evaluated: the rule, the subject, the year it is about, and the place around it.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) body: &'a Body,
    pub(crate) subject: Row,
    pub(crate) year: Option<i32>,
    pub(crate) outer: Option<&'a Place<'a>>,
}

impl<'a> Evaluator<'a> {
    /// An evaluator for a day.
    pub fn new(program: &'a Program, population: &'a dyn Population, as_of: Date) -> Evaluator<'a> {
        let mut roots = program.regions.iter().enumerate().filter(|(_, region)| region.parent.is_none());
        let nation = roots.next().map(|(n, _)| RegionId::from_index(n)).filter(|_| roots.next().is_none());
        Evaluator { program, population, as_of, year: as_of.year(), nation, memo: RefCell::default() }
    }

    /// The evaluation date.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// The program.
    pub fn program(&self) -> &'a Program {
        self.program
    }

    /// Forgets the answers found so far; between subjects of a large population, so that memory stays flat.
    pub fn forget(&self) {
        self.memo.borrow_mut().clear();
    }

    /// What a rule answers for a subject: the version in force on the day. Absent (or no) where the rule is not in force
    /// or does not apply.
    pub fn value(&self, group: GroupId, part: Option<PartName>, subject: Row, year: Option<i32>) -> Value {
        let key = (subject, group, part, year);
        if let Some(found) = self.memo.borrow().get(&key) {
            // A rule that rests on itself is a fault of the documents; here it is merely unknown.
            return found.clone().unwrap_or_else(|| self.anything(self.program.group(group).ty, true));
        }
        self.memo.borrow_mut().insert(key, None);
        let value = self.fresh_value(group, part, subject, year);
        self.memo.borrow_mut().insert(key, Some(value.clone()));
        value
    }

    fn fresh_value(&self, group: GroupId, part: Option<PartName>, subject: Row, year: Option<i32>) -> Value {
        let Some(item) = self.program.version(group, self.as_of) else {
            return nothing(self.program.group(group).ty);
        };
        let item = self.program.item(item);
        let applicable = self.applies(item, subject);
        if applicable == Truth::No {
            return nothing(self.program.group(group).ty);
        }
        let value = match part {
            Some(part) => self.part_named(item, part, subject),
            None => self.item_value(item, subject, year),
        };
        if applicable == Truth::Yes { value } else { value.either(nothing(self.program.group(group).ty)) }
    }

    /// Whether a rule concerns a subject at all: it is at home in the rule's region, and the rule's own condition holds.
    pub fn applies(&self, item: &Item, subject: Row) -> Truth {
        let region = self.program.document(item.head.doc).region;
        let mut truth = Truth::Yes;
        if let Some(home) = self.program.entity(item.entity).home
            && self.nation != Some(region)
        {
            truth = match self.fact(subject, home, When::Single, None) {
                Value::Atom(Some(Literal::Region(at)), Absence::Never) => Truth::of(self.program.is_within(at, region)),
                Value::Absent => Truth::No,
                _ => Truth::Unknown,
            };
        }
        match item.applies {
            Some(condition) => truth.and(self.truth(&self.place(item, subject, None), condition)),
            None => truth,
        }
    }

    pub(crate) fn place<'b>(&self, item: &'b Item, subject: Row, year: Option<i32>) -> Place<'b> {
        Place { body: &item.body, subject, year, outer: None }
    }

    fn item_value(&self, item: &Item, subject: Row, year: Option<i32>) -> Value {
        let place = self.place(item, subject, year);
        match &item.kind {
            ItemKind::Value { formula, .. } => self.eval(&place, *formula),
            ItemKind::Status { condition } => Value::Truth(self.truth(&place, *condition)),
            ItemKind::Score(score) => self.score(&place, score),
            ItemKind::Benefit(_) => Value::Number(self.money(item, subject), Absence::Never),
        }
    }

    // Scores.

    fn score(&self, place: &Place<'_>, score: &Score) -> Value {
        let sum = self.sum_of_parts(place, score, &score.top);
        Value::Number(clip(sum, score.out_of), Absence::Never)
    }

    fn sum_of_parts(&self, place: &Place<'_>, score: &Score, parts: &[PartId]) -> Range {
        parts.iter().fold(Range::exactly(Number::ZERO), |sum, part| add(sum, self.part(place, score, *part)))
    }

    /// The points of a part: between nought and its maximum; what has no value gives none.
    pub(crate) fn part(&self, place: &Place<'_>, score: &Score, part: PartId) -> Range {
        let part = &score.parts[part.index()];
        let points = match &part.body {
            PartBody::Parts(parts) => self.sum_of_parts(place, score, parts),
            PartBody::Formula(formula) => {
                let value = self.eval(place, *formula);
                match value.absence() {
                    Absence::Never => value.range(),
                    Absence::Possible => value.range().hull(Range::exactly(Number::ZERO)),
                    Absence::Certain => Range::exactly(Number::ZERO),
                }
            }
        };
        clip(points, part.out_of)
    }

    fn part_named(&self, item: &Item, name: PartName, subject: Row) -> Value {
        let ItemKind::Score(score) = &item.kind else {
            return Value::Absent;
        };
        let place = self.place(item, subject, None);
        match score.part(name.0) {
            Some(part) => Value::Number(self.part(&place, score, part), Absence::Never),
            None => Value::Absent,
        }
    }

    // Benefits.

    /// Whether a subject is eligible for a benefit, payments already made included.
    pub fn eligible(&self, item: &Item, subject: Row) -> Truth {
        let ItemKind::Benefit(benefit) = &item.kind else {
            return Truth::No;
        };
        let place = self.place(item, subject, None);
        self.truth(&place, benefit.when).and(self.not_yet_paid(item, benefit.frequency, subject))
    }

    /// Once-only rules look at the record of payments. The record is the payer's own: what isn't in it was not paid.
    fn not_yet_paid(&self, item: &Item, frequency: Option<Frequency>, subject: Row) -> Truth {
        let per = match frequency {
            Some(Frequency::Once) => None,
            Some(Frequency::OncePer(fact)) => Some(fact),
            _ => return Truth::Yes,
        };
        let entity = self.program.entity(item.entity);
        let Some(key) = entity.key else {
            return Truth::Yes;
        };
        let Value::Atom(Some(key), Absence::Never) = self.fact(subject, key, When::Single, None) else {
            return Truth::Yes;
        };
        let Some(payee) = atom_text(key) else {
            return Truth::Yes;
        };
        let payments = self.population.payments(payee, item.head.name);
        let ledger = self.program.entities.iter().position(|entity| entity.ledger.is_some());
        let (Some(ledger), false) = (ledger.map(wuwei_ir::EntityId::from_index), payments.is_empty()) else {
            return Truth::Yes;
        };
        let Some(per) = per else { return Truth::No };
        let Some(reason) = self.program.entity(ledger).ledger.and_then(|ledger| ledger.reason) else {
            return Truth::No;
        };
        let now = self.fact(subject, per, When::Single, None);
        payments.into_iter().fold(Truth::Yes, |truth, index| {
            let row = Row { entity: ledger, index };
            let same = match (self.population.fact(row, reason, None), self.shown_choice(per, &now)) {
                (Some(Literal::Text(paid)), Some(now)) => Truth::of(paid == now),
                (Some(Literal::None), _) => Truth::No,
                _ => Truth::Unknown,
            };
            truth.and(same.negate())
        })
    }

    /// A known choice or year as the record of payments writes it.
    fn shown_choice(&self, fact: FactId, value: &Value) -> Option<Name> {
        match (self.program.fact(fact).ty, value) {
            (Type::Enum(id), Value::Choice(set, Absence::Never)) if set.count_ones() == 1 => {
                self.program.enumeration(id).values.get(set.trailing_zeros() as usize).copied()
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

    // Facts.

    /// A fact of a subject; everything its domain allows where it is missing.
    pub(crate) fn fact(&self, subject: Row, fact: FactId, when: When, context: Option<i32>) -> Value {
        let year = self.year_of(when, context);
        if !subject.is_unknown()
            && let Some(literal) = self.population.fact(subject, fact, year)
        {
            return known(literal);
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
    pub(crate) fn domain(&self, id: FactId) -> Value {
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

    // Expressions.

    /// A condition.
    pub(crate) fn truth(&self, place: &Place<'_>, id: ExprId) -> Truth {
        self.eval(place, id).truth()
    }

    /// An expression.
    pub(crate) fn eval(&self, place: &Place<'_>, id: ExprId) -> Value {
        let node = place.body.get(id);
        match &node.expr {
            Expr::Number(number) => Value::number(*number),
            Expr::Date(date) => known(Literal::Date(*date)),
            Expr::Year(year) => known(Literal::Year(*year)),
            Expr::Text(text) => known(Literal::Text(*text)),
            Expr::Truth(truth) => Value::Truth(Truth::of(*truth)),
            Expr::Choice(_, at) => known(Literal::Choice(*at)),
            Expr::Region(region) => known(Literal::Region(*region)),
            Expr::None => nothing(node.ty),
            Expr::Today => known(Literal::Date(self.as_of)),
            Expr::YearAgo(years) => known(Literal::Year(self.year - *years as i32)),
            Expr::Fact(fact, when) => self.fact(place.subject, *fact, *when, place.year),
            Expr::Item(group, part, when) => self.value(*group, *part, place.subject, self.year_of(*when, place.year)),
            Expr::Follow(reference, inner) => self.follow(place, *reference, *inner),
            Expr::Outer(inner) => match place.outer {
                Some(outer) => self.eval(&Place { body: place.body, ..*outer }, *inner),
                None => self.anything(node.ty, true),
            },
            Expr::Arith(op, a, b) => apply(*op, &self.eval(place, *a), &self.eval(place, *b)),
            Expr::Pow(a, exponent) => power(&self.eval(place, *a), *exponent),
            Expr::Negate(a) => match self.eval(place, *a) {
                Value::Number(range, absence) => Value::Number(negate(range), absence),
                other => other,
            },
            Expr::Compare(op, a, b) => Value::Truth(compare(*op, &self.eval(place, *a), &self.eval(place, *b))),
            Expr::OneOf(a, choices) => Value::Truth(self.one_of(place, *a, choices)),
            Expr::WithinRegion(a, outer) => Value::Truth(match self.eval(place, *a) {
                Value::Atom(Some(Literal::Region(inner)), absence) => {
                    maybe(Truth::of(self.program.is_within(inner, *outer)), absence)
                }
                Value::Absent => Truth::No,
                _ => Truth::Unknown,
            }),
            Expr::WithinCode(a, prefix) => Value::Truth(match self.eval(place, *a) {
                Value::Atom(Some(Literal::Text(code)), absence) => {
                    maybe(Truth::of(code.as_str().starts_with(prefix.as_str())), absence)
                }
                Value::Absent => Truth::No,
                _ => Truth::Unknown,
            }),
            Expr::WithinYears(a, years) => Value::Truth(self.within_years(place, *a, *years)),
            Expr::Not(a) => Value::Truth(self.truth(place, *a).negate()),
            Expr::All(clauses) => Value::Truth(self.count(place, clauses, clauses.len())),
            Expr::Any(clauses) => Value::Truth(self.count(place, clauses, 1)),
            Expr::AtLeast(number, clauses) => Value::Truth(self.count(place, clauses, *number as usize)),
            Expr::Cap(a, b) => self.clipped(place, *a, *b, Range::min),
            Expr::Floor(a, b) => self.clipped(place, *a, *b, Range::max),
            Expr::Round(a, step, mode) => match self.eval(place, *a) {
                Value::Number(range, absence) => Value::Number(range.map(|n| round(n, *step, *mode)), absence),
                other => other,
            },
            Expr::Larger(all) => pick(&self.all(place, all), Range::max),
            Expr::Smaller(all) => pick(&self.all(place, all), Range::min),
            Expr::OverYears { aggregate, body, years, actual } => {
                self.over_years(place, *aggregate, *body, *years, *actual)
            }
            Expr::OverRelated { aggregate, body, relation, filter } => {
                self.over_related(place, *aggregate, *body, *relation, *filter)
            }
            Expr::Since(unit, a) => match self.eval(place, *a) {
                Value::Number(range, absence) => Value::Number(range.map_down(|day| self.elapsed(*unit, day)), absence),
                other => other,
            },
            Expr::YearOf(a) => match self.eval(place, *a) {
                Value::Number(range, absence) => Value::Number(range.map(year_of_day), absence),
                other => other,
            },
            Expr::AddMonths(a, b, side) => self.add_months(place, *a, *b, *side),
            Expr::Bands(..) | Expr::Cases(..) => {
                let possible = self.possible_results(place, id);
                possible
                    .into_iter()
                    .map(|result| self.result(place, result, node.ty))
                    .reduce(Value::either)
                    .unwrap_or(Value::Absent)
            }
            Expr::Scaled(a, low, high) => self.scaled(place, *a, *low, *high),
            Expr::Expert(fact, within) => self.expert(place, *fact, *within),
            Expr::Range(low, high) => {
                let (low, high) = (self.eval(place, *low), self.eval(place, *high));
                let absence = low.absence().or(high.absence());
                let range = Range { low: low.range().low, high: high.range().high };
                Value::Number(range, Absence::Never).or_absent(absence)
            }
            Expr::Weight(table, row) => self.weight(place, *table, *row),
            Expr::NotComputable(_) => self.anything(node.ty, false),
        }
    }

    fn all(&self, place: &Place<'_>, ids: &[ExprId]) -> Vec<Value> {
        ids.iter().map(|id| self.eval(place, *id)).collect()
    }

    /// Whether at least so many conditions hold.
    fn count(&self, place: &Place<'_>, clauses: &[Clause], wanted: usize) -> Truth {
        let mut certain = 0;
        let mut possible = 0;
        for clause in clauses {
            match self.truth(place, clause.expr) {
                Truth::Yes => certain += 1,
                Truth::Unknown => possible += 1,
                Truth::No => {}
            }
        }
        if certain >= wanted {
            Truth::Yes
        } else if certain + possible >= wanted {
            Truth::Unknown
        } else {
            Truth::No
        }
    }

    fn one_of(&self, place: &Place<'_>, a: ExprId, choices: &[ExprId]) -> Truth {
        let value = self.eval(place, a);
        // A set of choices is compared at once, so that a value known to be one of several is known to be among them.
        if let Value::Choice(set, absence) = value {
            let wanted = choices.iter().fold(0, |wanted, choice| match self.eval(place, *choice) {
                Value::Choice(set, _) => wanted | set,
                _ => wanted,
            });
            let truth = if set & !wanted == 0 {
                Truth::Yes
            } else if set & wanted == 0 {
                Truth::No
            } else {
                Truth::Unknown
            };
            return maybe(truth, absence);
        }
        choices.iter().fold(Truth::No, |truth, choice| {
            truth.or(compare(wuwei_ir::CompareOp::Equal, &value, &self.eval(place, *choice)))
        })
    }

    /// A year from so many years ago to this one; a day after the same day so many years ago, up to today.
    fn within_years(&self, place: &Place<'_>, a: ExprId, years: u32) -> Truth {
        let value = self.eval(place, a);
        let (low, high) = match place.body.get(a).ty {
            Type::Date => {
                let start = self.as_of.add_months(-12 * i64::from(years), false).unwrap_or(Date::MIN);
                (i64::from(start.days()) + 1, i64::from(self.as_of.days()))
            }
            _ => (i64::from(self.year) - i64::from(years), i64::from(self.year)),
        };
        let (low, high) = (Value::number(Number::int(low)), Value::number(Number::int(high)));
        compare(wuwei_ir::CompareOp::AtLeast, &value, &low).and(compare(wuwei_ir::CompareOp::AtMost, &value, &high))
    }

    fn clipped(&self, place: &Place<'_>, a: ExprId, b: ExprId, clip: fn(Range, Range) -> Range) -> Value {
        let (value, bound) = (self.eval(place, a), self.eval(place, b));
        let clipped = match (&value, &bound) {
            (Value::Number(range, absence), Value::Number(bound, _)) => Value::Number(clip(*range, *bound), *absence),
            _ => return value,
        };
        // A bound that may be absent may leave the value as it is.
        if bound.absence() == Absence::Never { clipped } else { clipped.either(value) }
    }

    fn elapsed(&self, unit: TimeUnit, day: Number) -> Option<Number> {
        let day = to_date(day);
        Some(Number::int(match unit {
            TimeUnit::Days => i64::from(self.as_of.days()) - i64::from(day.days()),
            TimeUnit::Months => day.months_until(self.as_of),
            TimeUnit::Years => day.months_until(self.as_of).div_euclid(12),
        }))
    }

    fn add_months(&self, place: &Place<'_>, a: ExprId, b: ExprId, side: MonthEnd) -> Value {
        let (day, months) = (self.eval(place, a), self.eval(place, b));
        let absence = day.absence().or(months.absence());
        let shift = |day: Option<Number>, months: Option<Number>| {
            let months = months?.floor().to_i64()?;
            let shifted = to_date(day?).add_months(months, side == MonthEnd::StartOfNext)?;
            Some(Number::int(i64::from(shifted.days())))
        };
        let (day, months) = (day.range(), months.range());
        let range = Range { low: shift(day.low, months.low), high: shift(day.high, months.high) };
        Value::Number(range, Absence::Never).or_absent(absence)
    }

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

    fn result(&self, place: &Place<'_>, result: Option<ExprId>, ty: Type) -> Value {
        result.map_or_else(|| nothing(ty), |id| self.eval(place, id))
    }

    fn scaled(&self, place: &Place<'_>, a: ExprId, low: ExprId, high: ExprId) -> Value {
        use wuwei_ir::ArithOp::{Div, Sub};
        let (value, low, high) = (self.eval(place, a), self.eval(place, low), self.eval(place, high));
        let share = apply(Div, &apply(Sub, &value, &low), &apply(Sub, &high, &low));
        match share {
            Value::Number(range, absence) => Value::Number(clip(range, Number::ONE), absence),
            other => other,
        }
    }

    /// An assessor's value, cut to what each possible line of the table leaves to judgement.
    fn expert(&self, place: &Place<'_>, fact: FactId, within: ExprId) -> Value {
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

    fn weight(&self, place: &Place<'_>, table: wuwei_ir::WeightsId, row: u32) -> Value {
        let table = self.program.weight_table(table);
        let Some((_, weights)) = table.rows.get(row as usize) else {
            return Value::Absent;
        };
        let stage = self.value(table.by, None, place.subject, place.year);
        let Value::Choice(set, absence) = stage else {
            return Value::Absent;
        };
        let weight = |at: usize| table.columns[at].and_then(|column| weights.get(column as usize)).copied();
        let possible = (0..table.columns.len()).filter(|at| set & (1 << at) != 0);
        let values = possible.map(|at| weight(at).map_or(Value::Absent, Value::number));
        values.reduce(Value::either).unwrap_or(Value::Absent).or_absent(absence)
    }

    // References and relations.

    fn follow(&self, place: &Place<'_>, reference: FactId, inner: ExprId) -> Value {
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
        let there = Place { subject: row, year: place.year, body: place.body, outer: place.outer };
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

    fn over_related(
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
            let there =
                Place { body: place.body, subject: Row { entity: to, index }, year: place.year, outer: Some(place) };
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

    fn over_years(&self, place: &Place<'_>, kind: Aggregate, body: ExprId, years: u32, actual: bool) -> Value {
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

/// The value of what isn't there: a condition doesn't hold, anything else is absent.
pub(crate) fn nothing(ty: Type) -> Value {
    if ty == Type::Truth { Value::Truth(Truth::No) } else { Value::Absent }
}

/// A truth about what may be absent.
fn maybe(truth: Truth, absence: Absence) -> Truth {
    match absence {
        Absence::Never => truth,
        Absence::Possible => truth.and(Truth::Unknown),
        Absence::Certain => Truth::No,
    }
}

/// Cut to nought and a maximum.
fn clip(range: Range, most: Number) -> Range {
    range.max(Range::exactly(Number::ZERO)).min(Range::exactly(most))
}

fn round(number: Number, step: Number, mode: RoundMode) -> Option<Number> {
    let steps = number.div(step)?;
    let whole = match mode {
        RoundMode::HalfUp => steps.round_half_up()?,
        RoundMode::Up => steps.ceil()?,
        RoundMode::Down => steps.floor(),
    };
    whole.mul(step)
}

fn to_date(day: Number) -> Date {
    let days = day.floor().to_i64().unwrap_or(if day.signum() < 0 { i64::MIN } else { i64::MAX });
    Date::from_days(days).unwrap_or(if days < 0 { Date::MIN } else { Date::MAX })
}

fn year_of_day(day: Number) -> Option<Number> {
    Some(Number::int(i64::from(to_date(day).year())))
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
            if let Some((_, value)) = members.last().filter(|_| open) {
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
                _ if all_certain && values.iter().all(|value| value.absence() == Absence::Never) => {
                    aggregate(Aggregate::Average, &values)
                }
                _ => {
                    let present = values.iter().filter(|value| value.absence() != Absence::Certain);
                    let hull = present.map(Value::range).reduce(Range::hull);
                    let absence = if values.iter().any(|value| value.absence() == Absence::Never) {
                        Absence::Never
                    } else {
                        Absence::Possible
                    };
                    hull.map_or(Value::Absent, |hull| Value::Number(hull, absence))
                }
            }
        }
    }
}
