//! A goal taken apart into conditions that are looked at one by one.
//!
//! The tree says what the rules say, and nothing of it is computed here that the evaluator computes: a leaf is a condition or
//! a part of a score, and its value is asked of the evaluator. Taken apart, only those leaves are asked again that a change
//! can touch.

use wuwei_engine::{Absence, Evaluator, Population, Row, Value};
use wuwei_ir::{
    Bound, CompareOp, Date, Expr, ExprId, Fact, GroupId, Item, ItemKind, Literal, Number, PartBody, PartId, Program,
    Score, Type, When,
};

use super::goal::Goal;
use super::leaf::{Asked, Leaf};
use super::moves::Moves;
use super::node::{Node, Origin, Points, Term};
use crate::reads::{Read, Whose, reading_of};

/// A goal on a day, taken apart.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    pub(crate) root: Node<'a>,
    pub(crate) leaves: Vec<Leaf<'a>>,
}

/// Takes goals apart.
struct Builder<'a, 'e> {
    program: &'a Program,
    evaluator: &'e Evaluator<'e>,
    population: &'e dyn Population,
    moves: &'e Moves,
    row: Row,
    day: Date,
    leaves: Vec<Leaf<'a>>,
    open: Vec<(GroupId, Option<i32>)>,
}

impl<'a> Tree<'a> {
    /// Takes a goal apart; nothing where no version of its rule is in force. `evaluator` knows the facts as they are.
    pub(crate) fn new(
        program: &'a Program,
        evaluator: &Evaluator<'_>,
        population: &dyn Population,
        moves: &Moves,
        row: Row,
        goal: Goal,
    ) -> Option<Tree<'a>> {
        let day = evaluator.as_of();
        let item = program.item(program.version(goal.group, day)?);
        let (leaves, open) = (Vec::new(), Vec::new());
        let mut builder = Builder { program, evaluator, population, moves, row, day, leaves, open };
        let root = match goal.at_least {
            Some(wanted) => builder.reaches(goal.group, None, None, CompareOp::AtLeast, wanted)?,
            None => builder.rule(goal.group, item, None),
        };
        Some(Tree { root, leaves: builder.leaves })
    }
}

impl<'a> Builder<'a, '_> {
    fn leaf(&mut self, item: &'a Item, what: Asked) -> usize {
        let known = |leaf: &Leaf<'_>| std::ptr::eq(leaf.item, item) && leaf.what == what;
        if let Some(known) = self.leaves.iter().position(known) {
            return known;
        }
        let reading = match what {
            Asked::Condition(expr, year) | Asked::Part(expr, year, _) => {
                Some(reading_of(self.program, item, expr, year, self.day))
            }
            Asked::Applies => item.applies.map(|expr| reading_of(self.program, item, expr, None, self.day)),
            Asked::Unpaid => None,
        };
        let (reads, by_day) = reading.map_or_else(Default::default, |reading| (reading.facts, reading.by_day));
        let reads_slot = |n: &usize| {
            let slot = &self.moves.slots[*n];
            // Somebody else's fact of the same name may be one's own, seen from there.
            reads.iter().any(|read| (read.fact, read.year) == (slot.fact, slot.year))
        };
        let slots: Vec<usize> = (0..self.moves.slots.len()).filter(reads_slot).collect();
        let mut levers: Vec<usize> =
            slots.iter().flat_map(|slot| self.moves.slots[*slot].levers.iter().copied()).collect();
        levers.sort_unstable();
        levers.dedup();
        let missing = if levers.is_empty() { Vec::new() } else { self.missing(&reads) };
        self.leaves.push(Leaf { item, what, slots, levers, reads, by_day, missing, supposed: Vec::new() });
        self.leaves.len() - 1
    }

    /// Facts of the subject that aren't known and whose domain has ends.
    fn missing(&self, reads: &[Read]) -> Vec<(Read, [Literal; 2])> {
        let own = reads.iter().filter(|read| read.whose == Whose::Own);
        own.filter(|read| self.population.fact(self.row, read.fact, read.year).is_none())
            .filter_map(|read| Some((*read, self.ends(self.program.fact(read.fact))?)))
            .collect()
    }

    /// The lowest and the highest value of a fact.
    fn ends(&self, fact: &Fact) -> Option<[Literal; 2]> {
        let last = |id| u8::try_from(self.program.enumeration(id).values.len().saturating_sub(1)).ok();
        let [low, high] = match fact.ty {
            Type::Truth => [Literal::Truth(false), Literal::Truth(true)],
            Type::Enum(id) => [Literal::Choice(0), Literal::Choice(last(id)?)],
            Type::Quantity(_) | Type::Ratio => match fact.range? {
                (Bound::Number(low), Bound::Number(high)) => [Literal::Number(low), Literal::Number(high)],
                _ => return None,
            },
            _ => return None,
        };
        Some([if fact.or_none { Literal::None } else { low }, high])
    }

    /// A standing or a benefit.
    fn rule(&mut self, group: GroupId, item: &'a Item, year: Option<i32>) -> Node<'a> {
        let applies = Node::Leaf(self.leaf(item, Asked::Applies));
        let mut all = vec![applies];
        self.open.push((group, year));
        match &item.kind {
            ItemKind::Status { condition } => all.push(self.condition(item, *condition, year)),
            ItemKind::Benefit(benefit) => {
                if benefit.frequency.is_some() {
                    all.push(Node::Leaf(self.leaf(item, Asked::Unpaid)));
                }
                all.push(self.condition(item, benefit.when, year));
            }
            ItemKind::Value { .. } | ItemKind::Score(_) => {}
        }
        self.open.pop();
        Node::AtLeast(all.len(), all)
    }

    fn year_of(&self, when: When, context: Option<i32>) -> Option<i32> {
        match when {
            When::Single => None,
            When::Ago(years) => Some(self.day.year() - years as i32),
            When::In(year) => Some(year),
            When::Context => context,
        }
    }

    fn condition(&mut self, item: &'a Item, id: ExprId, year: Option<i32>) -> Node<'a> {
        let node = self.taken_apart(item, id, year);
        Node::Condition(Origin { item, expr: id, year }, Box::new(node))
    }

    fn taken_apart(&mut self, item: &'a Item, id: ExprId, year: Option<i32>) -> Node<'a> {
        let whole = |builder: &mut Self| Node::Leaf(builder.leaf(item, Asked::Condition(id, year)));
        match &item.body.get(id).expr {
            Expr::Not(inner) => Node::Not(Box::new(self.condition(item, *inner, year))),
            Expr::All(clauses) => {
                let all: Vec<Node<'a>> = clauses.iter().map(|clause| self.condition(item, clause.expr, year)).collect();
                Node::AtLeast(all.len(), all)
            }
            Expr::Any(clauses) => {
                Node::AtLeast(1, clauses.iter().map(|clause| self.condition(item, clause.expr, year)).collect())
            }
            Expr::AtLeast(number, clauses) => {
                let all = clauses.iter().map(|clause| self.condition(item, clause.expr, year)).collect();
                Node::AtLeast(*number as usize, all)
            }
            Expr::Item(group, None, when) => {
                let year = self.year_of(*when, year);
                let version = self.program.version(*group, self.day).map(|version| self.program.item(version));
                match version {
                    Some(inner)
                        if matches!(inner.kind, ItemKind::Status { .. }) && !self.open.contains(&(*group, year)) =>
                    {
                        self.rule(*group, inner, year)
                    }
                    _ => whole(self),
                }
            }
            Expr::Compare(op, a, b) => {
                let score = |id: ExprId| match item.body.get(id).expr {
                    Expr::Item(group, part, When::Single) => Some((group, part)),
                    _ => None,
                };
                let bound = |builder: &Self, id: ExprId| builder.fixed(item, id, year);
                let reached = match (score(*a), score(*b)) {
                    (Some((group, part)), None) => {
                        bound(self, *b).and_then(|bound| self.reaches(group, part.map(|part| part.0), year, *op, bound))
                    }
                    (None, Some((group, part))) => bound(self, *a)
                        .and_then(|bound| self.reaches(group, part.map(|part| part.0), year, turned(*op), bound)),
                    _ => None,
                };
                reached.unwrap_or_else(|| whole(self))
            }
            _ => whole(self),
        }
    }

    /// The number of an expression that nothing changes.
    fn fixed(&self, item: &Item, id: ExprId, year: Option<i32>) -> Option<Number> {
        let reads = reading_of(self.program, item, id, year, self.day).facts;
        let moved = |read: &Read| self.moves.slots.iter().any(|slot| (slot.fact, slot.year) == (read.fact, read.year));
        if reads.iter().any(moved) {
            return None;
        }
        match self.evaluator.expression(&item.body, id, self.row, year) {
            Value::Number(range, Absence::Never) => range.exact(),
            _ => None,
        }
    }

    /// A score or one of its parts compared with a number; nothing for a rule of another kind, or where the comparison isn't
    /// one of more or less.
    fn reaches(
        &mut self,
        group: GroupId,
        part: Option<wuwei_source::Name>,
        year: Option<i32>,
        op: CompareOp,
        bound: Number,
    ) -> Option<Node<'a>> {
        use CompareOp::{AtLeast, AtMost, Greater, Less};
        let item = self.program.item(self.program.version(group, self.day)?);
        if !matches!(op, AtLeast | AtMost | Greater | Less) {
            return None;
        }
        let points = match (&item.kind, part) {
            // A part is read without a year, as the evaluator reads it.
            (ItemKind::Score(score), Some(name)) => {
                let part = score.part(name)?;
                let out_of = Some(score.parts[part.index()].out_of);
                Points { terms: vec![self.part(item, score, part, None)], out_of }
            }
            (ItemKind::Score(score), None) => {
                let terms = score.top.iter().map(|part| self.part(item, score, *part, year)).collect();
                Points { terms, out_of: Some(score.out_of) }
            }
            _ => return self.compared(item, op, bound),
        };
        let applies = Node::Leaf(self.leaf(item, Asked::Applies));
        Some(Node::AtLeast(2, vec![applies, Node::Reaches(points, op, bound)]))
    }

    /// A value as a goal has no condition in any document that would ask for it; its points are one part without a maximum.
    fn compared(&mut self, item: &'a Item, op: CompareOp, bound: Number) -> Option<Node<'a>> {
        let ItemKind::Value { formula, .. } = item.kind else { return None };
        if !self.open.is_empty() {
            return None;
        }
        let applies = Node::Leaf(self.leaf(item, Asked::Applies));
        let leaf = self.leaf(item, Asked::Part(formula, None, None));
        let points = Points { terms: vec![Term::Leaf(leaf)], out_of: None };
        Some(Node::AtLeast(2, vec![applies, Node::Reaches(points, op, bound)]))
    }

    fn part(&mut self, item: &'a Item, score: &'a Score, part: PartId, year: Option<i32>) -> Term {
        let part = &score.parts[part.index()];
        match &part.body {
            PartBody::Formula(formula) => Term::Leaf(self.leaf(item, Asked::Part(*formula, year, Some(part.out_of)))),
            PartBody::Parts(parts) => Term::Sum(Points {
                terms: parts.iter().map(|part| self.part(item, score, *part, year)).collect(),
                out_of: Some(part.out_of),
            }),
        }
    }
}

/// The comparison with its sides changed.
fn turned(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Less => CompareOp::Greater,
        CompareOp::AtMost => CompareOp::AtLeast,
        CompareOp::Greater => CompareOp::Less,
        CompareOp::AtLeast => CompareOp::AtMost,
        other => other,
    }
}
