//! Finding a subject of whom something holds, or that there is none.
//!
//! The abstract formulas of [`super::formula`] say first whether anything could meet the goals, and how; from there a
//! concrete subject is looked for by changing one fact after the other, each to a value at which something may change.
//! A subject counts as found when the reference evaluator says so.

use rustc_hash::FxHashSet;
use wuwei_engine::{Evaluator, Truth};
use wuwei_ir::{Date, ExprId, FactId, GroupId, ItemId, Literal, Number, Program, RegionId, Type};

use super::cost::Cost;
use super::critical::{Critical, allowed, divisors, grain, literal, number, parts};
use super::formula::{Abstract, Cell};
use super::sense::Sense;
use super::shape::{Shape, Var};
use super::solve::{Solved, Solver};
use super::world::{Point, World};

/// What is asked about the first subject of a shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Ask {
    /// Whether a rule concerns it and says yes; for a benefit, whether it is due.
    Rule(GroupId),
    /// Whether a rule concerns it.
    Concerned(GroupId),
    /// Whether a condition of a rule holds.
    Condition(ItemId, ExprId),
}

/// What is wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Goal {
    pub(crate) ask: Ask,
    pub(crate) wanted: bool,
}

pub(crate) fn yes(ask: Ask) -> Goal {
    Goal { ask, wanted: true }
}

pub(crate) fn no(ask: Ask) -> Goal {
    Goal { ask, wanted: false }
}

/// What a search came to.
pub(crate) enum Found {
    /// A subject that meets the goals, evaluated.
    Point(Point),
    /// No subject meets them.
    Nobody,
    /// Neither was shown.
    Open,
}

/// So many times the search begins anew.
const STARTS: u64 = 5;

/// From this start on a subject may be odd: a part may be more than what it is a part of.
pub(crate) const ODD: u64 = 2;

/// So often a few facts are set anew from one start.
const RESETS: usize = 1;

/// So many times all facts are gone through from one start.
const SWEEPS: usize = 5;

/// The rules of one day.
pub(crate) struct Search<'a> {
    pub(crate) program: &'a Program,
    pub(crate) day: Date,
    pub(crate) critical: Critical,
    /// Facts that are parts of others.
    parts: Vec<(FactId, FactId)>,
    /// Facts by which something is divided.
    divisors: FxHashSet<FactId>,
    sense: Sense,
}

impl<'a> Search<'a> {
    pub(crate) fn new(program: &'a Program, day: Date) -> Search<'a> {
        let critical = Critical::of(program, day);
        Search {
            program,
            day,
            critical,
            parts: parts(program, day),
            divisors: divisors(program),
            sense: Sense::of(program, day),
        }
    }

    /// The region in which the subject of a rule is at home here.
    pub(crate) fn home(&self, group: GroupId) -> RegionId {
        let version = self.program.version(group, self.day);
        let id = version.unwrap_or_else(|| self.program.group(group).versions[0]);
        let region = self.program.document(self.program.item(id).head.doc).region;
        // A rule of a whole nation or province concerns somebody in a place that documents speak of.
        let inner = self.program.documents.iter().map(|document| document.region);
        let inside = inner.filter(|inner| self.program.is_within(*inner, region));
        inside.max_by_key(|inner| self.program.region_chain(*inner).count()).unwrap_or(region)
    }

    /// What the rules need that a search is about, the facts at home in a region.
    pub(crate) fn shape(&self, rules: &[GroupId]) -> Shape<'a> {
        let entity = self.program.group(rules[0]).entity;
        Shape::of(self.program, self.day, entity, rules)
    }

    /// Whether the goals are met for certain.
    pub(crate) fn meets(&self, shape: &Shape<'a>, point: &[Option<Literal>], goals: &[Goal]) -> bool {
        meets_in(self.program, shape, point, goals)
    }

    /// Looks for a subject that meets the goals, at home in a region.
    pub(crate) fn find(&self, shape: &Shape<'a>, home: RegionId, goals: &[Goal]) -> Found {
        for seed in 0..STARTS {
            let start = match self.model(shape, goals, seed) {
                Solved::Never => return Found::Nobody,
                Solved::Open => break,
                Solved::Model(_) => self.from(shape, home, goals, seed),
            };
            let odd = |point: &[Option<Literal>]| if seed < ODD { self.odd(shape, point) } else { 0.0 };
            let cost = |point: &[Option<Literal>]| self.cost(shape, point, goals) + odd(point);
            let (point, left) = self.descend(shape, home, start, seed, &[], &cost, 0.0);
            if left <= 0.0 {
                return Found::Point(point);
            }
        }
        Found::Open
    }

    /// A subject to begin with, as near to the goals as thresholds alone tell; none where nobody meets them.
    pub(crate) fn begun(&self, shape: &Shape<'a>, home: RegionId, goals: &[Goal], seed: u64) -> Option<Point> {
        match self.model(shape, goals, seed) {
            Solved::Never => None,
            _ => Some(self.from(shape, home, goals, seed)),
        }
    }

    fn from(&self, shape: &Shape<'a>, home: RegionId, goals: &[Goal], seed: u64) -> Point {
        // The first ones are ordinary throughout, later ones anything.
        let start = self.start(shape, home, if seed > 2 { seed } else { 0 });
        self.modelled(shape, home, goals, seed, start)
    }

    /// How odd a subject is.
    pub(crate) fn odd(&self, shape: &Shape<'a>, point: &[Option<Literal>]) -> f64 {
        let mut out = 0.0;
        for (n, var) in shape.vars.iter().enumerate() {
            for (_, whole) in self.parts.iter().filter(|(part, _)| *part == var.fact) {
                let whole = shape.var(Var { fact: *whole, ..*var }).and_then(|whole| point[whole]);
                if let (Some(part), Some(whole)) = (point[n].and_then(number), whole.and_then(number))
                    && part > whole
                {
                    out += 0.5;
                }
            }
        }
        out
    }

    pub(crate) fn cost(&self, shape: &Shape<'a>, point: &[Option<Literal>], goals: &[Goal]) -> f64 {
        cost_in(self.program, shape, point, goals)
    }

    /// Whether the goals can be met at all, as far as thresholds alone tell.
    fn model(&self, shape: &Shape<'a>, goals: &[Goal], seed: u64) -> Solved {
        self.with_model(shape, goals, seed, |_, solved| solved)
    }

    /// Where everybody whom the goals are about is at home: the innermost of the regions of the rules that concern them.
    fn ground(&self, goals: &[Goal]) -> RegionId {
        let region = |goal: &Goal| {
            let item = match goal.ask {
                Ask::Rule(group) | Ask::Concerned(group) => self.program.version(group, self.day)?,
                Ask::Condition(..) => return None,
            };
            goal.wanted.then(|| self.program.document(self.program.item(item).head.doc).region)
        };
        let regions = goals.iter().filter_map(region);
        regions.max_by_key(|region| self.program.region_chain(*region).count()).unwrap_or(RegionId(0))
    }

    fn with_model<R>(
        &self,
        shape: &Shape<'a>,
        goals: &[Goal],
        seed: u64,
        then: impl FnOnce(&Abstract<'_>, Solved) -> R,
    ) -> R {
        let nobody = Shape::of(self.program, self.day, shape.slots[0].row.entity, &[]);
        let world = World { shape: &nobody, point: &[] };
        let evaluator = Evaluator::new(self.program, &world, self.day);
        let mut formulas = Abstract::new(self.program, &evaluator, self.ground(goals));
        let mut wanted = Vec::new();
        for goal in goals {
            let formula = match goal.ask {
                Ask::Rule(group) => formulas.rule(group),
                Ask::Concerned(group) => formulas.concerned(group),
                Ask::Condition(item, expr) => formulas.condition(item, expr),
            };
            wanted.push((formula, goal.wanted));
        }
        if !formulas.divide() {
            return then(&formulas, Solved::Open);
        }
        let atoms = formulas.atoms();
        let full = |n: usize| if n >= 128 { u128::MAX } else { (1u128 << n) - 1 };
        let all: Vec<u128> = formulas.quantities.iter().map(|quantity| full(quantity.cells.len())).collect();
        let solved = Solver::new(&atoms, &wanted, seed * 7919 + 12345).solve(all);
        then(&formulas, solved)
    }

    /// A subject of ordinary facts.
    pub(crate) fn start(&self, shape: &Shape<'a>, home: RegionId, seed: u64) -> Point {
        let mut random = Random(seed);
        let value = |var: &Var| {
            let values = self.critical.values(shape, *var, home);
            let none = Literal::Number(Number::ZERO);
            match seed {
                // What is better less is ordinarily none.
                0 if self.sense.is_better_down(var.fact) && values.contains(&none) => Some(none),
                0 => values.first().copied(),
                _ => random.pick(&values),
            }
        };
        let mut point: Point = shape.vars.iter().map(value).collect();
        let entity = shape.slots[0].row.entity;
        if let Some(home_fact) = self.program.entity(entity).home
            && let Some(var) = shape.var(Var { slot: 0, fact: home_fact, year: None })
        {
            point[var] = Some(Literal::Region(home));
        }
        point
    }

    /// A start brought to where the thresholds want it.
    fn modelled(&self, shape: &Shape<'a>, home: RegionId, goals: &[Goal], seed: u64, start: Point) -> Point {
        self.with_model(shape, goals, seed, |formulas, solved| {
            let mut point = start;
            let Solved::Model(model) = solved else { return point };
            for (quantity, left) in formulas.quantities.iter().zip(model) {
                let Some((path, fact, year)) = &quantity.direct else { continue };
                let slot = path.iter().try_fold(0, |slot, reference| shape.followed(slot, *reference));
                let Some(var) = slot.and_then(|slot| shape.var(Var { slot, fact: *fact, year: *year })) else {
                    continue;
                };
                for reference in path.iter().scan(0, |slot, reference| {
                    let from = *slot;
                    *slot = shape.followed(from, *reference)?;
                    Some((from, *reference, *slot))
                }) {
                    let (from, fact, to) = reference;
                    if let Some(var) = shape.var(Var { slot: from, fact, year: None }) {
                        point[var] = Some(Literal::Subject(shape.slots[to].name));
                    }
                }
                let fits = |value: &Option<Literal>| {
                    value.is_some_and(|value| {
                        let cells = quantity.cells.iter().enumerate();
                        cells.filter(|(n, _)| left & (1 << n) != 0).any(|(_, cell)| is_in(*cell, value))
                    })
                };
                if !fits(&point[var]) {
                    let values = self.critical.values(shape, shape.vars[var], home);
                    let fitting = values.into_iter().map(Some).find(fits);
                    let ty = self.program.fact(*fact).ty;
                    let between = || {
                        let cells = quantity.cells.iter().enumerate().filter(|(n, _)| left & (1 << n) != 0);
                        cells.filter_map(|(_, cell)| middle(*cell, ty)).map(Some).next()
                    };
                    if let Some(value) = fitting.or_else(between) {
                        point[var] = value;
                    }
                }
            }
            point
        })
    }

    /// Changes one fact after the other for as long as that lowers the cost: the best point reached, with its cost. Facts
    /// that are fixed stay.
    #[allow(clippy::too_many_arguments, reason = "each is one thing, and they belong together nowhere else")]
    pub(crate) fn descend(
        &self,
        shape: &Shape<'a>,
        home: RegionId,
        start: Point,
        seed: u64,
        fixed: &[usize],
        cost: &dyn Fn(&[Option<Literal>]) -> f64,
        enough: f64,
    ) -> (Point, f64) {
        let mut random = Random(seed + 77);
        let mut point = start;
        let mut now = cost(&point);
        if now <= enough {
            return (point, now);
        }
        let mut best = (point.clone(), now);
        let mut order: Vec<usize> = (0..shape.vars.len()).filter(|var| !fixed.contains(var)).collect();
        let mut stuck = 0;
        for _ in 0..SWEEPS {
            let before = now;
            random.shuffle(&mut order);
            for var in &order {
                for value in self.neighbours(shape, *var, home, &point) {
                    let kept = point[*var].replace(value);
                    let after = cost(&point);
                    if after < now {
                        now = after;
                        if now <= enough {
                            return (point, now);
                        }
                    } else {
                        point[*var] = kept;
                    }
                }
            }
            if now < best.1 {
                best = (point.clone(), now);
            }
            if now >= before {
                // Stuck: a few facts are set anew, but not for ever.
                stuck += 1;
                if stuck > RESETS {
                    break;
                }
                for _ in 0..2 {
                    if let Some(var) = random.pick(&order) {
                        let values = self.critical.values(shape, shape.vars[var], home);
                        point[var] = random.pick(&values).or(point[var]);
                    }
                }
                now = cost(&point);
            }
        }
        if now < best.1 { (point, now) } else { best }
    }

    /// Values to try for a fact: those at which something may change, and somewhat more or less than now.
    pub(crate) fn neighbours(
        &self,
        shape: &Shape<'a>,
        at: usize,
        home: RegionId,
        point: &[Option<Literal>],
    ) -> Vec<Literal> {
        let (var, now) = (shape.vars[at], point[at]);
        let mut out = self.critical.values(shape, var, home);
        let fact = self.program.fact(var.fact);
        // A part is tried as a share of what it is a part of, and the other way round.
        for (part, whole) in self.parts.iter().filter(|(part, whole)| *part == var.fact || *whole == var.fact) {
            let other = if *part == var.fact { *whole } else { *part };
            let other = shape.var(Var { fact: other, ..var }).and_then(|other| number(point[other]?));
            for share in [100, 80, 60, 30, 10, 5] {
                let share = if *part == var.fact { Number::ratio(share, 100) } else { Number::ratio(100, share) };
                let value = other.zip(share).and_then(|(other, share)| on_grain(other.mul(share)?, grain(fact.ty)));
                out.extend(value.and_then(|value| literal(fact.ty, value)).filter(|v| allowed(fact, self.day, *v)));
            }
        }
        if let (Type::Quantity(_) | Type::Ratio, Some(Literal::Number(now))) = (fact.ty, now) {
            for (times, by) in [(2, 1), (1, 2), (11, 10), (9, 10), (101, 100), (99, 100), (10, 1), (1, 10), (3, 2)] {
                let moved = Number::ratio(times, by).and_then(|factor| now.mul(factor));
                let whole = moved.and_then(|moved| on_grain(moved, grain(fact.ty)));
                let value = whole.map(Literal::Number).filter(|value| allowed(fact, self.day, *value));
                out.extend(value);
            }
        }
        out.retain(|value| Some(*value) != now);
        out
    }

    /// A point without the facts that make no difference, and with plain numbers where these do as well.
    pub(crate) fn bare(
        &self,
        shape: &Shape<'a>,
        point: &Point,
        keep: &[usize],
        still: &dyn Fn(&[Option<Literal>]) -> bool,
    ) -> Point {
        let mut out = point.clone();
        for var in (0..out.len()).rev().filter(|var| !keep.contains(var)) {
            let Some(value) = out[var].take() else { continue };
            if !still(&out) {
                out[var] = Some(value);
            }
        }
        for var in (0..out.len()).filter(|var| !keep.contains(var)) {
            let Some(value @ Literal::Number(_)) = out[var] else { continue };
            let odd = self.odd(shape, &out);
            for plain in self.plain(shape.vars[var].fact) {
                if Literal::Number(plain) == value {
                    break;
                }
                out[var] = Some(Literal::Number(plain));
                let fits = allowed(self.program.fact(shape.vars[var].fact), self.day, Literal::Number(plain));
                if fits && self.odd(shape, &out) <= odd && still(&out) {
                    break;
                }
                out[var] = Some(value);
            }
        }
        out
    }

    /// Plain numbers for a fact, the plainest first: none of it, unless something is divided by it.
    fn plain(&self, fact: FactId) -> Vec<Number> {
        let unit = self.program.fact(fact).unit.factor;
        let none = (!self.divisors.contains(&fact)).then_some(Number::ZERO);
        let money = self.program.fact(fact).ty == Type::MONEY;
        // Money in 万元, and so many of them as enterprises have.
        let all: &[i64] =
            if money { &[10_000_000, 1_000_000, 5_000_000, 20_000_000, 100_000_000] } else { &[20, 10, 50, 100] };
        none.into_iter().chain(all.iter().filter_map(|n| Number::int(*n).mul(unit))).collect()
    }
}

/// Whether the goals are met for certain under rules that may differ from those of the shape.
pub(crate) fn meets_in(program: &Program, shape: &Shape<'_>, point: &[Option<Literal>], goals: &[Goal]) -> bool {
    let world = World { shape, point };
    let evaluator = Evaluator::new(program, &world, shape.day);
    goals.iter().all(|goal| holds(&evaluator, shape, goal.ask) == Truth::of(goal.wanted))
}

/// How far a point is from the goals under rules that may differ from those of the shape.
pub(crate) fn cost_in(program: &Program, shape: &Shape<'_>, point: &[Option<Literal>], goals: &[Goal]) -> f64 {
    let world = World { shape, point };
    let evaluator = Evaluator::new(program, &world, shape.day);
    Cost { program, evaluator: &evaluator, world: &world }.of(goals)
}

/// A number brought to the grain in which people give it.
pub(crate) fn on_grain(number: Number, grain: Number) -> Option<Number> {
    number.div(grain)?.round_half_up()?.mul(grain)
}

/// What a question comes to.
pub(crate) fn holds(evaluator: &Evaluator<'_>, shape: &Shape<'_>, ask: Ask) -> Truth {
    let row = shape.slots[0].row;
    let program = shape.program;
    match ask {
        Ask::Rule(group) => {
            let is_benefit = matches!(program.group(group).ty, Type::Quantity(_));
            let truth = if is_benefit {
                evaluator.due(group, row).eligible
            } else {
                evaluator.value(group, None, row, None).truth()
            };
            truth.and(evaluator.concerns(group, row))
        }
        Ask::Concerned(group) => evaluator.concerns(group, row),
        Ask::Condition(item, expr) => {
            let item = program.item(item);
            evaluator.expression(&item.body, expr, row, None).truth()
        }
    }
}

fn is_in(cell: Cell, value: Literal) -> bool {
    match (cell, value) {
        (Cell::Absent, Literal::None) => true,
        (Cell::Choice(at), Literal::Choice(value)) => at == value,
        (Cell::Truth(truth), Literal::Truth(value)) => truth == value,
        (Cell::At(at), value) => number(value) == Some(at),
        (Cell::Between(low, high), value) => {
            number(value).is_some_and(|value| low.is_none_or(|low| low < value) && high.is_none_or(|high| value < high))
        }
        _ => false,
    }
}

/// A value of a possibility.
fn middle(cell: Cell, ty: Type) -> Option<Literal> {
    match cell {
        Cell::Absent => Some(Literal::None),
        Cell::Choice(at) => Some(Literal::Choice(at)),
        Cell::Truth(truth) => Some(Literal::Truth(truth)),
        Cell::At(at) => literal(ty, at),
        Cell::Between(low, high) => {
            let both = low.zip(high).and_then(|(low, high)| low.add(high)?.div(Number::int(2)));
            let one = || low.and_then(|low| low.add(grain(ty))).or_else(|| high?.sub(grain(ty)));
            literal(ty, on_grain(both.or_else(one)?, grain(ty))?)
        }
    }
}

/// A small generator of numbers that look random, the same ones every time.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn pick<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        if all.is_empty() { None } else { Some(all[(self.next() % all.len() as u64) as usize]) }
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        for n in (1..all.len()).rev() {
            all.swap(n, (self.next() % (n as u64 + 1)) as usize);
        }
    }
}
