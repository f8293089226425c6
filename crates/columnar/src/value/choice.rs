//! Choices of an enumeration: for each name, whether it may be the one. And texts, regions and subjects: one or anything.

use super::Truth;
use crate::graph::{ColumnId, Graph, NodeId};

/// A set of choices that may be absent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Choice {
    /// Names that are the only possibility.
    pub(crate) only: Vec<NodeId>,
    /// Names that are a possibility.
    pub(crate) possible: Vec<NodeId>,
    pub(crate) absent: NodeId,
    pub(crate) maybe: NodeId,
}

/// Where an atom comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum AtomSource {
    Column(ColumnId),
    Constant(wuwei_ir::Literal),
    /// Nothing is known of it.
    Anything,
}

/// One text, region or subject, or anything; it may be absent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Atom {
    pub(crate) source: AtomSource,
    /// Rows in which it is known.
    pub(crate) known: NodeId,
    pub(crate) absent: NodeId,
    pub(crate) maybe: NodeId,
}

impl Graph {
    pub(crate) fn one_choice(&mut self, at: usize, length: usize) -> Choice {
        let only: Vec<NodeId> = (0..length).map(|n| self.bool(n == at)).collect();
        let never = self.bool(false);
        Choice { possible: only.clone(), only, absent: never, maybe: never }
    }

    pub(crate) fn any_choice(&mut self, length: usize, absent: NodeId, maybe: NodeId) -> Choice {
        let only = self.bool(length == 1);
        let possible = self.bool(true);
        Choice { only: vec![only; length], possible: vec![possible; length], absent, maybe }
    }

    pub(crate) fn absent_choice(&mut self, length: usize) -> Choice {
        let (never, always) = (self.bool(false), self.bool(true));
        Choice { only: vec![never; length], possible: vec![never; length], absent: always, maybe: always }
    }

    pub(crate) fn choose_choice(&mut self, line: Truth, a: &Choice, b: &Choice) -> Choice {
        let mut out = Choice { only: Vec::new(), possible: Vec::new(), absent: a.absent, maybe: a.maybe };
        for n in 0..a.only.len().max(b.only.len()) {
            let never = self.bool(false);
            let get = |all: &[NodeId]| all.get(n).copied().unwrap_or(never);
            let (x, y) = (get(&a.only), get(&b.only));
            // Of two possibilities a name is the only one if it is in both, or in one while the other is absent.
            let both = self.and(x, y);
            let both = self.select_bool(a.absent, y, both);
            let both = self.select_bool(b.absent, x, both);
            let otherwise = self.select_bool(line.maybe, both, y);
            let only = self.select_bool(line.yes, x, otherwise);
            let (x, y) = (get(&a.possible), get(&b.possible));
            // What is absent adds no possibility.
            let (a_there, b_there) = (self.not(a.absent), self.not(b.absent));
            let (x_there, y_there) = (self.and(x, a_there), self.and(y, b_there));
            let either = self.or(x_there, y_there);
            let otherwise = self.select_bool(line.maybe, either, y);
            let possible = self.select_bool(line.yes, x, otherwise);
            out.only.push(only);
            out.possible.push(possible);
        }
        let both = self.and(a.absent, b.absent);
        let otherwise = self.select_bool(line.maybe, both, b.absent);
        out.absent = self.select_bool(line.yes, a.absent, otherwise);
        let either = self.or(a.maybe, b.maybe);
        let otherwise = self.select_bool(line.maybe, either, b.maybe);
        out.maybe = self.select_bool(line.yes, a.maybe, otherwise);
        out
    }
}
