//! What follows from what is assumed: truths that a row's other truths settle.
//!
//! A rule asks the same thing again and again: who is eligible decides whether there is an amount, how much it is, and what it is
//! where that isn't known. Inside a choice the question that was chosen by is settled, and what would ask it again needn't.

use super::{Arith, Graph, Node, NodeId};

/// How deep conditions are looked into; beyond it nothing is found, and nothing wrong.
const DEPTH: u32 = 6;

/// Truths that are assumed to hold, one by one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Assumed {
    holds: Vec<NodeId>,
}

impl Graph {
    /// What follows where a truth holds.
    pub(crate) fn assume(&self, mask: NodeId) -> Assumed {
        let mut out = Assumed::default();
        self.conjuncts(mask, &mut out.holds, DEPTH);
        out
    }

    fn conjuncts(&self, mask: NodeId, out: &mut Vec<NodeId>, depth: u32) {
        if !out.contains(&mask) {
            out.push(mask);
        }
        if let (Node::And(a, b), true) = (self.node(mask), depth > 0) {
            self.conjuncts(*a, out, depth - 1);
            self.conjuncts(*b, out, depth - 1);
        }
    }

    /// Whether a truth is settled by what is assumed, and how.
    pub(crate) fn settled(&self, assumed: &Assumed, mask: NodeId) -> Option<bool> {
        self.settled_within(assumed, mask, DEPTH)
    }

    fn settled_within(&self, assumed: &Assumed, mask: NodeId, depth: u32) -> Option<bool> {
        if assumed.holds.contains(&mask) {
            return Some(true);
        }
        if self.opposites.get(&mask).is_some_and(|opposite| assumed.holds.contains(opposite)) {
            return Some(false);
        }
        match *self.node(mask) {
            Node::Bool(holds) => Some(holds),
            Node::And(a, b) if depth > 0 => {
                match (self.settled_within(assumed, a, depth - 1), self.settled_within(assumed, b, depth - 1)) {
                    (Some(false), _) | (_, Some(false)) => Some(false),
                    (Some(true), Some(true)) => Some(true),
                    _ => None,
                }
            }
            Node::Or(a, b) if depth > 0 => {
                match (self.settled_within(assumed, a, depth - 1), self.settled_within(assumed, b, depth - 1)) {
                    (Some(true), _) | (_, Some(true)) => Some(true),
                    (Some(false), Some(false)) => Some(false),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The same number in the rows where something is assumed, perhaps said more simply.
    pub(crate) fn under(&mut self, assumed: &Assumed, id: NodeId) -> NodeId {
        self.under_within(assumed, id, 3)
    }

    fn under_within(&mut self, assumed: &Assumed, id: NodeId, depth: u32) -> NodeId {
        match *self.node(id) {
            Node::Select(mask, a, b) => match self.settled(assumed, mask) {
                Some(true) => self.under_within(assumed, a, depth),
                Some(false) => self.under_within(assumed, b, depth),
                None => id,
            },
            Node::Arith(op @ (Arith::Min | Arith::Max), a, b) if depth > 0 => {
                let (x, y) = (self.under_within(assumed, a, depth - 1), self.under_within(assumed, b, depth - 1));
                if (x, y) == (a, b) {
                    return id;
                }
                if op == Arith::Min { self.min(x, y) } else { self.max(x, y) }
            }
            _ => id,
        }
    }
}
