//! How far a point is from what is wanted of it: an estimate that guides the search and decides nothing.

use wuwei_engine::{Evaluator, Population as _, Row, Truth};
use wuwei_ir::{Body, Clause, CompareOp, Expr, ExprId, GroupId, ItemId, ItemKind, Literal, Program, Type};

use super::search::{Ask, Goal};
use super::shape::year_of;
use super::world::World;

/// Where an expression is looked at.
#[derive(Clone, Copy)]
struct Place<'b> {
    body: &'b Body,
    row: Row,
    year: Option<i32>,
    depth: usize,
}

/// Measures points.
pub(crate) struct Cost<'c, 'w, 'a> {
    pub(crate) program: &'a Program,
    pub(crate) evaluator: &'c Evaluator<'c>,
    pub(crate) world: &'c World<'w, 'a>,
}

impl Cost<'_, '_, '_> {
    /// Nought exactly where all goals are met for certain.
    pub(crate) fn of(&self, goals: &[Goal]) -> f64 {
        let row = self.world.shape.slots[0].row;
        goals.iter().map(|goal| self.goal(*goal, row)).sum()
    }

    fn goal(&self, goal: Goal, row: Row) -> f64 {
        match goal.ask {
            Ask::Rule(group) => self.group(group, row, None, goal.wanted, 0),
            Ask::Concerned(group) => match self.evaluator.concerns(group, row) {
                truth if truth == Truth::of(goal.wanted) => 0.0,
                _ => self.applies(group, row, goal.wanted, 0),
            },
            Ask::Condition(item, expr) => self.expr(self.place(item, row, None, 0), expr, goal.wanted),
        }
    }

    fn place(&self, item: ItemId, row: Row, year: Option<i32>, depth: usize) -> Place<'_> {
        Place { body: &self.program.item(item).body, row, year, depth }
    }

    fn applies(&self, group: GroupId, row: Row, wanted: bool, depth: usize) -> f64 {
        let Some(id) = self.program.version(group, self.evaluator.as_of()) else { return 9.0 };
        match self.program.item(id).applies {
            Some(condition) => self.expr(self.place(id, row, None, depth), condition, wanted).max(0.5),
            None => 1.0,
        }
    }

    fn group(&self, group: GroupId, row: Row, year: Option<i32>, wanted: bool, depth: usize) -> f64 {
        let Some(id) = self.program.version(group, self.evaluator.as_of()) else {
            return if wanted { 9.0 } else { 0.0 };
        };
        let item = self.program.item(id);
        let (truth, root) = match &item.kind {
            ItemKind::Status { condition } => (self.evaluator.value(group, None, row, year).truth(), *condition),
            ItemKind::Benefit(benefit) => (self.evaluator.due(group, row).eligible, benefit.when),
            ItemKind::Value { formula, .. } => (self.evaluator.value(group, None, row, year).truth(), *formula),
            ItemKind::Score(_) => return 9.0,
        };
        if truth == Truth::of(wanted) {
            return 0.0;
        }
        if depth > 6 {
            return 1.0;
        }
        let condition = self.expr(self.place(id, row, year, depth + 1), root, wanted);
        let applies = match self.evaluator.concerns(group, row) {
            truth if truth == Truth::of(wanted) => 0.0,
            _ => self.applies(group, row, wanted, depth + 1),
        };
        if wanted { condition + applies } else { condition.min(applies.max(0.5)) }.max(0.01)
    }

    fn expr(&self, place: Place<'_>, id: ExprId, wanted: bool) -> f64 {
        let node = place.body.get(id);
        let sub = |id: ExprId, wanted: bool| self.expr(place, id, wanted);
        let value = self.evaluator.expression(place.body, id, place.row, place.year);
        if value.truth() == Truth::of(wanted) {
            return 0.0;
        }
        let all = |clauses: &[Clause], wanted: bool| -> Vec<f64> {
            let mut all: Vec<f64> = clauses.iter().map(|clause| sub(clause.expr, wanted)).collect();
            all.sort_by(f64::total_cmp);
            all
        };
        let found = match &node.expr {
            Expr::Not(a) => sub(*a, !wanted),
            Expr::All(clauses) if wanted => all(clauses, true).iter().sum(),
            Expr::All(clauses) => all(clauses, false).first().copied().unwrap_or(9.0),
            Expr::Any(clauses) if wanted => all(clauses, true).first().copied().unwrap_or(9.0),
            Expr::Any(clauses) => all(clauses, false).iter().sum(),
            Expr::AtLeast(n, clauses) => {
                let n = *n as usize;
                let n = if wanted { n } else { (clauses.len() + 1).saturating_sub(n) };
                all(clauses, wanted).iter().take(n).sum()
            }
            Expr::Item(group, None, when) if node.ty == Type::Truth => {
                let year = year_of(self.evaluator.as_of(), *when, place.year);
                self.group(*group, place.row, year, wanted, place.depth)
            }
            Expr::Follow(reference, inner) if node.ty == Type::Truth => {
                let meant = self.world.fact(place.row, *reference, None);
                let slot = self.world.shape.slot_of(place.row);
                match (meant, slot.and_then(|slot| self.world.shape.followed(slot, *reference))) {
                    (Some(Literal::Subject(_)), Some(slot)) => {
                        let row = self.world.shape.slots[slot].row;
                        self.expr(Place { row, depth: place.depth + 1, ..place }, *inner, wanted)
                    }
                    _ => 1.5,
                }
            }
            Expr::OverRelated { relation, filter: Some(filter), .. } if node.ty == Type::Truth && wanted => {
                let slot = self.world.shape.slot_of(place.row);
                let members = slot.into_iter().flat_map(|slot| self.world.shape.members(slot, *relation));
                let related = slot.map(|_| self.world.related(place.row, *relation)).unwrap_or_default();
                let one = |slot: usize| {
                    let row = self.world.shape.slots[slot].row;
                    let here = if related.certain.contains(&row.index) { 0.0 } else { 0.7 };
                    here + self.expr(Place { row, depth: place.depth + 1, ..place }, *filter, true)
                };
                members.map(one).fold(9.0, f64::min)
            }
            Expr::Compare(op, a, b) => self.compare(place, *op, *a, *b),
            Expr::Cases(cases, otherwise) if node.ty == Type::Truth => {
                let ways = cases.iter().map(|case| sub(case.condition, true) + sub(case.result, wanted));
                let none: f64 = cases.iter().map(|case| sub(case.condition, false)).sum();
                let rest = otherwise.map_or(9.0, |otherwise| none + sub(otherwise, wanted));
                ways.fold(rest, f64::min)
            }
            _ => 1.0,
        };
        found.max(0.01)
    }

    /// Nearly met counts less than far from it.
    fn compare(&self, place: Place<'_>, op: CompareOp, a: ExprId, b: ExprId) -> f64 {
        if matches!(op, CompareOp::Equal | CompareOp::NotEqual) {
            return 1.0;
        }
        let middle = |id: ExprId| {
            let range = self.evaluator.expression(place.body, id, place.row, place.year).range();
            Some((range.low?.to_f64() + range.high?.to_f64()) / 2.0)
        };
        match (middle(a), middle(b)) {
            (Some(a), Some(b)) => {
                let apart = (a - b).abs() / (a.abs() + b.abs() + 1e-9);
                0.3 + 0.6 * apart
            }
            _ => 1.0,
        }
    }
}
