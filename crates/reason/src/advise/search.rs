//! The cheapest positions of the levers at which a goal is reached.
//!
//! Best first: bounds whose cheapest position costs least are looked at first. The evaluator computes with bounds as with a
//! single value, so bounds that can't reach the goal are dropped for good, and the first position that reaches it costs no
//! more than any other. Four things keep the bounds few. A way that is found at once, though perhaps not the best, leaves out
//! whatever costs as much ([`Search::afford`]). What every way to the goal needs is raised before anything is divided
//! ([`Search::tighten`]). Where nothing that still matters changes between two positions, only the cheaper is kept, and bounds
//! are divided where something changes and not in the middle, as long as that can be told ([`Search::jump`]).
//!
//! The next way has to leave one lever alone of each way found before, or else it would do the same and more.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use wuwei_ir::Number;

use super::moves::Steps;
use super::node::Seen;
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

/// Where a lever first makes a difference.
enum Jump {
    /// Nowhere within its bounds.
    Never,
    /// From this position on; between its lower bound and it nothing changes.
    At(u32),
    /// It can't be told: what it does hangs on other levers.
    Open,
}

/// A search under way.
pub(crate) struct Search<'v, 'a> {
    view: &'v mut View<'a>,
    waiting: BinaryHeap<Reverse<Waiting>>,
    number: u64,
    /// The best way known, which what follows has to beat.
    best: Option<(Number, Steps)>,
    /// No more leaves than this are asked.
    most: u64,
    stop: &'v dyn Fn() -> bool,
}

impl<'v, 'a> Search<'v, 'a> {
    pub(crate) fn new(view: &'v mut View<'a>, most: u64, stop: &'v dyn Fn() -> bool) -> Search<'v, 'a> {
        Search { view, waiting: BinaryHeap::new(), number: 0, best: None, most, stop }
    }

    /// The cheapest ways, so many of them, that change different facts.
    pub(crate) fn run(mut self, wanted: usize) -> Outcome {
        let low: Steps = self.view.moves.levers.iter().map(|_| 0).collect();
        let high: Steps = self.view.moves.levers.iter().map(|lever| lever.steps).collect();
        let root = self.view.look(low, high);
        let mut outcome = Outcome::default();
        while outcome.found.len() < wanted {
            let (starts, all) = self.starts(&root, &outcome.found);
            let (way, cut) = self.cheapest(starts);
            outcome.cut |= cut;
            let Some((cost, steps)) = way else { break };
            let nothing_to_do = steps.iter().all(|steps| *steps == 0);
            outcome.found.push(Found { steps, cost, optimal: !cut && all });
            if nothing_to_do {
                break;
            }
        }
        outcome
    }

    /// The bounds within which a way leaves one lever alone of each way found before, and whether these are all.
    fn starts(&mut self, root: &Bounds, found: &[Found]) -> (Vec<Bounds>, bool) {
        /// More ways to leave something alone than this are not tried; those left out are the ones with most left alone.
        const MOST: usize = 64;
        let mut closed: Vec<Vec<usize>> = vec![Vec::new()];
        let mut all = true;
        for found in found {
            let used: Vec<usize> = (0..found.steps.len()).filter(|lever| found.steps[*lever] > 0).collect();
            let mut next: Vec<Vec<usize>> = Vec::new();
            for left in closed {
                if used.iter().any(|lever| left.contains(lever)) {
                    next.push(left);
                    continue;
                }
                // What does the same as a lever is left alone with it.
                next.extend(used.iter().map(|lever| [left.as_slice(), &self.view.moves.alike(*lever)].concat()));
            }
            next.sort_by_key(Vec::len);
            all &= next.len() <= MOST;
            next.truncate(MOST);
            closed = next;
        }
        let mut starts = Vec::new();
        for closed in closed {
            let mut bounds = root.clone();
            closed.into_iter().for_each(|lever| self.view.narrow(&mut bounds, lever, 0, 0));
            starts.push(bounds);
        }
        (starts, all)
    }

    /// The cheapest way within any of several bounds, and whether the search was cut.
    fn cheapest(&mut self, starts: Vec<Bounds>) -> (Option<(Number, Steps)>, bool) {
        self.waiting.clear();
        self.best = None;
        // One guess at least, so that a search that is cut has something to give.
        for (n, start) in starts.iter().filter(|start| self.view.may(start)).cloned().enumerate().collect::<Vec<_>>() {
            if n == 0 || self.view.asked <= self.most {
                self.guess(&start);
            }
        }
        starts.into_iter().for_each(|start| self.push(start));
        let mut cut = false;
        while let Some(Reverse(next)) = self.waiting.pop() {
            if self.best.as_ref().is_some_and(|(best, _)| next.cost >= *best) {
                break;
            }
            if self.view.asked > self.most || (self.stop)() {
                cut = true;
                self.waiting.push(Reverse(next));
                break;
            }
            self.step(next.cost, next.bounds);
        }
        if cut && self.best.is_none() {
            self.fall_back();
        }
        (self.best.take(), cut)
    }

    /// Keeps a way if it is the cheapest so far.
    fn keep(&mut self, steps: Steps) {
        let cost = self.view.cost(&steps);
        if self.best.as_ref().is_none_or(|(best, _)| cost < *best) {
            self.best = Some((cost, steps));
        }
    }

    fn push(&mut self, bounds: Bounds) {
        let cost = self.view.cost(&bounds.low);
        let dear = self.best.as_ref().is_some_and(|(best, _)| cost >= *best);
        if !dear && self.view.may(&bounds) {
            self.number += 1;
            self.waiting.push(Reverse(Waiting { cost, number: self.number, bounds }));
        }
    }

    fn step(&mut self, cost: Number, mut bounds: Bounds) {
        if !self.afford(&mut bounds) {
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
        if self.view.reaches(&bounds) {
            return self.keep(bounds.low);
        }
        self.divide(bounds);
    }

    /// Lowers what would cost as much as the best way known. Says whether anything is left.
    fn afford(&mut self, bounds: &mut Bounds) -> bool {
        let Some((best, _)) = &self.best else { return true };
        let Some(spare) = best.sub(self.view.cost(&bounds.low)) else { return true };
        for lever in Self::open(bounds) {
            let (low, high) = (bounds.low[lever], bounds.high[lever]);
            let moved = &self.view.moves.levers[lever];
            let base = moved.cost(low);
            let dear = |steps: u32| moved.cost(steps).sub(base).is_some_and(|more| more >= spare);
            if !dear(high) {
                continue;
            }
            let (mut fits, mut too_dear) = (low, high);
            while fits + 1 < too_dear {
                let middle = fits + (too_dear - fits) / 2;
                if dear(middle) { too_dear = middle } else { fits = middle }
            }
            self.view.narrow(bounds, lever, low, fits);
        }
        self.view.may(bounds)
    }

    /// Ways that are near at hand: nothing, a lever alone, everything; where none of these is one, everything but one lever,
    /// and two together. From each is taken away what isn't needed.
    fn guess(&mut self, start: &Bounds) {
        let open: Vec<usize> = Self::open(start).collect();
        let corner = |levers: &mut dyn Iterator<Item = usize>| {
            let mut steps = start.low.clone();
            levers.for_each(|lever| steps[lever] = start.high[lever]);
            steps
        };
        // What costs nothing is as good as anything can be.
        if self.try_corner(corner(&mut std::iter::empty())) {
            return;
        }
        let mut reached = self.try_corner(corner(&mut open.iter().copied()));
        for one in &open {
            reached |= self.try_corner(corner(&mut std::iter::once(*one)));
        }
        for one in open.iter().filter(|_| !reached) {
            self.try_corner(corner(&mut open.iter().copied().filter(|lever| lever != one)));
        }
        if self.best.is_none() {
            let pairs = open.iter().enumerate().flat_map(|(n, one)| open[n + 1..].iter().map(|other| [*one, *other]));
            let pairs: Vec<Steps> = pairs.map(|pair| corner(&mut pair.into_iter())).collect();
            pairs.into_iter().for_each(|corner| {
                self.try_corner(corner);
            });
        }
    }

    /// Whether a corner reaches the goal; if so, what is left of it is kept.
    fn try_corner(&mut self, corner: Steps) -> bool {
        let at = self.view.look(corner.clone(), corner);
        if !self.view.may(&at) || !self.view.reaches(&at) {
            return false;
        }
        let steps = self.polish(at.low);
        self.keep(steps);
        true
    }

    fn open(bounds: &Bounds) -> impl Iterator<Item = usize> + use<> {
        let open: Vec<usize> = (0..bounds.low.len()).filter(|lever| bounds.low[*lever] < bounds.high[*lever]).collect();
        open.into_iter()
    }

    /// Raises what every way within the bounds needs.
    fn tighten(&mut self, bounds: &mut Bounds) {
        // Two levers that share a ratio may raise each other by ever smaller steps; dividing gets there sooner.
        const ROUNDS: usize = 3;
        for _ in 0..ROUNDS {
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
                self.view.narrow(bounds, lever, may, high);
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
        let mut closed = Vec::new();
        for lever in Self::open(&bounds) {
            match self.jump(&mut bounds, &live, lever) {
                Jump::Never => closed.push(lever),
                jump => {
                    let (low, high) = (bounds.low[lever], bounds.high[lever]);
                    // What can't be told is as wide as it may cost.
                    let to = match jump {
                        Jump::At(to) => to,
                        _ => low + (high - low).div_ceil(2),
                    };
                    let lever_of = &self.view.moves.levers[lever];
                    let cost = lever_of.cost(to).sub(lever_of.cost(low)).unwrap_or(Number::ZERO);
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
        for lever in closed {
            let low = bounds.low[lever];
            self.view.narrow(&mut bounds, lever, low, low);
        }
        let (low, high) = (bounds.low[lever], bounds.high[lever]);
        let (left, right) = match jump {
            Jump::At(to) if to > low + 1 || low == 0 || high - low < 8 => (low, to),
            Jump::Open if low == 0 => (low, low + 1),
            _ => {
                let middle = low + (high - low) / 2;
                (middle, middle + 1)
            }
        };
        let with = self.view.narrowed(&bounds, lever, right, high);
        self.view.narrow(&mut bounds, lever, low, left);
        self.push(bounds);
        self.push(with);
    }

    /// The fewest steps of a lever from nought with which the goal is reached, the others being where they are.
    fn least(&mut self, steps: &[u32], lever: usize) -> Option<u32> {
        let mut at = self.view.look(steps.into(), steps.into());
        let (mut stack, most) = (Vec::new(), steps[lever]);
        stack.push((0, most));
        while let Some((low, high)) = stack.pop() {
            if !self.view.may_with(&mut at, lever, low, high) {
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

    /// What can be said when time is up and nothing was near at hand: the corners of the cheapest bounds left.
    fn fall_back(&mut self) {
        const CORNERS: usize = 12;
        for _ in 0..CORNERS {
            let Some(Reverse(next)) = self.waiting.pop() else { break };
            self.try_corner(next.bounds.high);
        }
    }
}

impl Seen {
    /// Whether the other is the same for every position of the levers.
    fn is_same(&self, other: &Seen) -> bool {
        self.is_decided() && other.is_decided() && (self.truth, self.up) == (other.truth, other.up)
    }
}
