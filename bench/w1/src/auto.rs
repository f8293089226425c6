//! The rules as one branch-free loop, which the compiler turns into vector instructions.
//!
//! This is the limit that other peers are compared with: somebody who wrote these rules by hand, for this machine, in a
//! language without vectors, would end about here. Rows go through in blocks, so that what a block needs stays in the nearest
//! cache; columns are padded, so that the last block is as long as the others and there is no second loop.

mod benefits;
mod block;
mod facts;
mod flags;
mod logic;
mod points;
mod rules;
mod statuses;

use std::ops::Range;
use std::thread;

use crate::data::Data;
use crate::result::{Aggregate, GROUPS, Output, REGION_PLACES, REGIONS};
use block::Block;
use rules::Answers;

/// Rows of a block: few enough that the answers for them fit the nearest cache.
const ROWS: usize = 128;
/// Bytes that hold a bit for each of them.
const BYTES: usize = ROWS / 8;

/// Only the aggregate.
pub fn aggregate(data: &Data, threads: usize) -> Aggregate {
    let parts = cuts(data.rows, threads).into_iter().map(|rows| (rows, None)).collect();
    run(data, parts)
}

/// All 36 columns, and the aggregate.
pub fn full(data: &Data, threads: usize, output: &mut Output) -> Aggregate {
    let mut rest = Part::whole(output);
    let mut parts = Vec::new();
    for rows in cuts(data.rows, threads) {
        let (part, behind) = rest.split(rows.len());
        parts.push((rows, Some(part)));
        rest = behind;
    }
    run(data, parts)
}

/// Even ranges of rows, each beginning with a block.
fn cuts(rows: usize, threads: usize) -> Vec<Range<usize>> {
    let cut = |part: usize| if part == threads { rows } else { rows * part / threads / ROWS * ROWS };
    (0..threads).map(|part| cut(part)..cut(part + 1)).collect()
}

/// Answers for ranges of rows, one thread for each; this one takes the first.
fn run(data: &Data, parts: Vec<(Range<usize>, Option<Part<'_>>)>) -> Aggregate {
    let mut sum = Aggregate::default();
    let mut parts = parts.into_iter();
    let first = parts.next();
    thread::scope(|scope| {
        let others: Vec<_> = parts.map(|(rows, part)| scope.spawn(move || range(data, rows, part))).collect();
        if let Some((rows, part)) = first {
            sum.merge(&range(data, rows, part));
        }
        for other in others {
            match other.join() {
                Ok(counted) => sum.merge(&counted),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    sum
}

fn range(data: &Data, rows: Range<usize>, mut part: Option<Part<'_>>) -> Aggregate {
    let mut counts = Counts::new();
    let mut answers = Answers::new();
    let mut row = rows.start;
    while row < rows.end {
        let Some(block) = Block::at(data, row) else { break };
        let filled = ROWS.min(rows.end - row);
        match &mut part {
            Some(part) => {
                rules::answer::<true>(&block, &mut answers);
                part.take(&block, &answers, row - rows.start, filled);
            }
            None => rules::answer::<false>(&block, &mut answers),
        }
        counts.add(&block, &answers, filled);
        row += ROWS;
    }
    counts.aggregate()
}

/// Counters of a thread.
struct Counts {
    /// Per group, how often each combination of statuses occurred.
    codes: Box<[[u32; 32]; GROUPS]>,
    /// Per group, the sums of both totals.
    sums: Box<[[i64; 2]; GROUPS]>,
}

impl Counts {
    fn new() -> Self {
        Counts { codes: Box::new([[0; 32]; GROUPS]), sums: Box::new([[0; 2]; GROUPS]) }
    }

    /// Counts the first rows of a block.
    #[inline(never)]
    fn add(&mut self, block: &Block<'_>, answers: &Answers, rows: usize) {
        for row in 0..rows.min(ROWS) {
            let region = REGION_PLACES[(block.region[row] - REGIONS[0]) as usize % 128];
            let group = (usize::from(region) * 8 + block.industry[row] as usize) % GROUPS;
            self.codes[group][usize::from(answers.codes[row] % 32)] += 1;
            self.sums[group][0] += answers.money[24][row];
            self.sums[group][1] += answers.money[25][row];
        }
    }

    fn aggregate(&self) -> Aggregate {
        let mut aggregate = Aggregate::default();
        let groups = aggregate.groups.iter_mut().zip(self.codes.iter().zip(self.sums.iter()));
        for (cells, (codes, sums)) in groups {
            for (code, count) in codes.iter().enumerate() {
                let count = i64::from(*count);
                cells[0] += count;
                cells[1 + code % 3] += count;
                cells[4 + code / 3 % 3] += count;
                cells[7 + code / 9 % 3] += count;
            }
            cells[10..].copy_from_slice(sums);
        }
        aggregate
    }
}

/// Some rows of the whole result, for one thread to write.
struct Part<'a> {
    id: &'a mut [i64],
    status: [&'a mut [i8]; 3],
    scores: [&'a mut [i32]; 6],
    money: [&'a mut [i64]; 26],
}

impl<'a> Part<'a> {
    fn whole(output: &'a mut Output) -> Self {
        Part {
            id: &mut output.id,
            status: output.status.each_mut().map(|column| &mut **column),
            scores: output.scores.each_mut().map(|column| &mut **column),
            money: output.money.each_mut().map(|column| &mut **column),
        }
    }

    /// The first rows, and the rest.
    fn split(self, rows: usize) -> (Self, Self) {
        let (id, id_rest) = self.id.split_at_mut(rows);
        let (status, status_rest) = split_all(self.status, rows);
        let (scores, scores_rest) = split_all(self.scores, rows);
        let (money, money_rest) = split_all(self.money, rows);
        let rest = Part { id: id_rest, status: status_rest, scores: scores_rest, money: money_rest };
        (Part { id, status, scores, money }, rest)
    }

    /// Takes the first rows of a block.
    fn take(&mut self, block: &Block<'_>, answers: &Answers, at: usize, rows: usize) {
        let into = at..at + rows;
        self.id[into.clone()].copy_from_slice(&block.id[..rows]);
        for (column, answers) in self.status.iter_mut().zip(&answers.status) {
            column[into.clone()].copy_from_slice(&answers[..rows]);
        }
        for (column, answers) in self.scores.iter_mut().zip(&answers.scores) {
            column[into.clone()].copy_from_slice(&answers[..rows]);
        }
        for (column, answers) in self.money.iter_mut().zip(&answers.money) {
            column[into.clone()].copy_from_slice(&answers[..rows]);
        }
    }
}

fn split_all<T, const N: usize>(columns: [&mut [T]; N], rows: usize) -> ([&mut [T]; N], [&mut [T]; N]) {
    let mut rests = Vec::with_capacity(N);
    let firsts = columns.map(|column| {
        let (first, rest) = column.split_at_mut(rows);
        rests.push(rest);
        first
    });
    let mut rests = rests.into_iter();
    (firsts, std::array::from_fn(|_| rests.next().unwrap_or_default()))
}
