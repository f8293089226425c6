//! The conditions of a goal, and what is seen of them where levers stand within bounds.

use wuwei_engine::{Range, Truth};
use wuwei_ir::{CompareOp, ExprId, Item, Number};

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
    pub(crate) terms: Vec<Term>,
    pub(crate) out_of: Option<Number>,
}

#[derive(Clone, Debug)]
pub(crate) enum Term {
    Leaf(usize),
    Sum(Points),
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
