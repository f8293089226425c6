//! Answers counted and summed by groups.

use crate::machine::{Lanes, Mask, WORDS};
use crate::rows::{NOT_APPLICABLE, UNKNOWN, YES, verdict};
use crate::rules::{Cells, Rules, SHARED, Way};
use crate::run::{Money, Sink, View};

/// How many have which answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field counts what its name says")]
pub struct Counts {
    pub no: u64,
    pub yes: u64,
    pub unknown: u64,
    pub not_applicable: u64,
}

/// A sum of amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Numerators of the low and the high end.
    pub above: [i128; 2],
    /// Their denominators.
    pub below: [i128; 2],
    /// How many amounts have no low or no high end.
    pub open: [u64; 2],
}

impl Default for Sum {
    fn default() -> Sum {
        Sum { above: [0; 2], below: [1; 2], open: [0; 2] }
    }
}

/// What one group comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupTotals {
    /// Subjects.
    pub subjects: u64,
    /// Statuses, in the order asked.
    pub statuses: Vec<Counts>,
    /// Benefits, in the order asked: who is eligible, and what they are paid alone. None where only their total was asked.
    pub benefits: Vec<(Counts, Sum)>,
    /// What all of them are paid, exclusions and limits applied.
    pub total: Sum,
    /// What they add to each indicator, in the order asked; nothing where only the reference can say.
    pub indicators: Vec<Option<Sum>>,
}

impl GroupTotals {
    /// Adds what the same group comes to among other subjects, asked the same.
    pub fn add(&mut self, other: &GroupTotals) {
        let sum = |own: &mut Sum, other: &Sum| {
            for side in 0..2 {
                own.open[side] += other.open[side];
                add_fraction(own, side, other.above[side], other.below[side]);
            }
        };
        self.subjects += other.subjects;
        self.statuses.iter_mut().zip(&other.statuses).for_each(|(own, other)| own.add(other));
        for ((counts, paid), (other, more)) in self.benefits.iter_mut().zip(&other.benefits) {
            counts.add(other);
            sum(paid, more);
        }
        sum(&mut self.total, &other.total);
        for (own, other) in self.indicators.iter_mut().zip(&other.indicators) {
            match (own.as_mut(), other) {
                (Some(own), Some(other)) => sum(own, other),
                _ => *own = None,
            }
        }
    }
}

impl Counts {
    fn add(&mut self, other: &Counts) {
        self.no += other.no;
        self.yes += other.yes;
        self.unknown += other.unknown;
        self.not_applicable += other.not_applicable;
    }
}

/// Counts and sums of one run.
pub(crate) struct Totals {
    cells: Cells,
    statuses: usize,
    benefits: usize,
    /// Answers that have no columns.
    by_rows: Vec<bool>,
    subjects: Vec<u64>,
    /// Counts by cell, for each few answers that share one.
    shared: Vec<Vec<u32>>,
    /// Counts by group and answer, from cells that were full and from rows that the reference answered.
    counts: Vec<Counts>,
    /// Which indicators are summed in columns.
    indicators: Vec<bool>,
    /// Sums by benefit, then the total, then by indicator, each by group.
    sums: Vec<Vec<Sum>>,
    /// Sums of a slice by group.
    part: Vec<[i64; 2]>,
}

impl Totals {
    pub(crate) fn new(rules: &Rules) -> Totals {
        let cells = rules.cells.clone().unwrap_or_default();
        let groups = cells.groups.max(1);
        let counted = if rules.total_only { &[] } else { &rules.benefits[..] };
        let (statuses, benefits) = (rules.statuses.len(), counted.len());
        let by_rows = rules.statuses.iter().map(|plan| matches!(plan.way, Way::Rows(_)));
        let by_rows = by_rows.chain(counted.iter().map(|plan| matches!(plan.way, Way::Rows(_)))).collect();
        let answers = statuses + benefits;
        let shared = (0..answers.div_ceil(SHARED)).map(|at| vec![0; groups << (2 * SHARED.min(answers - at * SHARED))]);
        Totals {
            shared: shared.collect(),
            cells,
            statuses,
            benefits,
            by_rows,
            subjects: vec![0; groups],
            counts: vec![Counts::default(); groups * answers],
            sums: vec![vec![Sum::default(); groups]; benefits + 1 + rules.indicators.len()],
            indicators: rules.indicators.iter().map(|(_, way)| matches!(way, Way::Columns(_))).collect(),
            part: vec![[0; 2]; groups],
        }
    }

    fn answers(&self) -> usize {
        self.statuses + self.benefits
    }

    /// The group of a row; what lies outside was read from a column that the code doesn't fit, and belongs to nobody known.
    fn group(&self, lanes: &Lanes<'_>, row: usize) -> usize {
        (lanes.get(row).max(0) as usize).min(self.cells.groups.max(1) - 1)
    }

    fn count_rows(&mut self, view: &View<'_>, at: usize, groups: &Lanes<'_>) {
        let masks = if at < self.statuses { view.status(at) } else { view.benefit(at - self.statuses).0 };
        for row in 0..view.rows {
            let group = self.group(groups, row);
            let answers = self.answers();
            let counts = &mut self.counts[group * answers + at];
            match verdict(&masks, row) {
                NOT_APPLICABLE => counts.not_applicable += 1,
                YES => counts.yes += 1,
                UNKNOWN => counts.unknown += 1,
                _ => counts.no += 1,
            }
        }
    }

    /// With one group only, bits are counted a word at a time.
    fn count_bits(&mut self, view: &View<'_>, at: usize) {
        let masks = if at < self.statuses { view.status(at) } else { view.benefit(at - self.statuses).0 };
        let rows = first_rows(view.rows);
        let count = |holds: &dyn Fn(usize) -> u64| {
            (0..WORDS).map(|word| u64::from((holds(word) & rows.0[word]).count_ones())).sum::<u64>()
        };
        let [concerned, yes, maybe] = masks;
        let counts = &mut self.counts[at];
        counts.yes += count(&|word| concerned.0[word] & yes.0[word]);
        counts.unknown += count(&|word| concerned.0[word] & maybe.0[word] & !yes.0[word]);
        counts.no += count(&|word| concerned.0[word] & !maybe.0[word]);
        counts.not_applicable += count(&|word| !concerned.0[word]);
    }

    fn add(&mut self, at: usize, money: &Money<'_>, groups: &Lanes<'_>, rows: usize) {
        let Money::Lanes { low, high, below, open } = money else {
            for row in 0..rows {
                let group = self.group(groups, row);
                let range = money.get(row);
                for (side, end) in [range.low, range.high].into_iter().enumerate() {
                    let sum = &mut self.sums[at][group];
                    match end {
                        None => sum.open[side] += 1,
                        Some(end) => add_fraction(sum, side, end.numerator(), end.denominator()),
                    }
                }
            }
            return;
        };
        for (side, (lanes, below)) in [low, high].into_iter().zip(below).enumerate() {
            let any_open = open[side].0.iter().any(|word| *word != 0);
            if matches!(lanes, Lanes::Constant(0)) && !any_open {
                continue;
            }
            let narrow = matches!(lanes, Lanes::W32(_))
                || matches!(lanes, Lanes::W64(lanes) if lanes[..rows].iter().all(|value| value.unsigned_abs() < 1 << 52));
            if !narrow || any_open {
                for row in 0..rows {
                    let group = self.group(groups, row);
                    let sum = &mut self.sums[at][group];
                    match open[side].get(row) {
                        true => sum.open[side] += 1,
                        false => add_fraction(sum, side, lanes.get(row), *below),
                    }
                }
                continue;
            }
            self.part.iter_mut().for_each(|part| part[side] = 0);
            let last = self.cells.groups.max(1) - 1;
            match (lanes, groups) {
                (Lanes::W64(lanes), Lanes::Constant(_)) => {
                    let group = self.group(groups, 0);
                    self.part[group][side] = lanes[..rows].iter().sum();
                }
                (Lanes::W32(lanes), Lanes::Constant(_)) => {
                    let group = self.group(groups, 0);
                    self.part[group][side] = lanes[..rows].iter().map(|value| i64::from(*value)).sum();
                }
                (Lanes::W64(lanes), Lanes::W32(groups)) => {
                    for (value, group) in lanes[..rows].iter().zip(&groups[..rows]) {
                        self.part[(*group as usize).min(last)][side] += value;
                    }
                }
                (Lanes::W32(lanes), Lanes::W32(groups)) => {
                    for (value, group) in lanes[..rows].iter().zip(&groups[..rows]) {
                        self.part[(*group as usize).min(last)][side] += i64::from(*value);
                    }
                }
                _ => {
                    for row in 0..rows {
                        let group = (groups.get(row).max(0) as usize).min(last);
                        self.part[group][side] += lanes.get(row) as i64;
                    }
                }
            }
            for (sum, part) in self.sums[at].iter_mut().zip(&self.part) {
                if part[side] != 0 {
                    add_fraction(sum, side, i128::from(part[side]), *below);
                }
            }
        }
    }

    /// Moves counts out of cells before they are full.
    fn settle(&mut self) {
        let answers = self.answers();
        for (chunk, cells) in self.shared.iter_mut().enumerate() {
            let own = SHARED.min(answers - chunk * SHARED);
            for (cell, count) in cells.iter_mut().enumerate().filter(|(_, count)| **count > 0) {
                let (group, code) = (cell >> (2 * own), cell & ((1 << (2 * own)) - 1));
                for n in 0..own {
                    let at = chunk * SHARED + n;
                    if self.by_rows[at] {
                        continue;
                    }
                    let counts = &mut self.counts[group * answers + at];
                    let count = u64::from(*count);
                    match code >> (2 * n) & 3 {
                        0 => counts.no += count,
                        1 => counts.yes += count,
                        2 => counts.unknown += count,
                        _ => counts.not_applicable += count,
                    }
                }
                *count = 0;
            }
        }
    }

    /// Adds what another run counted.
    pub(crate) fn merge(&mut self, mut other: Totals) {
        self.settle();
        other.settle();
        self.subjects.iter_mut().zip(&other.subjects).for_each(|(own, other)| *own += other);
        for (own, other) in self.counts.iter_mut().zip(&other.counts) {
            own.add(other);
        }
        for (own, other) in self.sums.iter_mut().flatten().zip(other.sums.iter().flatten()) {
            for side in 0..2 {
                own.open[side] += other.open[side];
                add_fraction(own, side, other.above[side], other.below[side]);
            }
        }
    }

    /// What each group comes to.
    pub(crate) fn finish(mut self) -> Vec<GroupTotals> {
        self.settle();
        let answers = self.answers();
        let group = |group: usize| {
            let counts = &self.counts[group * answers..(group + 1) * answers];
            let (statuses, benefits) = counts.split_at(self.statuses);
            GroupTotals {
                subjects: self.subjects[group],
                statuses: statuses.to_vec(),
                benefits: benefits.iter().enumerate().map(|(at, counts)| (*counts, self.sums[at][group])).collect(),
                total: self.sums[self.benefits][group],
                indicators: self
                    .indicators
                    .iter()
                    .enumerate()
                    .map(|(at, summed)| summed.then(|| self.sums[self.benefits + 1 + at][group]))
                    .collect(),
            }
        };
        (0..self.subjects.len()).map(group).collect()
    }
}

impl Sink for Totals {
    fn take(&mut self, view: &View<'_>) {
        let groups = view.extra(self.cells.group);
        let single = self.cells.groups <= 1;
        match groups {
            Lanes::W32(lanes) => {
                let last = self.subjects.len() - 1;
                lanes[..view.rows].iter().for_each(|group| self.subjects[(*group as usize).min(last)] += 1);
            }
            // Where nobody's group is known everybody is in the same one.
            _ => {
                let group = self.group(&groups, 0);
                self.subjects[group] += view.rows as u64;
            }
        }
        for chunk in 0..self.shared.len() {
            let lanes = view.extra(self.cells.cells[chunk]);
            let own = chunk * SHARED..((chunk + 1) * SHARED).min(self.answers());
            if single {
                own.for_each(|at| self.count_bits(view, at));
                continue;
            }
            match lanes {
                Lanes::W32(lanes) => {
                    let cells = &mut self.shared[chunk];
                    let last = cells.len() - 1;
                    lanes[..view.rows].iter().for_each(|cell| cells[(*cell as usize).min(last)] += 1);
                    for at in own.filter(|at| self.by_rows[*at]).collect::<Vec<_>>() {
                        self.count_rows(view, at, &groups);
                    }
                }
                _ => own.for_each(|at| self.count_rows(view, at, &groups)),
            }
        }
        for at in 0..self.benefits {
            let (_, money) = view.benefit(at);
            self.add(at, &money, &groups, view.rows);
        }
        if let Some(money) = view.total() {
            self.add(self.benefits, &money, &groups, view.rows);
        }
        for at in 0..self.indicators.len() {
            if let Some(added) = view.indicator(at) {
                self.add(self.benefits + 1 + at, &added, &groups, view.rows);
            }
        }
        if view.first & 0x7fff_ffff >= 0x4000_0000 {
            self.settle();
        }
    }
}

/// Adds a fraction to a sum; sums of money have few denominators.
fn add_fraction(sum: &mut Sum, side: usize, above: i128, below: i128) {
    if sum.below[side] == below {
        sum.above[side] += above;
        return;
    }
    let common = crate::value::gcd(sum.below[side], below);
    sum.above[side] = sum.above[side] * (below / common) + above * (sum.below[side] / common);
    sum.below[side] = sum.below[side] / common * below;
}

/// The bits of the rows that there are.
fn first_rows(rows: usize) -> Mask {
    let mut out = Mask([0; WORDS]);
    for (word, bits) in out.0.iter_mut().enumerate() {
        *bits = match rows.saturating_sub(word * 64) {
            0 => 0,
            left if left >= 64 => u64::MAX,
            left => (1 << left) - 1,
        };
    }
    out
}
