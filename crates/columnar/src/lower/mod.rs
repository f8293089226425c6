//! From rules to columns: every rule of the reference evaluator, said with nodes of a graph.
//!
//! Each file here has its namesake in `wuwei_engine`, and each function the same name: what there is a value of one subject
//! is here a column of values. What has no column form is [`Unsupported`], and the reference answers it row by row.

mod benefit;
mod binary64;
mod fact;
mod item;
mod related;
mod score;
mod stacking;
mod table;
mod years;

use rustc_hash::FxHashMap;
use wuwei_ir::{
    Body, Clause, Date, EntityId, Expr, ExprId, GroupId, Literal, MonthEnd, PartName, Program, RegionId, TimeUnit, Type,
};

use crate::column::{Column, Inputs, Source};
use crate::graph::{Calendar, ColumnId, Graph, Match};
use crate::value::{Atom, AtomSource, End, Quantity, Reason, Result, Truth, Unsupported, Value};

pub(crate) use item::place_of;

/// A rule, or a part of a score, asked about a subject and perhaps a year.
type Question = (GroupId, Option<PartName>, Option<i32>, bool);

/// Where an expression stands: its body's address, itself, whose it is, the year, and whether nothing is known of the subject.
type Standing = (usize, ExprId, EntityId, Option<i32>, bool);

/// Lowers the rules of one kind of subject for one day.
pub(crate) struct Lower<'a> {
    pub(crate) program: &'a Program,
    pub(crate) as_of: Date,
    pub(crate) year: i32,
    pub(crate) entity: EntityId,
    pub(crate) graph: Graph,
    pub(crate) columns: Vec<Column>,
    pub(crate) inputs: &'a dyn Inputs,
    /// The nation, where there is only one: its rules concern everybody, known home or not.
    nation: Option<RegionId>,
    /// Values already lowered; `None` while one is being lowered.
    memo: FxHashMap<Question, Option<Result<Value>>>,
    /// Expressions already lowered, by their body's address.
    expressions: FxHashMap<Standing, Result<Value>>,
}

/// Where an expression stands: the rule, the year it is about, and whether nothing is known of the subject.
#[derive(Clone, Copy)]
pub(crate) struct Place<'b> {
    pub(crate) body: &'b Body,
    pub(crate) entity: EntityId,
    pub(crate) year: Option<i32>,
    pub(crate) unknown: bool,
}

impl<'a> Lower<'a> {
    pub(crate) fn new(program: &'a Program, as_of: Date, entity: EntityId, inputs: &'a dyn Inputs) -> Lower<'a> {
        let mut roots = program.regions.iter().enumerate().filter(|(_, region)| region.parent.is_none());
        let nation = roots.next().map(|(n, _)| RegionId::from_index(n)).filter(|_| roots.next().is_none());
        Lower {
            program,
            as_of,
            year: as_of.year(),
            entity,
            graph: Graph::default(),
            columns: Vec::new(),
            inputs,
            nation,
            memo: FxHashMap::default(),
            expressions: FxHashMap::default(),
        }
    }

    /// The column of a source, registered when first asked for.
    pub(crate) fn column(&mut self, column: Column) -> ColumnId {
        if let Some(at) = self.columns.iter().position(|known| known.source == column.source) {
            return ColumnId(at as u32);
        }
        let id = self.graph.add_column(column.bounds);
        self.columns.push(column);
        id
    }

    /// A condition.
    pub(crate) fn truth(&mut self, place: &Place<'_>, id: ExprId) -> Result<Truth> {
        let value = self.eval(place, id)?;
        Ok(value.truth(&mut self.graph))
    }

    /// The value of what isn't there: a condition doesn't hold, anything else is absent.
    pub(crate) fn nothing(&mut self, ty: Type) -> Value {
        if ty == Type::Truth { Value::Truth(self.graph.never()) } else { Value::Absent }
    }

    /// A literal of a document.
    fn literal(&mut self, literal: Literal, ty: Type) -> Value {
        let never = self.graph.bool(false);
        let atom = |source| Atom { source, known: never, absent: never, maybe: never };
        match literal {
            Literal::Number(number) => Value::Number(self.graph.constant_number(number)),
            Literal::Date(date) => {
                let days = self.graph.int(i128::from(date.days()));
                Value::Number(self.graph.whole_number(days))
            }
            Literal::Year(year) => {
                let year = self.graph.int(i128::from(year));
                Value::Number(self.graph.whole_number(year))
            }
            Literal::Truth(true) => Value::Truth(self.graph.always()),
            Literal::Truth(false) => Value::Truth(self.graph.never()),
            Literal::Choice(at) => {
                let length = match ty {
                    Type::Enum(id) => self.program.enumeration(id).values.len(),
                    _ => usize::from(at) + 1,
                };
                Value::Choice(self.graph.one_choice(usize::from(at), length))
            }
            Literal::None => Value::Absent,
            Literal::Text(_) | Literal::Region(_) | Literal::Subject(_) => {
                let known = self.graph.bool(true);
                Value::Atom(Atom { known, ..atom(AtomSource::Constant(literal)) })
            }
        }
    }

    /// An expression; one that stands in several places is lowered once.
    pub(crate) fn eval(&mut self, place: &Place<'_>, id: ExprId) -> Result<Value> {
        let body = std::ptr::from_ref(place.body) as usize;
        let key = (body, id, place.entity, place.year, place.unknown);
        if let Some(known) = self.expressions.get(&key) {
            return known.clone();
        }
        let outside = self.graph.take_overflow();
        let value = self.fresh(place, id);
        let value = match self.graph.take_overflow() {
            true => Err(Unsupported(Reason::TOO_WIDE)),
            false => value,
        };
        if outside {
            self.graph.note_overflow();
        }
        self.expressions.insert(key, value.clone());
        value
    }

    fn fresh(&mut self, place: &Place<'_>, id: ExprId) -> Result<Value> {
        let node = place.body.get(id);
        Ok(match &node.expr {
            Expr::Number(number) => self.literal(Literal::Number(*number), node.ty),
            Expr::Date(date) => self.literal(Literal::Date(*date), node.ty),
            Expr::Year(year) => self.literal(Literal::Year(*year), node.ty),
            Expr::Text(text) => self.literal(Literal::Text(*text), node.ty),
            Expr::Truth(truth) => self.literal(Literal::Truth(*truth), node.ty),
            Expr::Choice(_, at) => self.literal(Literal::Choice(*at), node.ty),
            Expr::Region(region) => self.literal(Literal::Region(*region), node.ty),
            Expr::None => self.nothing(node.ty),
            Expr::Today => self.literal(Literal::Date(self.as_of), node.ty),
            Expr::YearAgo(years) => self.literal(Literal::Year(self.year - *years as i32), node.ty),
            Expr::Fact(fact, when) => {
                let year = self.year_of(*when, place.year);
                self.fact(place, *fact, year)
            }
            Expr::Item(group, part, when) => {
                let year = self.year_of(*when, place.year);
                self.item(*group, *part, year, place.unknown)?
            }
            Expr::Follow(reference, inner) => self.follow(place, id, *reference, *inner)?,
            Expr::Outer(_) => return Err(Unsupported(Reason::new("列表引用外层主体", "the subject around a list"))),
            Expr::Arith(op, a, b) => {
                let (a, b) = (self.eval(place, *a)?, self.eval(place, *b)?);
                match (a, b) {
                    (Value::Absent, _) | (_, Value::Absent) => Value::Absent,
                    (Value::Number(a), Value::Number(b)) => Value::Number(self.graph.apply(*op, &a, &b)?),
                    _ => {
                        return Err(Unsupported(Reason::new(
                            "对不是数的东西作运算",
                            "arithmetic of what is no number",
                        )));
                    }
                }
            }
            Expr::Pow(a, exponent) => match self.eval(place, *a)? {
                Value::Number(number) => {
                    let mut power = self.graph.constant_number(wuwei_ir::Number::ONE);
                    for _ in 0..*exponent {
                        power = self.graph.apply(wuwei_ir::ArithOp::Mul, &power, &number)?;
                    }
                    power.absent = number.absent;
                    power.maybe = number.maybe;
                    Value::Number(power)
                }
                other => other,
            },
            Expr::Negate(a) => match self.eval(place, *a)? {
                Value::Number(number) => Value::Number(self.graph.negate_number(&number)),
                other => other,
            },
            Expr::Compare(op, a, b) => {
                let (a, b) = (self.eval(place, *a)?, self.eval(place, *b)?);
                Value::Truth(self.graph.compare(*op, &a, &b)?)
            }
            Expr::IsNone(a) => {
                let value = self.eval(place, *a)?;
                let (absent, maybe) = self.graph.absence(&value);
                Value::Truth(Truth { yes: absent, maybe })
            }
            Expr::OneOf(a, choices) => Value::Truth(self.one_of(place, *a, choices)?),
            Expr::WithinRegion(a, outer) => {
                let value = self.eval(place, *a)?;
                Value::Truth(self.within_region(&value, *outer)?)
            }
            Expr::WithinCode(a, prefix) => {
                let value = self.eval(place, *a)?;
                Value::Truth(self.names(
                    &value,
                    |literal| match literal {
                        Literal::Text(code) => code.as_str().starts_with(prefix.as_str()),
                        _ => false,
                    },
                    Match::Begins(prefix.as_str().to_string()),
                )?)
            }
            Expr::WithinYears(a, years) => Value::Truth(self.within_years(place, *a, *years)?),
            Expr::Not(a) => {
                let truth = self.truth(place, *a)?;
                Value::Truth(self.graph.negate_truth(truth))
            }
            Expr::All(clauses) => Value::Truth(self.block(place, clauses, clauses.len())?),
            Expr::Any(clauses) => Value::Truth(self.block(place, clauses, 1)?),
            Expr::AtLeast(number, clauses) => Value::Truth(self.block(place, clauses, *number as usize)?),
            Expr::Cap(a, b) => self.clipped(place, *a, *b, false)?,
            Expr::Floor(a, b) => self.clipped(place, *a, *b, true)?,
            Expr::Round(a, step, mode) => match self.eval(place, *a)? {
                Value::Number(number) => Value::Number(self.graph.round(&number, *step, *mode)?),
                other => other,
            },
            Expr::Larger(all) => {
                let all = self.all(place, all)?;
                self.pick(&all, true)?
            }
            Expr::Smaller(all) => {
                let all = self.all(place, all)?;
                self.pick(&all, false)?
            }
            Expr::OverYears { aggregate, body, years, actual } => {
                self.over_years(place, *aggregate, *body, *years, *actual)?
            }
            Expr::OverRelated { aggregate, body, relation, filter } => {
                self.over_related(place, id, *aggregate, *body, *relation, *filter)?
            }
            Expr::Since(unit, a) => match self.eval(place, *a)? {
                Value::Number(number) => Value::Number(self.since(*unit, &number)?),
                other => other,
            },
            Expr::YearOf(a) => match self.eval(place, *a)? {
                Value::Number(number) => Value::Number(self.graph.map_number(&number, |graph, at| {
                    let day = day_of(graph, at)?;
                    let year = graph.calendar(Calendar::YearOf, day);
                    Ok(Quantity::Fraction(graph.whole_fraction(year)))
                })?),
                other => other,
            },
            Expr::AddMonths(a, b, side) => self.add_months(place, *a, *b, *side)?,
            Expr::Bands(..) | Expr::Cases(..) => self.table(place, id)?,
            Expr::Scaled(a, low, high) => self.scaled(place, *a, *low, *high)?,
            Expr::Expert(fact, within) => self.expert(place, *fact, *within)?,
            Expr::Range(low, high) => {
                let (low, high) = (self.eval(place, *low)?, self.eval(place, *high)?);
                match (low, high) {
                    (Value::Number(low), Value::Number(high)) => Value::Number(crate::value::Number {
                        low: low.low,
                        high: high.high,
                        absent: self.graph.or(low.absent, high.absent),
                        maybe: self.graph.or(low.maybe, high.maybe),
                    }),
                    _ => Value::Absent,
                }
            }
            Expr::Weight(table, row) => self.weight(place, *table, *row)?,
            Expr::Binary64(_) => self.binary64(place, id)?,
            Expr::NotComputable(_) | Expr::Progress(_) => self.anything(node.ty, false),
        })
    }

    fn all(&mut self, place: &Place<'_>, ids: &[ExprId]) -> Result<Vec<Value>> {
        ids.iter().map(|id| self.eval(place, *id)).collect()
    }

    /// Whether at least so many conditions hold.
    pub(crate) fn block(&mut self, place: &Place<'_>, clauses: &[Clause], wanted: usize) -> Result<Truth> {
        let truths: Vec<Truth> = clauses.iter().map(|clause| self.truth(place, clause.expr)).collect::<Result<_>>()?;
        Ok(self.at_least(&truths, wanted))
    }

    fn at_least(&mut self, truths: &[Truth], wanted: usize) -> Truth {
        let graph = &mut self.graph;
        if wanted == 0 {
            return graph.always();
        }
        if wanted > truths.len() {
            return graph.never();
        }
        if wanted == truths.len() {
            let start = graph.always();
            return truths.iter().fold(start, |all, truth| graph.both(all, *truth));
        }
        if wanted == 1 {
            let start = graph.never();
            return truths.iter().fold(start, |any, truth| graph.one_of(any, *truth));
        }
        let wanted = graph.int(wanted as i128);
        let certain = graph.count(truths.iter().map(|truth| truth.yes).collect());
        let possible = graph.count(truths.iter().map(|truth| truth.maybe).collect());
        Truth { yes: graph.at_most(wanted, certain), maybe: graph.at_most(wanted, possible) }
    }

    fn one_of(&mut self, place: &Place<'_>, a: ExprId, choices: &[ExprId]) -> Result<Truth> {
        let value = self.eval(place, a)?;
        let mut known: Vec<usize> = Vec::new();
        let mut truth = self.graph.never();
        for choice in choices {
            let choice = self.eval(place, *choice)?;
            let constant = match &choice {
                Value::Choice(c) if self.graph.is_false(c.maybe) => {
                    c.only.iter().position(|only| self.graph.is_true(*only))
                }
                _ => None,
            };
            match constant {
                Some(at) => known.push(at),
                None => {
                    let equal = self.graph.compare(wuwei_ir::CompareOp::Equal, &value, &choice)?;
                    truth = self.graph.one_of(truth, equal);
                }
            }
        }
        if let Value::Choice(choice) = &value
            && !known.is_empty()
        {
            let among = self.graph.compare_choice_with(choice, |n| known.contains(&n));
            let among = self.graph.unless_absent(among, choice.absent, choice.maybe);
            truth = self.graph.one_of(truth, among);
        }
        Ok(truth)
    }

    pub(crate) fn within_region(&mut self, value: &Value, outer: RegionId) -> Result<Truth> {
        let program = self.program;
        let inside: Vec<u32> =
            (0..program.regions.len() as u32).filter(|region| program.is_within(RegionId(*region), outer)).collect();
        self.names(
            value,
            |literal| match literal {
                Literal::Region(inner) => program.is_within(inner, outer),
                _ => false,
            },
            Match::Within(inside),
        )
    }

    /// Whether an atom meets a condition on its name.
    fn names(&mut self, value: &Value, holds: impl Fn(Literal) -> bool, what: Match) -> Result<Truth> {
        Ok(match value {
            Value::Atom(atom) => {
                let truth = match atom.source {
                    AtomSource::Anything => self.graph.unknown(),
                    AtomSource::Constant(literal) => {
                        let holds = self.graph.bool(holds(literal));
                        self.graph.if_known(holds, atom.known)
                    }
                    AtomSource::Column(column) => {
                        let holds = self.graph.matches(column, what);
                        self.graph.if_known(holds, atom.known)
                    }
                };
                self.graph.unless_absent(truth, atom.absent, atom.maybe)
            }
            Value::Absent => self.graph.never(),
            _ => self.graph.unknown(),
        })
    }

    /// A year from so many years ago to this one; a day after the same day so many years ago, up to today.
    fn within_years(&mut self, place: &Place<'_>, a: ExprId, years: u32) -> Result<Truth> {
        let value = self.eval(place, a)?;
        let (low, high) = match place.body.get(a).ty {
            Type::Date => {
                let start = self.as_of.add_months(-12 * i64::from(years), false).unwrap_or(Date::MIN);
                (i64::from(start.days()) + 1, i64::from(self.as_of.days()))
            }
            _ => (i64::from(self.year) - i64::from(years), i64::from(self.year)),
        };
        let mut bound = |n: i64| Value::Number(self.graph.constant_number(wuwei_ir::Number::int(n)));
        let (low, high) = (bound(low), bound(high));
        let from = self.graph.compare(wuwei_ir::CompareOp::AtLeast, &value, &low)?;
        let to = self.graph.compare(wuwei_ir::CompareOp::AtMost, &value, &high)?;
        Ok(self.graph.both(from, to))
    }

    fn clipped(&mut self, place: &Place<'_>, a: ExprId, b: ExprId, larger: bool) -> Result<Value> {
        let (value, bound) = (self.eval(place, a)?, self.eval(place, b)?);
        let (Value::Number(x), Value::Number(y)) = (&value, &bound) else { return Ok(value) };
        let clipped = self.clip_numbers(x, y, larger)?;
        // A bound that may be absent may leave the value as it is.
        if self.graph.is_false(y.maybe) {
            return Ok(Value::Number(clipped));
        }
        let (there, not_absent) = (self.graph.not(y.maybe), self.graph.not(y.absent));
        let line = Truth { yes: there, maybe: not_absent };
        self.graph.choose(line, Value::Number(clipped), value)
    }

    pub(crate) fn clip_numbers(
        &mut self,
        x: &crate::value::Number,
        y: &crate::value::Number,
        larger: bool,
    ) -> Result<crate::value::Number> {
        let ends = ((x.low, x.high), (y.low, y.high));
        let (low, high) =
            if larger { self.graph.range_max(ends.0, ends.1)? } else { self.graph.range_min(ends.0, ends.1)? };
        Ok(crate::value::Number { low, high, ..*x })
    }

    fn since(&mut self, unit: TimeUnit, day: &crate::value::Number) -> Result<crate::value::Number> {
        let today = self.as_of.days();
        // The later the day, the shorter the time.
        let negative = self.graph.negate_number(day);
        self.graph.map_number(&negative, |graph, at| {
            let minus_day = day_of(graph, at)?;
            let day = graph.negate(minus_day);
            let whole = match unit {
                TimeUnit::Days => {
                    let today = graph.int(i128::from(today));
                    graph.sub(today, day)
                }
                TimeUnit::Months => graph.calendar(Calendar::MonthsUntil(today), day),
                TimeUnit::Years => {
                    let months = graph.calendar(Calendar::MonthsUntil(today), day);
                    // The reference cuts towards nought.
                    let twelve = graph.int(12);
                    let forwards = graph.floor_div(months, twelve);
                    let minus = graph.negate(months);
                    let backwards = graph.floor_div(minus, twelve);
                    let backwards = graph.negate(backwards);
                    let nought = graph.int(0);
                    let negative = graph.less(months, nought);
                    graph.select(negative, backwards, forwards)
                }
            };
            Ok(Quantity::Fraction(graph.whole_fraction(whole)))
        })
    }

    fn add_months(&mut self, place: &Place<'_>, a: ExprId, b: ExprId, side: MonthEnd) -> Result<Value> {
        let (day, months) = (self.eval(place, a)?, self.eval(place, b)?);
        let (Value::Number(day), Value::Number(months)) = (day, months) else { return Ok(Value::Absent) };
        let constant = self.graph.number_constant(&months).and_then(|months| months.floor().to_i64());
        let months = constant.and_then(|months| i32::try_from(months).ok()).filter(|months| months.abs() < 100_000);
        let months = months.ok_or(Unsupported(Reason::new(
            "月数不固定的若干月之后",
            "a day some months later, where the months vary",
        )))?;
        let next = side == MonthEnd::StartOfNext;
        let (first, last) = shiftable(months, next);
        let mut shift = |end: End| -> Result<End> {
            let graph = &mut self.graph;
            let day = day_of(graph, end.at)?;
            let later = graph.calendar(Calendar::AddMonths(months, next), day);
            // Where the calendar ends there is no end.
            let (first, last) = (graph.int(first), graph.int(last));
            let (before, after) = (graph.less(day, first), graph.less(last, day));
            let outside = graph.or(before, after);
            let open = graph.or(end.open, outside);
            Ok(End { at: Quantity::Fraction(graph.whole_fraction(later)), open })
        };
        let low = shift(day.low)?;
        let high = if day.is_point() { low } else { shift(day.high)? };
        Ok(Value::Number(crate::value::Number { low, high, absent: day.absent, maybe: day.maybe }))
    }

    /// The calendar year meant by a period.
    pub(crate) fn year_of(&self, when: wuwei_ir::When, context: Option<i32>) -> Option<i32> {
        match when {
            wuwei_ir::When::Single => None,
            wuwei_ir::When::Ago(years) => Some(self.year - years as i32),
            wuwei_ir::When::In(year) => Some(year),
            wuwei_ir::When::Context => context,
        }
    }
}

/// The first and the last day that can be shifted by so many months. A day outside the calendar is shifted as its first or
/// last, so an end of the calendar that can be shifted is no end here.
fn shiftable(months: i32, next: bool) -> (i128, i128) {
    let fits =
        |day: i32| Date::from_days(i64::from(day)).and_then(|day| day.add_months(i64::from(months), next)).is_some();
    let (first, last) = (Date::MIN.days(), Date::MAX.days());
    // The day next to one that can't be shifted, on the way to one that can.
    let border = |mut outside: i32, mut inside: i32| {
        while (outside - inside).abs() > 1 {
            let middle = outside + (inside - outside) / 2;
            if fits(middle) { inside = middle } else { outside = middle }
        }
        i128::from(inside)
    };
    match (fits(first), fits(last)) {
        (true, true) => (i128::MIN >> 2, i128::MAX >> 2),
        (false, true) => (border(first, last), i128::MAX >> 2),
        (true, false) => (i128::MIN >> 2, border(last, first)),
        (false, false) => (0, -1),
    }
}

/// The day that a quantity is.
fn day_of(graph: &mut Graph, at: Quantity) -> Result<crate::graph::NodeId> {
    match at {
        Quantity::Fraction(fraction) => Ok(graph.floor_div(fraction.above, fraction.below)),
        Quantity::Double(_) => Err(Unsupported(Reason::new("以双精度数表示的日期", "a day as a double"))),
    }
}

/// The name of a source's fact, for people.
pub(crate) fn source_name(program: &Program, source: &Source) -> String {
    match source {
        Source::Fact(fact, year) => program.fact(*fact).column(*year),
        Source::Derived(name, _) => name.clone(),
    }
}
