//! Budgets shared out among claims: a second pass, after everybody's claims are known.
//!
//! A benefit says what a subject is due; whether the budget lasts depends on all the others. So claims are collected first,
//! as many as there are: beyond a number that is kept in memory they go to sorted files. Then the budget is shared out, exact
//! to the 分: what is granted comes to the budget or to what is claimed, whichever is less.
//!
//! A claim is a range where facts are missing, and the budget is shared out twice: with every claim at its low end, and with
//! every claim at its high end. A claim that is certain may be granted less at the high end, where the others claim more.

mod share;
mod spill;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::PathBuf;

use wuwei_ir::{BudgetId, Number, Program};

use crate::rows::{UNKNOWN, YES};
use crate::survey::Run;
use share::{Serving, Shares, claimed};
use spill::{Record, Spill};

pub use spill::FileFault;

/// How a budget is shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// In order of application, as long as there is money; the last may get a part. Ties go by the number of the subject.
    FirstCome,
    /// The same share of every claim, rounded down to 分; what is left goes 分 by 分 to the largest remainders, ties in order
    /// of application, then by the number of the subject. With a larger budget a share may be a 分 smaller, as is known of
    /// largest remainders.
    Proportional,
    /// The highest priority first, as long as there is money; ties in order of application, then by the number of the subject.
    ByPriority,
}

/// A budget and how it is shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocation {
    /// How.
    pub method: Method,
    /// The budget in 分; less than nought is nought.
    pub amount: i128,
}

impl Allocation {
    /// The budget that a program declares, a part of a 分 left out; nothing where its amount isn't stated, and then there is
    /// nothing to share out. A budget that is stated as "no less than" is taken at what is stated.
    pub fn of_budget(program: &Program, budget: BudgetId, method: Method) -> Option<Allocation> {
        let (_, amount) = program.budget(budget).amount?;
        Some(Allocation { method, amount: amount.floor().numerator() })
    }
}

/// What a subject claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its number, for whoever is told what it is granted.
    pub subject: u64,
    /// The low end in 分; less than nought is nought.
    pub low: i128,
    /// The high end; none claims the whole budget.
    pub high: Option<i128>,
    /// The higher, the sooner; only [`Method::ByPriority`] looks at it.
    pub priority: i128,
    /// When it was made: the lower, the sooner.
    pub order: i64,
}

/// What a claim is granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The number of the subject.
    pub subject: u64,
    /// What it claims, with all claims at their low end and at their high end.
    pub claimed: [i128; 2],
    /// What it gets of that.
    pub granted: [i128; 2],
}

/// What all claims come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// How many there are.
    pub claims: u64,
    /// What is claimed, at the low end and at the high end.
    pub claimed: [i128; 2],
    /// What is granted.
    pub granted: [i128; 2],
}

/// Why a budget can't be shared out.
#[derive(Debug)]
pub enum NotShared {
    /// All claims together don't fit 127 bits.
    TooMuch {
        /// The subject with which they don't any more.
        subject: u64,
    },
    /// A temporary file.
    File(FileFault),
}

impl fmt::Display for NotShared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotShared::TooMuch { subject } => {
                write!(
                    f,
                    "with subject {subject} the claims come to more than can be counted: its amount must be wrong"
                )
            }
            NotShared::File(fault) => write!(f, "claims are kept in files when there are many: {fault}"),
        }
    }
}

impl std::error::Error for NotShared {}

impl From<FileFault> for NotShared {
    fn from(fault: FileFault) -> NotShared {
        NotShared::File(fault)
    }
}

/// Claims on a budget.
#[derive(Debug)]
pub struct Claims {
    allocation: Allocation,
    spill: Spill,
    all: Shared,
}

impl Claims {
    /// So many claims are kept in memory unless one says otherwise: about 150 MB.
    pub const IN_MEMORY: usize = 2_000_000;

    /// No claims yet.
    pub fn new(allocation: Allocation) -> Claims {
        Claims::spilling(allocation, std::env::temp_dir(), Claims::IN_MEMORY)
    }

    /// No claims yet; beyond so many they are kept in files in a folder, which are removed in the end.
    pub fn spilling(allocation: Allocation, folder: PathBuf, in_memory: usize) -> Claims {
        Claims { allocation, spill: Spill::new(folder, in_memory), all: Shared::default() }
    }

    /// Adds a claim. Which are added first makes no difference, unless a subject claims twice in the same order.
    pub fn push(&mut self, claim: Claim) -> Result<(), NotShared> {
        let amount = self.allocation.amount.max(0);
        let own = [claim.low.max(0), claim.high.map_or(amount, |high| high.max(0))];
        let sum = |end: usize| self.all.claimed[end].checked_add(own[end]);
        let (Some(low), Some(high)) = (sum(0), sum(1)) else {
            return Err(NotShared::TooMuch { subject: claim.subject });
        };
        let rank = match self.allocation.method {
            // The opposite order, without a negative that doesn't fit.
            Method::ByPriority => !claim.priority,
            Method::FirstCome | Method::Proportional => 0,
        };
        self.spill.push(Record { standing: (rank, claim.order, claim.subject, self.all.claims), claimed: own })?;
        self.all.claimed = [low, high];
        self.all.claims += 1;
        Ok(())
    }

    /// Adds the claims of the subjects of a run to one of the benefits asked: of those whose due it is or may be.
    ///
    /// The priority is the low end of a score, which is certain; a subject without one comes last. The order of application is
    /// what `order` says of a row. Low ends are rounded down to 分 and high ends up.
    pub fn of_run(
        &mut self,
        run: &Run<'_, '_, '_>,
        rows: std::ops::Range<usize>,
        benefit: usize,
        score: Option<usize>,
        order: &dyn Fn(usize) -> i64,
    ) -> Result<(), NotShared> {
        let mut pushed = Ok(());
        run.each_row(rows, &mut |row, answers| {
            let Some((YES | UNKNOWN, range)) = answers.benefits.get(benefit).copied() else { return };
            if pushed.is_err() {
                return;
            }
            let points = score.and_then(|at| answers.scores.get(at).copied().flatten());
            let points = points.and_then(|range| range.low?.mul(Number::int(1_000_000_000)));
            pushed = self.push(Claim {
                subject: row as u64,
                low: range.low.map_or(0, |low| low.floor().numerator()),
                high: range.high.and_then(Number::ceil).map(Number::numerator),
                priority: points.map_or(i128::MIN, |points| points.floor().numerator()),
                order: order(row),
            });
        });
        pushed
    }

    /// Shares out the budget. Grants are given in the order in which the method serves claims; a proportional budget serves
    /// them in order of application.
    pub fn share_out(mut self, visit: &mut dyn FnMut(&Grant)) -> Result<Shared, NotShared> {
        let mut low = self.serving(0)?;
        let mut high = self.serving(1)?;
        let mut granted = [0i128; 2];
        self.spill.in_order(&mut |record| {
            let grants = [low.grant(claimed(record, 0)), high.grant(claimed(record, 1))];
            // No grant is larger than its claim.
            let grants = grants.map(|grant| i128::try_from(grant).unwrap_or(i128::MAX));
            granted.iter_mut().zip(grants).for_each(|(sum, grant)| *sum += grant);
            visit(&Grant { subject: record.standing.2, claimed: record.claimed, granted: grants });
        })?;
        Ok(Shared { granted, ..self.all })
    }

    fn serving(&self, end: usize) -> Result<Serving, NotShared> {
        let (amount, total) = (self.allocation.amount.max(0).unsigned_abs(), self.all.claimed[end].unsigned_abs());
        Ok(match self.allocation.method {
            _ if total <= amount => Serving::All,
            Method::FirstCome | Method::ByPriority => Serving::InTurn { left: amount },
            Method::Proportional => Serving::Shares(Shares::of(&self.spill, end, amount, total)?),
        })
    }
}
