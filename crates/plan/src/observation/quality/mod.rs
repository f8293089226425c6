//! What is doubtful in observations: one file per check, in the manner of a checker that counts, locates and says how to
//! mend. Some checks are about rows that can't be read, others about rows that can be read and are hardly true.

mod conflicting_figures;
mod duplicate_row;
mod finding;
mod future_period;
mod negative_count;
mod no_such_day;
mod no_such_period;
mod not_a_number;
mod share_out_of_range;
mod stray_cell;
mod sudden_jump;
mod unknown_action;
mod unknown_indicator;
mod unknown_region;
mod unknown_status;
pub(super) mod unreadable_table;
mod unsourced_figure;
mod wrong_unit;

use std::ops::Range;

use wuwei_ir::Program;
use wuwei_source::{Lang, Text};
use wuwei_table::Problem;

use super::import::Fault;
use super::{Observation, Observations};

pub use finding::{Class, Finding};

/// Why a cell or a table can't be read, in the words of the check that it belongs to.
pub(super) mod refuse {
    pub(in crate::observation) use super::duplicate_row::remark as duplicate;
    pub(in crate::observation) use super::no_such_day::refuse as day;
    pub(in crate::observation) use super::no_such_period::{frequency, refuse as period};
    pub(in crate::observation) use super::not_a_number::{refuse as number, too_large};
    pub(in crate::observation) use super::stray_cell::{control, formula, line_break, swallowed, unnamed};
    pub(in crate::observation) use super::unknown_action::{nothing_there, partial, refuse as action};
    pub(in crate::observation) use super::unknown_indicator::refuse as indicator;
    pub(in crate::observation) use super::unknown_region::{refuse as region, several as several_regions};
    pub(in crate::observation) use super::unknown_status::{forecast, refuse as status};
    pub(in crate::observation) use super::unreadable_table as table;
    pub(in crate::observation) use super::wrong_unit::{multiplier, refuse as unit};
}

/// One check.
pub(super) struct Check {
    pub(super) id: &'static str,
    pub(super) class: Class,
    /// In Chinese and in English.
    heading: [&'static str; 2],
    mend: [&'static str; 2],
    /// Rows that can be read and are doubtful; checks whose rows can't be read have none.
    find: fn(&Scope<'_>, &mut Doubts),
}

const CHECKS: [Check; 17] = [
    unreadable_table::CHECK,
    stray_cell::CHECK,
    unknown_indicator::CHECK,
    unknown_region::CHECK,
    no_such_period::CHECK,
    not_a_number::CHECK,
    wrong_unit::CHECK,
    unknown_status::CHECK,
    no_such_day::CHECK,
    unknown_action::CHECK,
    share_out_of_range::CHECK,
    negative_count::CHECK,
    sudden_jump::CHECK,
    future_period::CHECK,
    duplicate_row::CHECK,
    conflicting_figures::CHECK,
    unsourced_figure::CHECK,
];

/// What checks look at: the observations of a range, with all others to compare them with.
pub(super) struct Scope<'a> {
    pub(super) program: &'a Program,
    pub(super) observations: &'a Observations,
    pub(super) rows: Range<usize>,
}

impl<'a> Scope<'a> {
    /// The observations looked at, with their positions.
    fn each(&self) -> impl Iterator<Item = (usize, &'a Observation)> {
        let rows = self.rows.clone();
        rows.clone().zip(&self.observations.all()[rows])
    }
}

/// Doubtful rows, with what is doubtful about each.
#[derive(Default)]
pub(super) struct Doubts {
    found: Vec<(usize, Text, Text)>,
}

impl Doubts {
    /// A row, why it is doubtful, and what to do about this one.
    fn add(&mut self, row: usize, why: Text, hint: Text) {
        self.found.push((row, why, hint));
    }
}

/// A check of rows that can't be read at all.
fn none(_: &Scope<'_>, _: &mut Doubts) {}

/// Looks through all observations.
pub fn quality(program: &Program, observations: &Observations) -> Vec<Finding> {
    let rows = 0..observations.all().len();
    look(&Scope { program, observations, rows: rows.clone() }, &[], rows.len()).0
}

/// Looks through some observations of a table with so many rows, and sorts what couldn't be read. Beside the findings it gives the positions of the rows
/// that are most likely wrong.
pub(super) fn look(scope: &Scope<'_>, faults: &[Fault], of: usize) -> (Vec<Finding>, Vec<usize>) {
    let (mut findings, mut wrong) = (Vec::new(), Vec::new());
    for check in &CHECKS {
        let mut doubts = Doubts::default();
        (check.find)(scope, &mut doubts);
        let unread = faults.iter().filter(|fault| fault.check == check.id);
        let mut places: Vec<Problem> = unread.map(|fault| fault.problem.clone()).collect();
        let count = places.len() + doubts.found.len();
        if count == 0 {
            continue;
        }
        if check.class == Class::Accuracy {
            wrong.extend(doubts.found.iter().map(|(row, ..)| *row));
        }
        let room = Finding::LISTED.saturating_sub(places.len());
        places.extend(doubts.found.into_iter().take(room).map(|(row, why, hint)| place(scope, row, why, hint)));
        places.truncate(Finding::LISTED);
        findings.push(Finding {
            id: check.id,
            class: check.class,
            heading: Text::new(check.heading[0], check.heading[1]),
            mend: Text::new(check.mend[0], check.mend[1]),
            count,
            of,
            places,
        });
    }
    wrong.sort_unstable();
    wrong.dedup();
    (findings, wrong)
}

/// Where a row stands, with what it says.
fn place(scope: &Scope<'_>, row: usize, why: Text, hint: Text) -> Problem {
    let seen = &scope.observations.all()[row];
    let table = scope.observations.tables().get(seen.origin.table as usize).filter(|_| seen.origin.row > 0);
    Problem {
        file: table.map_or_else(String::new, |table| table.file.to_string()),
        sheet: table.and_then(|table| table.sheet.as_deref()).map(str::to_string),
        row: (seen.origin.row > 0).then_some(seen.origin.row),
        column: None,
        value: Some(shown(scope.program, seen)),
        why,
        hint,
    }
}

/// An observation in a line: `高新技术企业数 长春市 2024 4000 户`.
fn shown(program: &Program, seen: &Observation) -> String {
    let indicator = program.indicator(seen.indicator).head.name;
    let region = program.region(seen.region).head.name;
    format!("{indicator} {region} {} {}", seen.period, figure(seen))
}

/// A value with its unit as written.
fn figure(seen: &Observation) -> String {
    match seen.figure {
        Some(figure) => format!("{} {}", super::unit::decimal(figure.written), figure.unit.text()).trim().to_string(),
        None => "NaN".to_string(),
    }
}

/// What an indicator is called in a language, for a sentence.
fn name(program: &Program, seen: &Observation, lang: Lang) -> &'static str {
    program.indicator(seen.indicator).head.shown(lang)
}
