//! Where a rule compares a fact with a number: the places at which an answer may jump.

use wuwei_engine::Evaluator;
use wuwei_ir::{Body, Clause, CompareOp, Expr, ExprId, FactId, ItemId, Literal, Number, Type, When};

use super::Prover;
use super::critical::{constant, grain, roots};
use super::shape::{Shape, year_of};
use super::world::World;

/// A threshold for a fact of the subject.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) item: ItemId,
    /// The comparison or the table.
    pub(crate) expr: ExprId,
    pub(crate) fact: FactId,
    pub(crate) year: Option<i32>,
    /// The last value on its lower side, and the first on its upper side.
    pub(crate) lower: Literal,
    pub(crate) upper: Literal,
    /// The number itself, as the rule says it.
    pub(crate) bound: Literal,
}

struct Walk<'p, 'a> {
    prover: &'p Prover<'a>,
    evaluator: &'p Evaluator<'p>,
    item: ItemId,
    body: &'p Body,
    out: Vec<Site>,
}

/// The thresholds for quantities and for ordered choices in some rules.
pub(crate) fn sites(prover: &Prover<'_>, items: impl Iterator<Item = ItemId>) -> Vec<Site> {
    let nobody = Shape::of(prover.program, prover.day, wuwei_ir::EntityId(0), &[]);
    let world = World { shape: &nobody, point: &[] };
    let evaluator = Evaluator::new(prover.program, &world, prover.day);
    let mut out = Vec::new();
    for item in items {
        let rule = prover.program.item(item);
        let mut walk = Walk { prover, evaluator: &evaluator, item, body: &rule.body, out: Vec::new() };
        for root in roots(&rule.kind) {
            walk.expr(root);
        }
        out.extend(walk.out);
    }
    out
}

impl Walk<'_, '_> {
    fn expr(&mut self, id: ExprId) {
        match &self.body.get(id).expr {
            Expr::Compare(op, a, b) => {
                self.pair(id, *op, *a, *b);
                self.pair(id, mirrored(*op), *b, *a);
            }
            Expr::Bands(value, bands, otherwise) => {
                for band in bands {
                    self.pair(id, band.op, *value, band.bound);
                    self.expr(band.result);
                }
                otherwise.iter().for_each(|id| self.expr(*id));
            }
            Expr::OneOf(a, all) => {
                let choice = |id: &ExprId| match self.body.get(*id).expr {
                    Expr::Choice(_, at) => Some(at),
                    _ => None,
                };
                if let Some(most) = all.iter().filter_map(choice).max() {
                    self.level(id, *a, most);
                }
            }
            Expr::All(clauses) | Expr::Any(clauses) | Expr::AtLeast(_, clauses) => self.clauses(clauses),
            // What others are, and what other years were, isn't one fact of the subject.
            Expr::Follow(..) | Expr::OverRelated { .. } | Expr::OverYears { .. } | Expr::Outer(_) => {}
            expr => {
                let mut operands = Vec::new();
                expr.operands(&mut |operand| operands.push(operand));
                operands.into_iter().for_each(|operand| self.expr(operand));
            }
        }
    }

    fn clauses(&mut self, clauses: &[Clause]) {
        clauses.iter().for_each(|clause| self.expr(clause.expr));
    }

    fn fact(&self, id: ExprId) -> Option<(FactId, Option<i32>)> {
        match self.body.get(id).expr {
            Expr::Fact(_, When::Context) => None,
            Expr::Fact(fact, when) => Some((fact, year_of(self.prover.day, when, None))),
            _ => None,
        }
    }

    fn pair(&mut self, id: ExprId, op: CompareOp, a: ExprId, b: ExprId) {
        let Some((fact, year)) = self.fact(a) else { return };
        let ty = self.prover.program.fact(fact).ty;
        if let (Type::Enum(_), CompareOp::Equal, Expr::Choice(_, at)) = (ty, op, &self.body.get(b).expr) {
            self.level(id, a, *at);
        }
        if !matches!(ty, Type::Quantity(_) | Type::Ratio) {
            return;
        }
        let Some(bound) = constant(self.evaluator, self.body, b) else { return };
        let grain = grain(ty);
        let (lower, upper) = match op {
            CompareOp::AtMost | CompareOp::Greater => (Some(bound), bound.add(grain)),
            CompareOp::AtLeast | CompareOp::Less => (bound.sub(grain), Some(bound)),
            _ => return,
        };
        let on_grain = bound.div(grain).is_some_and(Number::is_integer);
        if let (Some(lower), Some(upper), true) = (lower, upper, on_grain) {
            let [lower, upper, bound] = [lower, upper, bound].map(Literal::Number);
            self.out.push(Site { item: self.item, expr: id, fact, year, lower, upper, bound });
        }
    }

    /// A level that is asked for, and the next one above.
    fn level(&mut self, id: ExprId, a: ExprId, at: u8) {
        let Some((fact, year)) = self.fact(a) else { return };
        let Type::Enum(of) = self.prover.program.fact(fact).ty else { return };
        let levels = self.prover.program.enumeration(of);
        if levels.ordered && usize::from(at) + 1 < levels.values.len() {
            let [lower, upper] = [at, at + 1].map(Literal::Choice);
            self.out.push(Site { item: self.item, expr: id, fact, year, lower, upper, bound: lower });
        }
    }
}

/// The comparison with its sides exchanged.
pub(crate) fn mirrored(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Less => CompareOp::Greater,
        CompareOp::AtMost => CompareOp::AtLeast,
        CompareOp::Greater => CompareOp::Less,
        CompareOp::AtLeast => CompareOp::AtMost,
        same => same,
    }
}
