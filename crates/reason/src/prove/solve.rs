//! Whether formulas can be met together, and how.

use super::formula::Formula;

/// What came out.
pub(crate) enum Solved {
    /// For each quantity the possibilities left, a bit each, under which all formulas hold.
    Model(Vec<u128>),
    /// Nothing meets them.
    Never,
    /// The text leaves it open, or it would take too long.
    Open,
}

/// So many steps are taken before giving up.
const STEPS: usize = 6_000;

pub(crate) struct Solver<'f> {
    atoms: &'f [(usize, u128)],
    wanted: &'f [(Formula, bool)],
    steps: usize,
    seed: u64,
    undecidable: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Is {
    Yes,
    No,
    Unknown,
}

impl<'f> Solver<'f> {
    /// Formulas that are to be met or not to be met.
    pub(crate) fn new(atoms: &'f [(usize, u128)], wanted: &'f [(Formula, bool)], seed: u64) -> Solver<'f> {
        Solver { atoms, wanted, steps: 0, seed, undecidable: false }
    }

    /// Looks through the possibilities of each quantity, given as one bit each.
    pub(crate) fn solve(mut self, mut all: Vec<u128>) -> Solved {
        if all.contains(&0) {
            return Solved::Never;
        }
        match self.search(&mut all) {
            Some(true) => Solved::Model(all),
            Some(false) if !self.undecidable => Solved::Never,
            _ => Solved::Open,
        }
    }

    /// Whether there is a model; `all` is it then. Nothing where it took too long.
    fn search(&mut self, all: &mut Vec<u128>) -> Option<bool> {
        self.steps += 1;
        if self.steps > STEPS {
            return None;
        }
        let mut open = None;
        for (formula, wanted) in self.wanted {
            match self.is(all, formula) {
                Is::Unknown => open = open.or(Some(formula)),
                is if (is == Is::Yes) != *wanted => return Some(false),
                _ => {}
            }
        }
        let Some(open) = open else { return Some(true) };
        let mut free = Vec::new();
        self.free(all, open, &mut free);
        if free.is_empty() {
            // Only what the text leaves open keeps this formula from being met: another one may rule it out.
            let mut others = Vec::new();
            self.wanted.iter().for_each(|(formula, _)| self.free(all, formula, &mut others));
            if others.is_empty() {
                self.undecidable = true;
                return Some(false);
            }
            free = others;
        }
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (q, set) = self.atoms[free[(self.seed >> 33) as usize % free.len()]];
        let sides = if self.seed >> 60 & 1 == 0 { [set, !set] } else { [!set, set] };
        let before = all[q];
        for side in sides {
            let kept = all.clone();
            all[q] = before & side;
            match self.search(all) {
                Some(false) => *all = kept,
                other => return other,
            }
        }
        Some(false)
    }

    fn is(&self, all: &[u128], formula: &Formula) -> Is {
        match formula {
            Formula::Known(true) => Is::Yes,
            Formula::Known(false) => Is::No,
            Formula::Undecidable => Is::Unknown,
            Formula::Atom(at) => {
                let (q, set) = self.atoms[*at];
                match (all[q] & set, all[q] & !set) {
                    (0, _) => Is::No,
                    (_, 0) => Is::Yes,
                    _ => Is::Unknown,
                }
            }
            Formula::Not(inner) => match self.is(all, inner) {
                Is::Yes => Is::No,
                Is::No => Is::Yes,
                Is::Unknown => Is::Unknown,
            },
            Formula::Count(least, inner) => {
                let (mut yes, mut open) = (0, 0);
                for formula in inner {
                    match self.is(all, formula) {
                        Is::Yes => yes += 1,
                        Is::Unknown => open += 1,
                        Is::No => {}
                    }
                }
                match (yes >= *least, yes + open >= *least) {
                    (true, _) => Is::Yes,
                    (_, false) => Is::No,
                    _ => Is::Unknown,
                }
            }
        }
    }

    /// The atoms of a formula that are open and matter for it.
    fn free(&self, all: &[u128], formula: &Formula, out: &mut Vec<usize>) {
        if self.is(all, formula) != Is::Unknown {
            return;
        }
        match formula {
            Formula::Atom(at) => out.push(*at),
            Formula::Not(inner) => self.free(all, inner, out),
            Formula::Count(_, inner) => inner.iter().for_each(|formula| self.free(all, formula, out)),
            Formula::Known(_) | Formula::Undecidable => {}
        }
    }
}
