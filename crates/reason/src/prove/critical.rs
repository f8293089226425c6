//! At which values of a fact something may change: the values that documents compare it with, and a few ordinary ones.

use rustc_hash::{FxHashMap, FxHashSet};
use wuwei_engine::{Evaluator, Row, Value};
use wuwei_ir::{
    ArithOp, Base, Body, Bound, Date, EntityId, Expr, ExprId, Fact, FactId, ItemKind, Literal, Number, PartBody,
    Program, RegionId, Type,
};

use super::shape::{Link, Shape, Var};

/// What all rules in force compare facts with.
pub(crate) struct Critical {
    numbers: FxHashMap<FactId, Vec<Number>>,
    texts: FxHashMap<FactId, Vec<Literal>>,
    regions: Vec<RegionId>,
}

impl Critical {
    /// Reads all rules in force on a day.
    pub(crate) fn of(program: &Program, day: Date) -> Critical {
        let mut out =
            Critical { numbers: FxHashMap::default(), texts: FxHashMap::default(), regions: vec![RegionId(0)] };
        let nobody = super::world::World { shape: &Shape::of(program, day, EntityId(0), &[]), point: &[] };
        let evaluator = Evaluator::new(program, &nobody, day);
        for item in program.items.iter().filter(|item| item.head.in_force(day)) {
            for (_, node) in item.body.iter() {
                out.node(&evaluator, &item.body, &node.expr);
            }
        }
        for document in &program.documents {
            out.regions.push(document.region);
        }
        let mut seen = FxHashSet::default();
        out.regions.retain(|region| seen.insert(*region));
        out
    }

    fn node(&mut self, evaluator: &Evaluator<'_>, body: &Body, expr: &Expr) {
        let mut pair = |a: ExprId, b: ExprId| {
            let Some(fact) = direct(body, a) else { return };
            if let Some(number) = constant(evaluator, body, b) {
                self.numbers.entry(fact).or_default().push(number);
            }
            match body.get(b).expr {
                Expr::Text(text) => self.texts.entry(fact).or_default().push(Literal::Text(text)),
                Expr::Region(region) => self.texts.entry(fact).or_default().push(Literal::Region(region)),
                _ => {}
            }
        };
        match expr {
            Expr::Compare(_, a, b) => {
                pair(*a, *b);
                pair(*b, *a);
            }
            Expr::Bands(a, bands, _) => bands.iter().for_each(|band| pair(*a, band.bound)),
            Expr::OneOf(a, all) => all.iter().for_each(|b| pair(*a, *b)),
            Expr::Scaled(a, low, high) => [*low, *high].into_iter().for_each(|b| pair(*a, b)),
            Expr::WithinRegion(a, region) => {
                if let Some(fact) = direct(body, *a) {
                    self.texts.entry(fact).or_default().push(Literal::Region(*region));
                }
            }
            Expr::WithinCode(a, prefix) => {
                if let Some(fact) = direct(body, *a) {
                    self.texts.entry(fact).or_default().push(Literal::Text(*prefix));
                }
            }
            _ => {}
        }
    }

    /// The values of a fact that are worth trying, the most ordinary first.
    pub(crate) fn values(&self, shape: &Shape<'_>, var: Var, home: RegionId) -> Vec<Literal> {
        let (program, day) = (shape.program, shape.day);
        let fact = program.fact(var.fact);
        let mut out: Vec<Literal> = match fact.ty {
            Type::Truth => vec![Literal::Truth(false), Literal::Truth(true)],
            Type::Enum(id) => (0..program.enumeration(id).values.len() as u8).map(Literal::Choice).collect(),
            Type::Region => {
                let regions = self.regions.iter().map(|region| Literal::Region(*region));
                std::iter::once(Literal::Region(home)).chain(regions).collect()
            }
            Type::Text | Type::Code(_) => self.texts.get(&var.fact).cloned().unwrap_or_default(),
            Type::Entity(_) => {
                let slot = &shape.slots[var.slot];
                let mut out = Vec::new();
                if let Some((from, Link::Member(relation, _))) = slot.from
                    && program.relation(relation).by == var.fact
                {
                    out.push(Literal::Subject(elsewhere()));
                    out.push(Literal::Subject(shape.slots[from].name));
                }
                if let Some(to) = shape.followed(var.slot, var.fact) {
                    out.push(Literal::Subject(shape.slots[to].name));
                }
                out
            }
            Type::Date | Type::Year => {
                let mut days = self.around(var.fact, fact);
                days.extend(days_around(day, fact.ty));
                days.into_iter().filter_map(|number| literal(fact.ty, number)).collect()
            }
            Type::Quantity(_) | Type::Ratio => {
                let mut numbers = ordinary(fact);
                numbers.extend(self.around(var.fact, fact));
                numbers.into_iter().map(Literal::Number).collect()
            }
            Type::Any => Vec::new(),
        };
        if fact.or_none && !matches!(fact.ty, Type::Any) {
            out.push(Literal::None);
        }
        let mut seen: Vec<Literal> = Vec::new();
        out.retain(|value| {
            let fits = allowed(fact, day, *value) && !seen.contains(value);
            if fits {
                seen.push(*value);
            }
            fits
        });
        out
    }

    /// What documents compare it with, and the values beside.
    fn around(&self, id: FactId, fact: &Fact) -> Vec<Number> {
        let grain = grain(fact.ty);
        let mut known = self.numbers.get(&id).cloned().unwrap_or_default();
        known.sort_unstable();
        known.dedup();
        let beside = |number: &Number| [Some(*number), number.sub(grain), number.add(grain)].into_iter().flatten();
        known.iter().flat_map(beside).collect()
    }
}

/// Facts that are parts of others, as far as documents tell: the one is divided by the other, and never asked to be more.
pub(crate) fn parts(program: &Program, day: Date) -> Vec<(FactId, FactId)> {
    let mut out: Vec<(FactId, FactId)> = Vec::new();
    for item in program.items.iter().filter(|item| item.head.in_force(day)) {
        for (_, node) in item.body.iter() {
            let Expr::Arith(ArithOp::Div, a, b) = node.expr else { continue };
            let fact = |id: ExprId| match item.body.get(id).expr {
                Expr::Fact(fact, when) => Some((fact, when)),
                _ => None,
            };
            let (Some((a, one)), Some((b, other))) = (fact(a), fact(b)) else { continue };
            if a != b && one == other && program.fact(a).ty == program.fact(b).ty && !out.contains(&(a, b)) {
                out.push((a, b));
            }
        }
    }
    // What goes both ways is no part.
    let both: Vec<(FactId, FactId)> = out.iter().filter(|(a, b)| out.contains(&(*b, *a))).copied().collect();
    out.retain(|pair| !both.contains(pair));
    out
}

/// Facts by which something is divided.
pub(crate) fn divisors(program: &Program) -> FxHashSet<FactId> {
    let mut out = FxHashSet::default();
    for item in &program.items {
        for (_, node) in item.body.iter() {
            let Expr::Arith(ArithOp::Div, _, b) = node.expr else { continue };
            let mut open = vec![b];
            while let Some(id) = open.pop() {
                if let Expr::Fact(fact, _) = item.body.get(id).expr {
                    out.insert(fact);
                }
                item.body.get(id).expr.operands(&mut |operand| open.push(operand));
            }
        }
    }
    out
}

/// Whom a member of a list belongs to if not to the subject asked about.
fn elsewhere() -> wuwei_source::Name {
    wuwei_source::Name::new("—")
}

/// The smallest step in which people give a fact: one person, one 分, one day, a hundredth of a percent or point.
pub(crate) fn grain(ty: Type) -> Number {
    match ty {
        Type::Quantity(dim) if dim.base().is_some_and(is_whole) => Number::ONE,
        Type::Date | Type::Year => Number::ONE,
        Type::Quantity(dim) if dim.base().is_none() => Number::ratio(1, 10_000).unwrap_or(Number::ONE),
        Type::Ratio => Number::ratio(1, 10_000).unwrap_or(Number::ONE),
        _ => Number::ratio(1, 100).unwrap_or(Number::ONE),
    }
}

/// Whether people give it in whole numbers of its base unit; money in whole 分.
pub(crate) fn is_whole(base: Base) -> bool {
    !matches!(base, Base::Point | Base::Area | Base::TeachingHour | Base::Year | Base::Month | Base::Day)
}

/// The fact that an expression is nothing but.
pub(crate) fn direct(body: &Body, id: ExprId) -> Option<FactId> {
    match body.get(id).expr {
        Expr::Fact(fact, _) => Some(fact),
        Expr::Follow(_, inner) => direct(body, inner),
        _ => None,
    }
}

/// Whether an expression reads no fact and no rule.
fn is_constant(body: &Body, id: ExprId) -> bool {
    match &body.get(id).expr {
        Expr::Fact(..) | Expr::Item(..) | Expr::Weight(..) | Expr::Progress(_) | Expr::NotComputable(_) => false,
        Expr::Follow(..) | Expr::OverRelated { .. } | Expr::OverYears { .. } | Expr::Expert(..) => false,
        expr => {
            let mut all = true;
            expr.operands(&mut |operand| all &= is_constant(body, operand));
            all
        }
    }
}

/// The number that an expression always has on a day.
pub(crate) fn constant(evaluator: &Evaluator<'_>, body: &Body, id: ExprId) -> Option<Number> {
    if !body.get(id).ty.is_numeric() || !is_constant(body, id) {
        return None;
    }
    match evaluator.expression(body, id, Row::unknown(EntityId(0)), None) {
        value @ Value::Number(range, _) if value.is_exact() => range.exact(),
        _ => None,
    }
}

/// A number as the value of a fact.
pub(crate) fn literal(ty: Type, number: Number) -> Option<Literal> {
    match ty {
        Type::Date => number.floor().to_i64().and_then(Date::from_days).map(Literal::Date),
        Type::Year => number.floor().to_i64().and_then(|year| i32::try_from(year).ok()).map(Literal::Year),
        _ => Some(Literal::Number(number)),
    }
}

/// The number that a value is.
pub(crate) fn number(value: Literal) -> Option<Number> {
    match value {
        Literal::Number(number) => Some(number),
        Literal::Date(date) => Some(Number::int(i64::from(date.days()))),
        Literal::Year(year) => Some(Number::int(i64::from(year))),
        _ => None,
    }
}

/// Whether the declaration of a fact allows a value.
pub(crate) fn allowed(fact: &Fact, day: Date, value: Literal) -> bool {
    if value == Literal::None {
        return fact.or_none;
    }
    let (Some(value), Some((low, high))) = (number(value), fact.range) else { return true };
    let bound = |bound: Bound| match bound {
        Bound::Number(number) => number,
        Bound::Today => Number::int(i64::from(day.days())),
    };
    bound(low) <= value && value <= bound(high)
}

/// Values that are ordinary for something counted or measured like this, one of the middle first.
fn ordinary(fact: &Fact) -> Vec<Number> {
    let base = fact.ty.base();
    let whole = |all: &[i64]| all.iter().map(|n| Number::int(*n)).collect::<Vec<_>>();
    let hundredths = |all: &[i64]| all.iter().filter_map(|n| Number::ratio(i128::from(*n), 100)).collect::<Vec<_>>();
    let span = fact.range.and_then(|(low, high)| match (low, high) {
        (Bound::Number(low), Bound::Number(high)) => Some((low, high)),
        _ => None,
    });
    if let Some((low, high)) = span
        && let Some(width) = high.sub(low).filter(|width| *width <= Number::int(40) && *width >= Number::ONE)
    {
        let middle = low.add(width.div(Number::int(2)).unwrap_or(width)).map(Number::floor);
        let steps = (0..=width.floor().to_i64().unwrap_or(0)).filter_map(|n| low.add(Number::int(n)));
        return middle.into_iter().chain([high, low]).chain(steps).collect();
    }
    match base {
        // 2,000万元, in 分.
        Some(Base::Money) => whole(&[200_000, 0, 1000, 10_000, 100_000, 500_000, 1_000_000, 10_000_000])
            .into_iter()
            .filter_map(|n| n.mul(Number::int(10_000)))
            .collect(),
        Some(_) => whole(&[20, 0, 1, 2, 3, 5, 10, 50, 100, 200]),
        None if fact.ty == Type::Ratio => hundredths(&[20, 0, 1, 5, 10, 50, 80, 100]),
        None => whole(&[5, 0, 1, 2, 10, 100]),
    }
}

/// Days and years at which something may be over, or not yet be.
fn days_around(day: Date, ty: Type) -> Vec<Number> {
    if ty == Type::Year {
        let year = |n: i32| Number::int(i64::from(day.year() - n));
        return [1, 0, 2, 3, 4, 5, 6, 10, -1, -2].into_iter().map(year).collect();
    }
    let months = [-72, 0, -12, -24, -36, -48, -60, -120, -180, -240, 12, 24, 36];
    let at = |months: i64| day.add_months(months, false).map(|date| i64::from(date.days()));
    let beside = |days: i64| [days, days - 1, days + 1].map(Number::int);
    months.into_iter().filter_map(at).flat_map(beside).collect()
}

/// The expressions of an item that answer something: its condition, its formulas.
pub(crate) fn roots(kind: &ItemKind) -> Vec<ExprId> {
    match kind {
        ItemKind::Value { formula, .. } => vec![*formula],
        ItemKind::Status { condition } => vec![*condition],
        ItemKind::Benefit(benefit) => vec![benefit.when, benefit.amount],
        ItemKind::Score(score) => {
            let formula = |part: &wuwei_ir::Part| match part.body {
                PartBody::Formula(formula) => Some(formula),
                PartBody::Parts(_) => None,
            };
            score.parts.iter().filter_map(formula).collect()
        }
    }
}
