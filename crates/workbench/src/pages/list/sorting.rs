//! By what the rows of the list are put in order.

use std::cmp::Ordering;

use wuwei_plan::progress::Verdict;
use wuwei_report::TargetRow;

/// By what rows are put in order; `-` before the word turns it round.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sorting {
    Name,
    By,
    Verdict,
    Progress,
    Chance,
}

impl Sorting {
    /// All, each with its word in addresses.
    pub(super) const ALL: [(Sorting, &'static str); 5] = [
        (Sorting::Name, "name"),
        (Sorting::By, "by"),
        (Sorting::Verdict, "verdict"),
        (Sorting::Progress, "progress"),
        (Sorting::Chance, "chance"),
    ];

    pub(super) fn compare(self, one: &TargetRow, other: &TargetRow) -> Ordering {
        // What isn't known comes last, whichever way.
        let number = |one: Option<f64>, other: Option<f64>| match (one, other) {
            (Some(one), Some(other)) => one.total_cmp(&other),
            (one, other) => other.is_some().cmp(&one.is_some()),
        };
        let place = |row: &TargetRow| Verdict::ALL.iter().position(|verdict| *verdict == row.lamp.verdict);
        match self {
            Sorting::Name => one.name.cmp(&other.name),
            Sorting::By => (one.order.by.is_none(), one.order.by).cmp(&(other.order.by.is_none(), other.order.by)),
            Sorting::Verdict => place(one).cmp(&place(other)),
            Sorting::Progress => number(one.order.progress, other.order.progress),
            Sorting::Chance => number(one.order.chance, other.order.chance),
        }
    }

    pub(super) fn is_known(self, row: &TargetRow) -> bool {
        match self {
            Sorting::Name | Sorting::Verdict => true,
            Sorting::By => row.order.by.is_some(),
            Sorting::Progress => row.order.progress.is_some(),
            Sorting::Chance => row.order.chance.is_some(),
        }
    }
}
