//! A goal taken apart into conditions that are looked at one by one.
//!
//! The tree says what the rules say, and nothing of it is computed here that the evaluator computes: a leaf is a condition or
//! a part of a score, and its value is asked of the evaluator. Taken apart, only those leaves are asked again that a change
//! can touch.

use wuwei_engine::{Absence, Evaluator, Gap, Population, Range, Row, Truth, Value};
use wuwei_ir::{
    Bound, CompareOp, Date, Expr, ExprId, Fact, GroupId, Item, ItemKind, Literal, Number, PartBody, PartId, Program,
    Score, Type, When,
};

use super::goal::Goal;
use super::moves::Moves;
use crate::reads::{Read, Whose, reading_of};

/// A condition, or points that reach a bound.
#[derive(Clone, Debug)]
pub(crate) enum Node<'a> {
    Leaf(usize),
    /// A condition as it stands in a rule.
    Condition(Origin<'a>, Box<Node<'a>>),
    Not(Box<Node<'a>>),
    /// So many of them at least.
    AtLeast(usize, Vec<Node<'a>>),
    /// Points compared with a number.
    Reaches(Points, CompareOp, Number),
}

/// Where a condition stands, and the year that it is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin<'a> {
    pub(crate) item: &'a Item,
    pub(crate) expr: ExprId,
    pub(crate) year: Option<i32>,
}

/// A sum of points, cut to its maximum if it has one.
#[derive(Clone, Debug)]
pub(crate) struct Points {
    terms: Vec<Term>,
    out_of: Option<Number>,
}

#[derive(Clone, Debug)]
enum Term {
    Leaf(usize),
    Sum(Points),
}

/// Something that is asked of the evaluator.
#[derive(Clone, Debug)]
pub(crate) struct Leaf<'a> {
    pub(crate) item: &'a Item,
    pub(crate) what: Asked,
    /// The slots that it reads.
    pub(crate) slots: Vec<usize>,
    /// The levers that move them.
    pub(crate) levers: Vec<usize>,
    /// The facts that it reads.
    pub(crate) reads: Vec<Read>,
    /// Whether it may change from one day of a year to the next.
    pub(crate) by_day: bool,
    /// Facts of the subject that aren't known, each with the ends of its domain.
    pub(crate) missing: Vec<(Read, [Literal; 2])>,
    /// What these facts are supposed to be where the leaf is looked at for what is certain whatever they are.
    pub(crate) supposed: Vec<Vec<Literal>>,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Whether the rule concerns the subject.
    Applies,
    /// Whether the benefit hasn't been paid yet.
    Unpaid,
    /// A condition.
    Condition(ExprId, Option<i32>),
    /// The points of a part of a score, with its maximum; a value is a part without one.
    Part(ExprId, Option<i32>, Option<Number>),
}

/// What is seen of a leaf or a node where levers stand within bounds. `yes` and `no` say whether it is certainly so for some
/// position within them: what waits for a fact that nobody knows is neither, wherever the levers stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) yes: bool,
    pub(crate) no: bool,
    /// For every position.
    pub(crate) truth: Truth,
    /// Points of a part for every position.
    pub(crate) range: Range,
    /// The most points that are certain at some position, and the fewest that aren't exceeded.
    pub(crate) up: Number,
    pub(crate) down: Number,
}

impl Seen {
    /// Nothing at all, where a fact has no value left.
    pub(crate) const NOTHING: Seen = Seen {
        yes: false,
        no: false,
        truth: Truth::Unknown,
        range: Range { low: Some(Number::ZERO), high: Some(Number::ZERO) },
        up: Number::ZERO,
        down: Number::ZERO,
    };

    /// What is left of it when some facts that nobody knows are supposed to be this or that. What is certain whatever they
    /// are is certain then as well.
    pub(crate) fn and_if(self, supposed: Seen) -> Seen {
        let (up, down) = (
            self.up.min(supposed.range.high.unwrap_or(self.up)),
            self.down.max(supposed.range.low.unwrap_or(self.down)),
        );
        Seen {
            yes: self.yes && supposed.truth != Truth::No,
            no: self.no && supposed.truth != Truth::Yes,
            up,
            down,
            ..self
        }
    }

    /// Whether it is one and the same for every position within the bounds: one truth, or one number of points.
    pub(crate) fn is_decided(&self) -> bool {
        self.truth != Truth::Unknown || (!self.yes && !self.no && self.range.exact().is_some())
    }
}

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

impl Leaf<'_> {
    /// What it waits for.
    pub(crate) fn gaps(&self, evaluator: &Evaluator<'_>, row: Row) -> Vec<Gap> {
        match self.what {
            Asked::Condition(expr, year) | Asked::Part(expr, year, _) => {
                evaluator.gaps_of(&self.item.body, expr, row, year).facts
            }
            Asked::Applies | Asked::Unpaid => evaluator.gaps(self.item.group, None, row).facts,
        }
    }

    /// What the evaluator says of it; `open` where levers that move it stand within bounds and not still.
    pub(crate) fn ask(&self, evaluator: &Evaluator<'_>, row: Row, open: bool) -> Seen {
        let condition = |truth: Truth| {
            let (yes, no) = match truth {
                Truth::Yes => (true, false),
                Truth::No => (false, true),
                Truth::Unknown => (open, open),
            };
            let nought = Range::exactly(Number::ZERO);
            Seen { yes, no, truth, range: nought, up: Number::ZERO, down: Number::ZERO }
        };
        match self.what {
            Asked::Applies => condition(evaluator.applies(self.item, row)),
            Asked::Unpaid => match &self.item.kind {
                ItemKind::Benefit(benefit) => condition(evaluator.not_yet_paid(self.item, benefit.frequency, row)),
                _ => condition(Truth::Yes),
            },
            Asked::Condition(expr, year) => condition(evaluator.expression(&self.item.body, expr, row, year).truth()),
            Asked::Part(expr, year, out_of) => {
                let value = evaluator.expression(&self.item.body, expr, row, year);
                let range = points(&value, out_of);
                // Ends that are open decide nothing; a number beyond every bound stands for them.
                let low = range.low.unwrap_or(Number::int(i64::MIN));
                let high = range.high.unwrap_or(Number::int(i64::MAX));
                let (up, down) = if open { (high, low) } else { (low, high) };
                Seen { yes: false, no: false, truth: Truth::Unknown, range: Range::between(low, high), up, down }
            }
        }
    }
}

/// The points of a part: between nought and its maximum, and nought where there is no value.
fn points(value: &Value, out_of: Option<Number>) -> Range {
    let nought = Range::exactly(Number::ZERO);
    let Some(out_of) = out_of else {
        // A value that may be absent may reach nothing.
        return match value.absence() {
            Absence::Never => value.range(),
            Absence::Possible => Range { low: None, high: value.range().high },
            Absence::Certain => Range { low: None, high: Some(Number::int(i64::MIN)) },
        };
    };
    let range = match value.absence() {
        Absence::Never => value.range(),
        Absence::Possible => value.range().hull(nought),
        Absence::Certain => nought,
    };
    range.max(nought).min(Range::exactly(out_of))
}

impl Points {
    /// A sum of what `of` gives for its parts, cut to nought and the maximum.
    fn sum(&self, of: &dyn Fn(usize) -> Number) -> Number {
        let terms = self.terms.iter().map(|term| match term {
            Term::Leaf(leaf) => of(*leaf),
            Term::Sum(points) => points.sum(of),
        });
        let sum = terms.fold(Number::ZERO, |sum, points| sum.add(points).unwrap_or(sum));
        self.out_of.map_or(sum, |most| sum.max(Number::ZERO).min(most))
    }

    fn leaves(&self, out: &mut Vec<usize>) {
        for term in &self.terms {
            match term {
                Term::Leaf(leaf) => out.push(*leaf),
                Term::Sum(points) => points.leaves(out),
            }
        }
    }
}

impl Node<'_> {
    /// What is seen of it, given what is seen of the leaves.
    pub(crate) fn seen(&self, leaves: &[Seen]) -> Seen {
        let seen = |yes, no, truth| Seen {
            yes,
            no,
            truth,
            range: Range::exactly(Number::ZERO),
            up: Number::ZERO,
            down: Number::ZERO,
        };
        match self {
            Node::Leaf(leaf) => leaves[*leaf],
            Node::Condition(_, inner) => inner.seen(leaves),
            Node::Not(inner) => {
                let inner = inner.seen(leaves);
                seen(inner.no, inner.yes, inner.truth.negate())
            }
            Node::AtLeast(number, nodes) => {
                let (mut yes, mut no, mut sure, mut not) = (0, 0, 0, 0);
                for node in nodes {
                    let inner = node.seen(leaves);
                    yes += usize::from(inner.yes);
                    no += usize::from(inner.no);
                    sure += usize::from(inner.truth == Truth::Yes);
                    not += usize::from(inner.truth == Truth::No);
                }
                // So many may fail and the number is still reached.
                let spare = |failing: usize| nodes.len() - failing >= *number;
                let truth = match (sure >= *number, spare(not)) {
                    (true, _) => Truth::Yes,
                    (_, false) => Truth::No,
                    _ => Truth::Unknown,
                };
                seen(yes >= *number, !spare(no), truth)
            }
            Node::Reaches(points, op, bound) => {
                let low = points.sum(&|leaf| leaves[leaf].range.low.unwrap_or(leaves[leaf].down));
                let high = points.sum(&|leaf| leaves[leaf].range.high.unwrap_or(leaves[leaf].up));
                let up = points.sum(&|leaf| leaves[leaf].up);
                let down = points.sum(&|leaf| leaves[leaf].down);
                let holds = |number: Number| op.holds(number.cmp(bound));
                let (best, worst, least, most) = match op {
                    CompareOp::AtLeast | CompareOp::Greater => (up, down, low, high),
                    _ => (down, up, high, low),
                };
                let truth = match (holds(least), holds(most)) {
                    (true, _) => Truth::Yes,
                    (_, false) => Truth::No,
                    _ => Truth::Unknown,
                };
                seen(holds(best), !holds(worst), truth)
            }
        }
    }

    /// Marks the leaves on which it still depends.
    pub(crate) fn live(&self, leaves: &[Seen], out: &mut [bool]) {
        if self.seen(leaves).truth != Truth::Unknown {
            return;
        }
        match self {
            Node::Leaf(leaf) => out[*leaf] = true,
            Node::Condition(_, inner) | Node::Not(inner) => inner.live(leaves, out),
            Node::AtLeast(_, nodes) => nodes.iter().for_each(|node| node.live(leaves, out)),
            Node::Reaches(points, ..) => {
                let mut all = Vec::new();
                points.leaves(&mut all);
                for leaf in all {
                    out[leaf] |= leaves[leaf].range.exact().is_none();
                }
            }
        }
    }

    /// The leaves below.
    pub(crate) fn leaves(&self, out: &mut Vec<usize>) {
        match self {
            Node::Leaf(leaf) => out.push(*leaf),
            Node::Condition(_, inner) | Node::Not(inner) => inner.leaves(out),
            Node::AtLeast(_, nodes) => nodes.iter().for_each(|node| node.leaves(out)),
            Node::Reaches(points, ..) => points.leaves(out),
        }
    }
}
