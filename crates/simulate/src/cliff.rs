//! What passing a threshold comes to, where a reform moves it.
//!
//! A reform that moves a threshold moves what happens at it. For each number that a fact is compared with before or after, but
//! not on both sides, the subjects nearest to it are put just below it and on it, everything else as it is, and asked what they
//! are due in both worlds. A *cliff* is where passing the threshold upwards lowers what somebody is due.

use std::collections::BTreeSet;

use wuwei_engine::{Evaluator, Population, Range, Row};
use wuwei_facts::Column;
use wuwei_ir::{CompareOp, Dim, EntityId, Expr, ExprId, FactId, GroupId, ItemId, Literal, Number, Program, Type, When};

use crate::grouping::{column, numbers};
use crate::rules::{Rule, RuleKind};
use crate::world::World;

/// A number that a fact is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// The fact and its year.
    pub fact: Column,
    /// What it is compared with, in base units.
    pub bound: Number,
    /// Whether the rules as they are have it.
    pub before: bool,
    /// Whether the rules as they would be have it.
    pub after: bool,
}

/// What passing a threshold comes to in one world, for the subject for whom it comes to most: what it is due together just below
/// and on it (or just above, where the number itself still belongs below).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// The row of the subject.
    pub row: u32,
    /// What it is due just below, in 分.
    pub below: Range,
    /// What it is due on it.
    pub above: Range,
}

/// A threshold that a reform moves.
#[derive(Clone, Debug, PartialEq)]
pub struct Cliff {
    /// The threshold.
    pub threshold: Threshold,
    /// How many subjects of the region lie within a tenth of it.
    pub near: u64,
    /// What passing it comes to before; nothing where it makes no difference.
    pub before: Option<Crossing>,
    /// What passing it comes to after.
    pub after: Option<Crossing>,
}

impl Crossing {
    /// Whether passing the threshold upwards lowers what is certain or what is possible.
    pub fn falls(&self) -> bool {
        let lower =
            |from: Option<Number>, to: Option<Number>| matches!((from, to), (Some(from), Some(to)) if to < from);
        lower(self.below.low, self.above.low) || lower(self.below.high, self.above.high)
    }
}

impl Cliff {
    /// Whether there is a cliff after and none before.
    pub fn is_made(&self) -> bool {
        self.after.is_some_and(|after| after.falls()) && !self.before.is_some_and(|before| before.falls())
    }

    /// Whether there is a cliff before and none after.
    pub fn is_mended(&self) -> bool {
        self.before.is_some_and(|before| before.falls()) && !self.after.is_some_and(|after| after.falls())
    }
}

/// So many of the nearest subjects are tried.
const TRIED: usize = 24;

/// The thresholds that the rules of a kind have on one side only, and what passing them comes to.
pub(crate) fn cliffs(
    before: &World<'_>,
    after: &World<'_>,
    entity: EntityId,
    rules: &[Rule],
    here: &[bool],
) -> Vec<Cliff> {
    let side = |world: &World<'_>, group: &dyn Fn(&Rule) -> Option<GroupId>| -> BTreeSet<Key> {
        let rewritten = rules.iter().filter(|rule| rule.rewritten).filter_map(group);
        let items = rewritten.filter_map(|group| world.program.version(group, world.as_of));
        items.flat_map(|item| thresholds(world, item, entity)).collect()
    };
    let (old, new) = (side(before, &|rule| rule.before), side(after, &|rule| rule.after));
    let moved: Vec<Key> = old.symmetric_difference(&new).copied().collect();
    let Some(table) = before.table(entity).filter(|_| !moved.is_empty()) else { return Vec::new() };
    // One view of the people serves both programs where everything that it names has the same number in both.
    let shared = World::fits(before.program, after.program);
    let mut out = Vec::new();
    for key in moved {
        let Some(values) = column(table, key.fact(), key.year).and_then(numbers) else { continue };
        let bound = key.bound.to_binary64().unwrap_or(0.0);
        let mut by_distance: Vec<(f64, u32)> = values
            .iter()
            .enumerate()
            .filter(|(row, _)| here[*row])
            .filter_map(|(row, value)| Some(((value.as_ref()? - bound).abs(), row as u32)))
            .collect();
        let near = by_distance.iter().filter(|(distance, _)| *distance <= bound.abs() / 10.0).count() as u64;
        let tried = TRIED.min(by_distance.len());
        if tried > 0 && by_distance.len() > tried {
            by_distance.select_nth_unstable_by(tried - 1, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        }
        let mut rows: Vec<u32> = by_distance[..tried].iter().map(|(_, row)| *row).collect();
        rows.sort_unstable();
        let passed = |world: &World<'_>, group: &dyn Fn(&Rule) -> Option<GroupId>| {
            let benefits: Vec<GroupId> =
                rules.iter().filter(|rule| rule.kind == RuleKind::Benefit).filter_map(group).collect();
            let base: &dyn Population = if shared { before.population() } else { world.population() };
            crossing(world, base, entity, &key, &rows, &benefits)
        };
        let cliff = Cliff {
            threshold: Threshold {
                fact: Column { fact: key.fact(), year: key.year },
                bound: key.bound,
                before: old.contains(&key),
                after: new.contains(&key),
            },
            near,
            before: passed(before, &|rule| rule.before),
            after: passed(after, &|rule| rule.after),
        };
        out.push(cliff);
    }
    out
}

/// A threshold in an order: by fact, year, number, and whether the number itself belongs below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    fact: u32,
    year: Option<i32>,
    bound: Number,
    /// `<=` and `>`: what lies on the number is still below.
    inclusive: bool,
}

impl Key {
    fn fact(self) -> FactId {
        FactId(self.fact)
    }

    /// Just below, and on it: by the smallest step that the fact is given in.
    fn sides(self, program: &Program) -> Option<[Number; 2]> {
        let is_whole = |dim: Dim| dim == Dim::MONEY || wuwei_facts::counts_whole(dim);
        let whole = matches!(program.fact(self.fact()).ty, Type::Quantity(dim) if is_whole(dim));
        let grain = if whole { Number::ONE } else { Number::ratio(1, 10_000)? };
        match self.inclusive {
            true => Some([self.bound, self.bound.add(grain)?]),
            false => Some([self.bound.sub(grain)?, self.bound]),
        }
    }
}

/// The numbers that a rule compares facts of its own subject with.
fn thresholds(world: &World<'_>, item: ItemId, entity: EntityId) -> Vec<Key> {
    let (program, year) = (world.program, world.as_of.year());
    let item = program.item(item);
    let body = &item.body;
    let mut out = Vec::new();
    let mut compare = |op: CompareOp, value: ExprId, bound: ExprId| {
        let (Expr::Fact(fact, when), Expr::Number(bound)) = (&body.get(value).expr, &body.get(bound).expr) else {
            return;
        };
        let declared = program.fact(*fact);
        let year = match when {
            When::Single => None,
            When::Ago(ago) => Some(year - *ago as i32),
            When::In(year) => Some(*year),
            When::Context => return,
        };
        let inclusive = match op {
            CompareOp::AtMost | CompareOp::Greater => true,
            CompareOp::AtLeast | CompareOp::Less => false,
            CompareOp::Equal | CompareOp::NotEqual | CompareOp::About => return,
        };
        if declared.entity == entity && declared.ty.dim().is_some() {
            out.push(Key { fact: fact.0, year, bound: *bound, inclusive });
        }
    };
    for (_, node) in body.iter() {
        match &node.expr {
            Expr::Compare(op, value, bound) => compare(*op, *value, *bound),
            Expr::Bands(value, bands, _) => bands.iter().for_each(|band| compare(band.op, *value, band.bound)),
            _ => {}
        }
    }
    out
}

/// What passing a threshold comes to for the subject for whom it comes to most.
fn crossing(
    world: &World<'_>,
    base: &dyn Population,
    entity: EntityId,
    key: &Key,
    rows: &[u32],
    benefits: &[GroupId],
) -> Option<Crossing> {
    let sides = key.sides(world.program)?;
    let mut found: Option<(Number, Crossing)> = None;
    for row in rows {
        let subject = Row { entity, index: *row };
        let due = |value: Number| {
            let put = Put { base, row: subject, fact: key.fact(), year: key.year, value };
            let evaluator = Evaluator::new(world.program, &put, world.as_of);
            let nought = Range::exactly(Number::ZERO);
            let amounts: Vec<(GroupId, Range)> = benefits
                .iter()
                .map(|group| (*group, evaluator.due(*group, subject).money))
                .filter(|(_, money)| *money != nought)
                .collect();
            evaluator.stack(subject, &amounts).total
        };
        let (below, above) = (due(sides[0]), due(sides[1]));
        let apart = |a: Option<Number>, b: Option<Number>| a.zip(b).and_then(|(a, b)| b.sub(a)).unwrap_or(Number::ZERO);
        let size = [apart(below.low, above.low), apart(below.high, above.high)]
            .into_iter()
            .map(|size| if size.signum() < 0 { size.neg().unwrap_or(size) } else { size })
            .max()?;
        if size.signum() > 0 && found.as_ref().is_none_or(|(known, _)| size > *known) {
            found = Some((size, Crossing { row: *row, below, above }));
        }
    }
    found.map(|(_, crossing)| crossing)
}

/// A population with one fact of one subject put otherwise.
struct Put<'a> {
    base: &'a dyn Population,
    row: Row,
    fact: FactId,
    year: Option<i32>,
    value: Number,
}

impl Population for Put<'_> {
    fn len(&self, entity: EntityId) -> u32 {
        self.base.len(entity)
    }

    fn fact(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<Literal> {
        match (row, fact, year) == (self.row, self.fact, self.year) {
            true => Some(Literal::Number(self.value)),
            false => self.base.fact(row, fact, year),
        }
    }

    fn find(&self, entity: EntityId, key: wuwei_source::Name) -> Option<u32> {
        self.base.find(entity, key)
    }

    fn related(&self, row: Row, relation: wuwei_ir::RelationId) -> wuwei_engine::Related {
        self.base.related(row, relation)
    }

    fn payments(&self, payee: Option<wuwei_source::Name>, benefit: wuwei_source::Name) -> wuwei_engine::Payments {
        self.base.payments(payee, benefit)
    }
}
