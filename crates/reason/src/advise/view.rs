//! A goal on one day, seen with levers within bounds.

use wuwei_engine::{Evaluator, Row};
use wuwei_ir::{Date, Literal, Number, Program};

use super::moves::{Moves, Steps, tell};
use super::node::Seen;
use super::tree::Tree;
use crate::supposed::{Known, Supposed};

/// Bounds of all levers, and what is seen of the leaves within them.
#[derive(Clone, Debug)]
pub(crate) struct Bounds {
    pub(crate) low: Steps,
    pub(crate) high: Steps,
    pub(crate) seen: Vec<Seen>,
    /// What is seen where every lever stands at its lower bound.
    at_low: Vec<Seen>,
    /// Whether some fact has no value in its domain left.
    pub(crate) empty: bool,
}

/// Looks at leaves.
pub(crate) struct View<'a> {
    program: &'a Program,
    supposed: Supposed<'a>,
    row: Row,
    day: Date,
    pub(crate) tree: Tree<'a>,
    pub(crate) moves: &'a Moves,
    /// The leaves that each lever moves.
    pub(crate) touched: Vec<Vec<usize>>,
    /// How many leaves were asked.
    pub(crate) asked: u64,
}

impl<'a> View<'a> {
    pub(crate) fn new(
        program: &'a Program,
        supposed: Supposed<'a>,
        row: Row,
        day: Date,
        tree: Tree<'a>,
        moves: &'a Moves,
    ) -> View<'a> {
        let touches = |lever: usize| {
            let leaves = tree.leaves.iter().enumerate();
            leaves.filter(|(_, leaf)| leaf.levers.contains(&lever)).map(|(n, _)| n).collect()
        };
        let touched = (0..moves.levers.len()).map(touches).collect();
        let mut view = View { program, supposed, row, day, tree, moves, touched, asked: 0 };
        for leaf in 0..view.tree.leaves.len() {
            view.choose(leaf);
        }
        view
    }

    /// Chooses what to suppose of facts that nobody knows: the ends of their domains with which a leaf is worst, and those with
    /// which it is best, with all levers open.
    fn choose(&mut self, leaf: usize) {
        /// No more facts than this are tried at both ends in every combination; the others stay at their lower end.
        const BOTH_ENDS: usize = 6;
        let missing = self.tree.leaves[leaf].missing.clone();
        if missing.is_empty() {
            return;
        }
        let low: Steps = self.moves.levers.iter().map(|_| 0).collect();
        let high: Steps = self.moves.levers.iter().map(|lever| lever.steps).collect();
        let mut tried: Vec<(Seen, Vec<Literal>)> = Vec::new();
        for combination in 0..1usize << missing.len().min(BOTH_ENDS) {
            let end = |n: usize| if n < BOTH_ENDS { combination >> n & 1 } else { 0 };
            let values: Vec<Literal> = missing.iter().enumerate().map(|(n, (_, ends))| ends[end(n)]).collect();
            self.tree.leaves[leaf].supposed = vec![values.clone()];
            if let Some(seen) = self.ask(leaf, &low, &high) {
                tried.push((seen, values));
            }
        }
        let worst = tried.iter().min_by_key(|(seen, _)| (seen.yes, seen.up)).map(|(_, values)| values.clone());
        let best = tried.iter().max_by_key(|(seen, _)| (!seen.no, seen.down)).map(|(_, values)| values.clone());
        let mut chosen: Vec<Vec<Literal>> = worst.into_iter().chain(best).collect();
        chosen.dedup();
        self.tree.leaves[leaf].supposed = chosen;
    }

    /// Asks a leaf; nothing where a fact has no value in its domain left.
    fn ask(&mut self, leaf: usize, low: &[u32], high: &[u32]) -> Option<Seen> {
        self.asked += 1;
        let leaf = &self.tree.leaves[leaf];
        for slot in &leaf.slots {
            let known = self.moves.value(*slot, low, high)?;
            tell(&mut self.supposed, self.row, &self.moves.slots[*slot], known);
        }
        let open = leaf.levers.iter().any(|lever| low[*lever] < high[*lever]);
        let evaluator = Evaluator::new(self.program, &self.supposed, self.day);
        let mut seen = leaf.ask(&evaluator, self.row, open);
        if !open || seen.is_decided() || leaf.missing.is_empty() {
            return Some(seen);
        }
        // What nobody knows is open like a lever, and isn't one: no position is certain because of it.
        for values in &leaf.supposed {
            for ((read, _), value) in leaf.missing.iter().zip(values) {
                self.supposed.suppose(self.row, read.fact, read.year, Known::Is(*value));
            }
            let evaluator = Evaluator::new(self.program, &self.supposed, self.day);
            seen = seen.and_if(leaf.ask(&evaluator, self.row, open));
        }
        for (read, _) in &leaf.missing {
            self.supposed.as_it_is(self.row, read.fact, read.year);
        }
        Some(seen)
    }

    fn all(&mut self, low: &[u32], high: &[u32], empty: &mut bool) -> Vec<Seen> {
        let mut all = Vec::with_capacity(self.tree.leaves.len());
        for leaf in 0..self.tree.leaves.len() {
            let seen = self.ask(leaf, low, high);
            *empty |= seen.is_none();
            all.push(seen.unwrap_or(Seen::NOTHING));
        }
        all
    }

    /// Everything within bounds.
    pub(crate) fn look(&mut self, low: Steps, high: Steps) -> Bounds {
        let (mut empty, mut none) = (false, false);
        let seen = self.all(&low, &high, &mut empty);
        let at_low = if low == high { seen.clone() } else { self.all(&low, &low, &mut none) };
        Bounds { low, high, seen, at_low, empty }
    }

    /// Sets other bounds of one lever, and looks again at what it moves.
    pub(crate) fn narrow(&mut self, bounds: &mut Bounds, lever: usize, low: u32, high: u32) {
        let raised = bounds.low[lever] != low;
        (bounds.low[lever], bounds.high[lever]) = (low, high);
        for at in 0..self.touched[lever].len() {
            let leaf = self.touched[lever][at];
            match self.ask(leaf, &bounds.low, &bounds.high) {
                Some(seen) => bounds.seen[leaf] = seen,
                None => bounds.empty = true,
            }
            if raised {
                let low = bounds.low.clone();
                // A corner outside the domain reaches nothing.
                bounds.at_low[leaf] = self.ask(leaf, &low, &low).unwrap_or(Seen::NOTHING);
            }
        }
    }

    /// The same bounds with others of one lever.
    pub(crate) fn narrowed(&mut self, bounds: &Bounds, lever: usize, low: u32, high: u32) -> Bounds {
        let mut next = bounds.clone();
        self.narrow(&mut next, lever, low, high);
        next
    }

    /// Whether the goal is reached where every lever stands at its lower bound.
    pub(crate) fn reaches(&self, bounds: &Bounds) -> bool {
        let inside = (0..self.moves.slots.len()).all(|slot| self.moves.value(slot, &bounds.low, &bounds.low).is_some());
        inside && self.tree.root.seen(&bounds.at_low).yes
    }

    /// Looks again at some leaves on another day on which the same rules are in force.
    pub(crate) fn on(&mut self, day: Date, bounds: &mut Bounds, leaves: &[usize]) {
        self.day = day;
        for leaf in leaves {
            bounds.seen[*leaf] = self.ask(*leaf, &bounds.low, &bounds.high).unwrap_or(Seen::NOTHING);
        }
    }

    /// Whether the goal may be reached within bounds.
    pub(crate) fn may(&self, bounds: &Bounds) -> bool {
        !bounds.empty && self.tree.root.seen(&bounds.seen).yes
    }

    /// What one leaf is with other bounds of one lever.
    pub(crate) fn probe(
        &mut self,
        bounds: &mut Bounds,
        leaf: usize,
        lever: usize,
        low: u32,
        high: u32,
    ) -> Option<Seen> {
        let kept = (bounds.low[lever], bounds.high[lever]);
        (bounds.low[lever], bounds.high[lever]) = (low, high);
        let seen = self.ask(leaf, &bounds.low, &bounds.high);
        (bounds.low[lever], bounds.high[lever]) = kept;
        seen
    }

    /// Whether the goal may be reached with other bounds of one lever.
    pub(crate) fn may_with(&mut self, bounds: &mut Bounds, lever: usize, low: u32, high: u32) -> bool {
        let kept = (bounds.low[lever], bounds.high[lever]);
        (bounds.low[lever], bounds.high[lever]) = (low, high);
        let mut before = Vec::with_capacity(self.touched[lever].len());
        let mut empty = bounds.empty;
        for at in 0..self.touched[lever].len() {
            let leaf = self.touched[lever][at];
            let seen = self.ask(leaf, &bounds.low, &bounds.high);
            empty |= seen.is_none();
            before.push(std::mem::replace(&mut bounds.seen[leaf], seen.unwrap_or(Seen::NOTHING)));
        }
        let may = !empty && self.tree.root.seen(&bounds.seen).yes;
        for (leaf, before) in self.touched[lever].iter().zip(before) {
            bounds.seen[*leaf] = before;
        }
        (bounds.low[lever], bounds.high[lever]) = kept;
        may
    }

    pub(crate) fn cost(&self, steps: &[u32]) -> Number {
        self.moves.cost(steps)
    }
}
