//! The cheapest positions of the levers at which a goal is reached.
//!
//! Best first: bounds whose cheapest position costs least are looked at first. The evaluator computes with bounds as with a
//! single value, so bounds that can't reach the goal are dropped for good, and the first position that reaches it costs no
//! more than any other. Four things keep the bounds few. What every way to the goal needs is raised before anything is
//! divided ([`Search::tighten`]). Where nothing that still matters changes between two positions, only the cheaper is kept
//! ([`Search::jump`]). Bounds are divided where something changes and not in the middle, as long as that can be told. And
//! what was found forbids what does the same and more.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use wuwei_ir::Number;

use super::moves::Steps;
use super::tree::Seen;
use super::view::{Bounds, View};

/// A way to the goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) steps: Steps,
    pub(crate) cost: Number,
    /// Whether nothing cheaper reaches the goal, apart from what was found before and what does the same and more.
    pub(crate) optimal: bool,
}

/// What a search came to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    /// The cheapest first.
    pub(crate) found: Vec<Found>,
    /// Whether it was cut before it had looked at everything.
    pub(crate) cut: bool,
}

/// Bounds that wait.
struct Waiting {
    cost: Number,
    number: u64,
    bounds: Bounds,
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Waiting) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Waiting {}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Waiting) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Waiting) -> std::cmp::Ordering {
        (self.cost, self.number).cmp(&(other.cost, other.number))
    }
}

/// A search under way.
pub(crate) struct Search<'v, 'a> {
    view: &'v mut View<'a>,
    waiting: BinaryHeap<Reverse<Waiting>>,
    number: u64,
    found: Vec<Found>,
    /// No more leaves than this are asked.
    most: u64,
    stop: &'v dyn Fn() -> bool,
}

/// Where a lever first makes a difference.
enum Jump {
    /// Nowhere within its bounds.
    Never,
    /// From this position on; between its lower bound and it nothing changes.
    At(u32),
    /// It can't be told: what it does hangs on other levers.
    Open,
}

impl<'v, 'a> Search<'v, 'a> {
    pub(crate) fn new(view: &'v mut View<'a>, most: u64, stop: &'v dyn Fn() -> bool) -> Search<'v, 'a> {
        Search { view, waiting: BinaryHeap::new(), number: 0, found: Vec::new(), most, stop }
    }

    /// The cheapest ways, so many of them, that change different facts.
    pub(crate) fn run(mut self, wanted: usize) -> Outcome {
        let low: Steps = self.view.moves.levers.iter().map(|_| 0).collect();
        let high: Steps = self.view.moves.levers.iter().map(|lever| lever.steps).collect();
        let root = self.view.look(low, high);
        let start = self.view.asked;
        self.push(root.clone());
        let mut cut = false;
        while self.found.len() < wanted {
            let Some(Reverse(next)) = self.waiting.pop() else { break };
            if self.view.asked - start > self.most || (self.stop)() {
                cut = true;
                self.waiting.push(Reverse(next));
                break;
            }
            self.step(next.cost, next.bounds);
        }
        if cut {
            self.fall_back(wanted, root);
        }
        Outcome { found: self.found, cut }
    }

    fn push(&mut self, bounds: Bounds) {
        if self.view.may(&bounds) && !self.does_more(&bounds.low) {
            self.number += 1;
            let cost = self.view.cost(&bounds.low);
            self.waiting.push(Reverse(Waiting { cost, number: self.number, bounds }));
        }
    }

    /// Whether every position from here on changes all that something found before changes.
    fn does_more(&self, low: &[u32]) -> bool {
        let covers = |found: &Found| found.steps.iter().zip(low).all(|(found, low)| *found == 0 || *low > 0);
        self.found.iter().any(covers)
    }

    fn step(&mut self, cost: Number, mut bounds: Bounds) {
        if self.does_more(&bounds.low) {
            return;
        }
        self.tighten(&mut bounds);
        if !self.view.may(&bounds) {
            return;
        }
        let now = self.view.cost(&bounds.low);
        if now > cost {
            // Something else may be cheaper by now.
            return self.push(bounds);
        }
        if self.reaches(&bounds.low) {
            let steps = bounds.low;
            return self.found.push(Found { steps, cost, optimal: true });
        }
        self.divide(bounds);
    }

    /// Whether the goal is reached at a position.
    fn reaches(&mut self, steps: &[u32]) -> bool {
        let at = self.view.look(steps.into(), steps.into());
        self.view.may(&at)
    }

    fn open(bounds: &Bounds) -> impl Iterator<Item = usize> + use<> {
        let open: Vec<usize> = (0..bounds.low.len()).filter(|lever| bounds.low[*lever] < bounds.high[*lever]).collect();
        open.into_iter()
    }

    /// Raises what every way within the bounds needs.
    fn tighten(&mut self, bounds: &mut Bounds) {
        loop {
            let mut raised = false;
            for lever in Self::open(bounds) {
                let (low, high) = (bounds.low[lever], bounds.high[lever]);
                if self.view.may_with(bounds, lever, low, low) {
                    continue;
                }
                // The smallest upper bound with which the goal may still be reached; whatever is smaller can't reach it.
                let (mut fails, mut may) = (low, high);
                if !self.view.may_with(bounds, lever, low + 1, high) {
                    bounds.empty = true;
                    return;
                }
                while fails + 1 < may {
                    let middle = fails + (may - fails) / 2;
                    if self.view.may_with(bounds, lever, low, middle) {
                        may = middle;
                    } else {
                        fails = middle;
                    }
                }
                *bounds = self.view.narrowed(bounds, lever, may, high);
                raised = true;
            }
            if !raised {
                return;
            }
        }
    }

    /// Where a lever first makes a difference to what still matters, whatever the others do.
    fn jump(&mut self, bounds: &mut Bounds, live: &[bool], lever: usize) -> Jump {
        let (low, high) = (bounds.low[lever], bounds.high[lever]);
        let mut first = high + 1;
        for at in 0..self.view.touched[lever].len() {
            let leaf = self.view.touched[lever][at];
            if !live[leaf] {
                continue;
            }
            let Some(still) = self.view.probe(bounds, leaf, lever, low, low) else { return Jump::Open };
            if !still.is_decided() {
                return Jump::Open;
            }
            let mut same = |view: &mut View<'a>, to: u32| {
                view.probe(bounds, leaf, lever, low, to).is_some_and(|seen| seen.is_same(&still))
            };
            if same(self.view, first - 1) {
                continue;
            }
            let (mut alike, mut differs) = (low, first - 1);
            while alike + 1 < differs {
                let middle = alike + (differs - alike) / 2;
                if same(self.view, middle) {
                    alike = middle;
                } else {
                    differs = middle;
                }
            }
            first = differs;
        }
        if first > high { Jump::Never } else { Jump::At(first) }
    }

    /// Divides bounds in two, at a lever.
    fn divide(&mut self, mut bounds: Bounds) {
        let mut live = vec![false; bounds.seen.len()];
        self.view.tree.root.live(&bounds.seen, &mut live);
        // The dearest step first: without it the others are needed, and with it little else is affordable.
        let mut best: Option<(Number, usize, Jump)> = None;
        for lever in Self::open(&bounds) {
            match self.jump(&mut bounds, &live, lever) {
                Jump::Never => bounds.high[lever] = bounds.low[lever],
                jump => {
                    let to = match jump {
                        Jump::At(to) => to,
                        _ => bounds.low[lever] + 1,
                    };
                    let lever_of = &self.view.moves.levers[lever];
                    let cost = lever_of.cost(to).sub(lever_of.cost(bounds.low[lever])).unwrap_or(Number::ZERO);
                    if best.as_ref().is_none_or(|(known, ..)| cost > *known) {
                        best = Some((cost, lever, jump));
                    }
                }
            }
        }
        let Some((_, lever, jump)) = best else {
            // No lever makes a difference, so the cheapest position stands for all, and it doesn't reach the goal.
            return;
        };
        // What was closed is looked at as closed.
        bounds = self.view.look(bounds.low, bounds.high);
        let (low, high) = (bounds.low[lever], bounds.high[lever]);
        let (left, right) = match jump {
            Jump::At(to) if to > low + 1 || low == 0 || high - low < 8 => (low, to),
            Jump::Open if low == 0 => (low, low + 1),
            _ => {
                let middle = low + (high - low) / 2;
                (middle, middle + 1)
            }
        };
        let without = self.view.narrowed(&bounds, lever, low, left);
        let with = self.view.narrowed(&bounds, lever, right, high);
        self.push(without);
        self.push(with);
    }

    /// The fewest steps of a lever from nought with which the goal is reached, the others being where they are.
    fn least(&mut self, steps: &[u32], lever: usize) -> Option<u32> {
        let at = self.view.look(steps.into(), steps.into());
        let (mut stack, most) = (Vec::new(), steps[lever]);
        stack.push((0, most));
        while let Some((low, high)) = stack.pop() {
            if !self.view.may_with(&at, lever, low, high) {
                continue;
            }
            if low == high {
                return Some(low);
            }
            let middle = low + (high - low) / 2;
            stack.push((middle + 1, high));
            stack.push((low, middle));
        }
        None
    }

    /// Takes from each lever what isn't needed, the dearest first.
    fn polish(&mut self, mut steps: Steps) -> Steps {
        loop {
            let mut order: Vec<usize> = (0..steps.len()).filter(|lever| steps[*lever] > 0).collect();
            order.sort_by_key(|lever| Reverse(self.view.moves.levers[*lever].cost(steps[*lever])));
            let mut changed = false;
            for lever in order {
                if let Some(least) = self.least(&steps, lever).filter(|least| *least < steps[lever]) {
                    steps[lever] = least;
                    changed = true;
                }
            }
            if !changed {
                return steps;
            }
        }
    }

    /// What can be said when time is up: the corners of the cheapest bounds left, with all taken away that isn't needed.
    fn fall_back(&mut self, wanted: usize, root: Bounds) {
        const CORNERS: usize = 12;
        let mut corners: Vec<Steps> = Vec::new();
        for _ in 0..CORNERS {
            let Some(Reverse(next)) = self.waiting.pop() else { break };
            corners.push(next.bounds.high);
        }
        corners.push(root.high);
        let mut ways: Vec<Found> = Vec::new();
        for corner in corners {
            if self.reaches(&corner) {
                let steps = self.polish(corner);
                let cost = self.view.cost(&steps);
                ways.push(Found { steps, cost, optimal: false });
            }
        }
        ways.sort_by(|a, b| a.cost.cmp(&b.cost));
        for way in ways {
            if self.found.len() < wanted && !self.does_more(&way.steps) {
                self.found.push(way);
            }
        }
    }
}

impl Seen {
    /// Whether the other is the same for every position of the levers.
    fn is_same(&self, other: &Seen) -> bool {
        self.is_decided() && other.is_decided() && (self.truth, self.up) == (other.truth, other.up)
    }
}
