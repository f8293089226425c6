//! What comes together while a file is read.

use std::sync::Arc;

use wuwei_table::Problem;

use super::ImportOptions;
use super::fault::{Fault, Refusal};
use super::row::{Row, RowReader};
use crate::observation::quality::Finding;
use crate::observation::{Observation, Observations, Origin, Table};

/// A file being read.
pub(super) struct Gather<'g, 'a> {
    pub(super) reader: &'g mut RowReader<'a>,
    /// What was there before.
    pub(super) before: &'g Observations,
    pub(super) options: &'g ImportOptions<'g>,
    /// Whether a fault concerns the whole file.
    pub(super) hopeless: bool,
    /// Whether commas may stand between groups of digits.
    pub(super) commas: bool,
    /// Whether texts that look like formulas bear an apostrophe.
    pub(super) is_defused: bool,
    /// The sheet that is being read.
    pub(super) sheet: Option<Arc<str>>,
    pub(super) told: Told,
}

/// What a file says.
#[derive(Default)]
pub(super) struct Told {
    file: String,
    /// How many tables there were before.
    first_table: u32,
    pub(super) tables: Vec<Table>,
    pub(super) observations: Vec<Observation>,
    pub(super) faults: Vec<Fault>,
    pub(super) remarks: Vec<Fault>,
    pub(super) unlisted: usize,
    pub(super) rows: usize,
    pub(super) bad_rows: usize,
    /// Rows that were there already.
    pub(super) known: usize,
    pub(super) passed_over: Vec<String>,
}

impl<'g, 'a> Gather<'g, 'a> {
    pub(super) fn new(
        reader: &'g mut RowReader<'a>,
        before: &'g Observations,
        options: &'g ImportOptions<'g>,
    ) -> Gather<'g, 'a> {
        let first_table = before.tables().len() as u32;
        let told = Told { file: options.file.to_string(), first_table, ..Told::default() };
        let (hopeless, commas, is_defused, sheet) = (false, true, true, None);
        Gather { reader, before, options, hopeless, commas, is_defused, sheet, told }
    }

    /// A table begins.
    pub(super) fn begin_table(&mut self) {
        self.told.tables.push(Table { file: self.options.file.into(), sheet: self.sheet.clone() });
    }

    /// What holds of a row of the present table beside its cells.
    pub(super) fn row(&self, number: u32) -> Row {
        let table = self.told.first_table + self.told.tables.len().saturating_sub(1) as u32;
        Row {
            origin: Origin { table, row: number },
            today: self.options.today,
            learnt: self.options.learnt,
            commas: self.commas,
        }
    }

    /// Something makes a row unreadable.
    pub(super) fn refuse(&mut self, row: Option<u32>, column: Option<&str>, value: Option<&str>, refusal: Refusal) {
        if self.told.faults.len() >= Finding::LISTED {
            self.told.unlisted += 1;
            return;
        }
        let problem = Problem {
            file: self.told.file.clone(),
            sheet: self.sheet.as_deref().map(str::to_string),
            row,
            column: column.map(str::to_string),
            value: value.filter(|value| !value.is_empty()).map(str::to_string),
            why: refusal.why,
            hint: refusal.hint,
        };
        self.told.faults.push(Fault { check: refusal.check, problem });
    }

    /// Something makes the file unreadable.
    pub(super) fn fatal(&mut self, row: Option<u32>, refusal: Refusal) {
        self.hopeless = true;
        self.refuse(row, None, None, refusal);
    }
}

impl Told {
    /// A remark about a row that could be read.
    pub(super) fn problem(&self, row: &Observation, refusal: Refusal) -> Fault {
        let table = self.tables.get((row.origin.table - self.first_table) as usize);
        let problem = Problem {
            file: self.file.clone(),
            sheet: table.and_then(|table| table.sheet.as_deref()).map(str::to_string),
            row: Some(row.origin.row),
            column: None,
            value: None,
            why: refusal.why,
            hint: refusal.hint,
        };
        Fault { check: refusal.check, problem }
    }
}
