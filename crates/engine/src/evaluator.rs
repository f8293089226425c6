//! The reference evaluator.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use wuwei_ir::{
    Basis, Body, Clause, Date, EntityId, Expr, ExprId, GroupId, Item, ItemKind, Literal, MonthEnd, Number, PartName,
    Program, RegionId, RoundMode, TimeUnit, Type,
};

use crate::arithmetic::{apply, negate, power};
use crate::compare::compare;
use crate::population::{Population, Row};
use crate::value::{Absence, Range, Truth, Value, known};
use crate::years::pick;

/// A rule, or a part of a score, asked about a subject and perhaps a year.
pub(crate) type Question = (Row, GroupId, Option<PartName>, Option<i32>);

/// Evaluates rules over a population on one day.
pub struct Evaluator<'a> {
    pub(crate) program: &'a Program,
    pub(crate) population: &'a dyn Population,
    pub(crate) as_of: Date,
    pub(crate) year: i32,
    /// The nation, where there is only one: its rules concern everybody, known home or not.
    nation: Option<RegionId>,
    /// Answers already found for a subject; `None` while one is being found.
    memo: RefCell<FxHashMap<Question, Option<Value>>>,
    /// What answers already found rest on.
    pub(crate) bases: RefCell<FxHashMap<Question, Basis>>,
}

/// Where an expression is evaluated: the rule, the subject, the year it is about, and the place around it.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) body: &'a Body,
    pub(crate) subject: Row,
    pub(crate) year: Option<i32>,
    pub(crate) outer: Option<&'a Place<'a>>,
    /// What is known of a target's progress, where lights are evaluated.
    pub(crate) progress: &'a [Value],
}

impl<'a> Evaluator<'a> {
    /// An evaluator for a day.
    pub fn new(program: &'a Program, population: &'a dyn Population, as_of: Date) -> Evaluator<'a> {
        let mut roots = program.regions.iter().enumerate().filter(|(_, region)| region.parent.is_none());
        let nation = roots.next().map(|(n, _)| RegionId::from_index(n)).filter(|_| roots.next().is_none());
        Evaluator {
            program,
            population,
            as_of,
            year: as_of.year(),
            nation,
            memo: RefCell::default(),
            bases: RefCell::default(),
        }
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
        self.bases.borrow_mut().clear();
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
        let truth = match self.home_asked(item) {
            Some(region) => self.is_at_home(subject, region),
            None => Truth::Yes,
        };
        match item.applies {
            Some(condition) => truth.and(self.truth(&self.place(item, subject, None), condition)),
            None => truth,
        }
    }

    /// The region in which a subject must be at home for a rule to concern it; nothing where the rule is everybody's.
    pub(crate) fn home_asked(&self, item: &Item) -> Option<RegionId> {
        Some(self.program.document(item.head.doc).region).filter(|region| self.nation != Some(*region))
    }

    /// The value of an expression of a rule for a subject, perhaps in a year.
    pub fn expression(&self, body: &Body, id: ExprId, subject: Row, year: Option<i32>) -> Value {
        self.eval(&Place { body, subject, year, outer: None, progress: &[] }, id)
    }

    /// The value of an expression of lights where this is known of a target's progress, in the order of
    /// [`wuwei_ir::PROGRESS`].
    pub fn of_progress(&self, body: &Body, id: ExprId, progress: &[Value]) -> Value {
        let nobody = Row::unknown(EntityId(0));
        self.eval(&Place { body, subject: nobody, year: None, outer: None, progress }, id)
    }

    /// The conditions of a rule one by one, as far as it is a list of conditions that must all hold; a rule of another form
    /// is one condition. A rule that answers no question of yes or no has none.
    pub fn conditions(&self, item: &Item, subject: Row) -> Vec<Truth> {
        let place = self.place(item, subject, None);
        item.conditions().into_iter().map(|condition| self.truth(&place, condition)).collect()
    }

    pub(crate) fn place<'b>(&self, item: &'b Item, subject: Row, year: Option<i32>) -> Place<'b> {
        Place { body: &item.body, subject, year, outer: None, progress: &[] }
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
                // The year is the nearest one, also where an aggregate over years stands between the two.
                Some(outer) => self.eval(&Place { body: place.body, year: place.year, ..*outer }, *inner),
                None => self.anything(node.ty, true),
            },
            Expr::Arith(op, a, b) => apply(*op, &self.eval(place, *a), &self.eval(place, *b)),
            Expr::Pow(a, exponent) => power(&self.eval(place, *a), *exponent),
            Expr::Negate(a) => match self.eval(place, *a) {
                Value::Number(range, absence) => Value::Number(negate(range), absence),
                other => other,
            },
            Expr::Compare(op, a, b) => Value::Truth(compare(*op, &self.eval(place, *a), &self.eval(place, *b))),
            Expr::IsNone(a) => Value::Truth(match self.eval(place, *a).absence() {
                Absence::Never => Truth::No,
                Absence::Possible => Truth::Unknown,
                Absence::Certain => Truth::Yes,
            }),
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
            Expr::Binary64(a) => self.binary64(place, *a),
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
            // Of a subject nothing is known about a target's progress.
            Expr::Progress(at) => {
                place.progress.get(usize::from(*at)).cloned().unwrap_or_else(|| self.anything(node.ty, false))
            }
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
        // Choices that are known are compared at once, so that a value known to be one of several is known to be among them.
        let mut known: Option<u64> = None;
        let mut truth = Truth::No;
        for choice in choices {
            match self.eval(place, *choice) {
                Value::Choice(set, Absence::Never) if set.count_ones() == 1 => known = Some(known.unwrap_or(0) | set),
                choice => truth = truth.or(compare(wuwei_ir::CompareOp::Equal, &value, &choice)),
            }
        }
        match (&value, known) {
            (Value::Choice(set, absence), Some(known)) => {
                let among = if set & !known == 0 {
                    Truth::Yes
                } else if set & known == 0 {
                    Truth::No
                } else {
                    Truth::Unknown
                };
                truth.or(maybe(among, *absence))
            }
            _ => truth,
        }
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
            TimeUnit::Years => day.months_until(self.as_of) / 12,
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

pub(crate) fn year_of_day(day: Number) -> Option<Number> {
    Some(Number::int(i64::from(to_date(day).year())))
}
