//! The loop over the rows of a block.

use super::ROWS;
use super::benefits::{benefits, total};
use super::block::Block;
use super::facts::Facts;
use super::flags::{self, Flags};
use super::logic::integer;
use super::points::points;
use super::statuses::{hnte, sme};

/// Answers for a block.
#[repr(align(64))]
pub(super) struct Answers {
    /// The three statuses as one number: the first, three times the second, nine times the third.
    pub(super) codes: [u8; ROWS],
    pub(super) status: [[i8; ROWS]; 3],
    pub(super) scores: [[i32; ROWS]; 6],
    /// Both ends of the benefits in turn, then of the total. Only for the whole result are the benefits written.
    pub(super) money: [[i64; ROWS]; 26],
}

impl Answers {
    pub(super) fn new() -> Box<Self> {
        Box::new(Answers { codes: [0; ROWS], status: [[0; ROWS]; 3], scores: [[0; ROWS]; 6], money: [[0; ROWS]; 26] })
    }
}

/// Answers for every row of a block; `FULL` says whether anything but the totals is wanted.
#[inline(never)]
pub(super) fn answer<const FULL: bool>(block: &Block<'_>, answers: &mut Answers) {
    let mut flags: [Flags; 2] = [[0; ROWS]; 2];
    flags::turn(block.first_bits, &mut flags[0]);
    flags::turn(block.second_bits, &mut flags[1]);
    for row in 0..ROWS {
        let facts = Facts::of(block, &flags, row);
        let (sme, sme_score) = sme(&facts);
        let (hnte, hnte_score) = hnte(&facts);
        let (list, points) = points(&facts);
        let benefits = benefits(&facts, sme, hnte, list, points);
        answers.codes[row] = (sme.code() + 3 * hnte.code() + 9 * list.code()) as u8;
        answers.money[24][row] = integer(total(|at| benefits[at].low));
        answers.money[25][row] = integer(total(|at| benefits[at].high));
        if FULL {
            answers.status[0][row] = sme.code() as i8;
            answers.status[1][row] = hnte.code() as i8;
            answers.status[2][row] = list.code() as i8;
            answers.scores[0][row] = sme_score.low;
            answers.scores[1][row] = sme_score.high;
            answers.scores[2][row] = hnte_score.low;
            answers.scores[3][row] = hnte_score.high;
            answers.scores[4][row] = integer(points.low) as i32;
            answers.scores[5][row] = integer(points.high) as i32;
            for (at, benefit) in benefits.iter().enumerate() {
                answers.money[2 * at][row] = integer(benefit.low);
                answers.money[2 * at + 1][row] = integer(benefit.high);
            }
        }
    }
}
