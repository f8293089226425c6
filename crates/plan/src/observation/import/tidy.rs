//! Tidy tables: comma-separated text and workbooks with a row for each figure.

use std::borrow::Cow;

use wuwei_source::Text;
use wuwei_table::{Cell, Rows, broken_quote, delimiter, read_text, restored, text};

use super::gather::Gather;
use super::header::Header;
use super::row::{Cells, Column};
use crate::observation::quality::refuse;

/// So far down a sheet a header may begin: titles stand above it.
const HEADER_WITHIN: usize = 10;

/// Sheets that explain and hold no figures.
pub(in crate::observation) const META: &str = "Meta";

pub(super) fn read_csv(gather: &mut Gather<'_, '_>, bytes: &[u8]) {
    let Some(text) = decoded(gather, bytes) else { return };
    let mut rows = Tidy::new(gather);
    if rows.sheet(None) {
        read_text(&text, &mut rows);
    }
    rows.finish();
}

pub(super) fn read_xlsx(gather: &mut Gather<'_, '_>, bytes: &[u8]) {
    gather.is_defused = false;
    let mut rows = Tidy::new(gather);
    let result = wuwei_table::read_xlsx(bytes, &mut rows);
    rows.finish();
    if let Err(why) = result {
        gather.fatal(None, refuse::table::damaged(&why.to_string()));
    }
}

/// The text of a file, if it is text whose quotes can be trusted.
pub(super) fn decoded<'b>(gather: &mut Gather<'_, '_>, bytes: &'b [u8]) -> Option<Cow<'b, str>> {
    let Some(text) = text(bytes) else {
        let why = Text::new("编码不是 UTF-8，也不是 GB18030", "the encoding is neither UTF-8 nor GB18030");
        let hint = Text::new("另存为“CSV UTF-8”再试", "save it as “CSV UTF-8” and try again");
        gather.fatal(None, refuse::table::refuse(why, hint));
        return None;
    };
    let delimiter = delimiter(&text);
    // Where semicolons separate cells, a comma may be a decimal point.
    gather.commas = delimiter != b';';
    if let Some(line) = broken_quote(&text, delimiter) {
        gather.fatal(Some(line), refuse::table::broken_quote());
        return None;
    }
    Some(text)
}

/// Receives the rows of a tidy table.
struct Tidy<'t, 'g, 'a> {
    gather: &'t mut Gather<'g, 'a>,
    header: Option<Header>,
    /// Rows above the header so far, and whether any stood in the file.
    above: usize,
    is_empty: bool,
    /// Whether a table was found in the file.
    is_found: bool,
    /// Rows that can't be trusted.
    spoiled: Vec<(u32, u32, Text, Text)>,
}

impl<'t, 'g, 'a> Tidy<'t, 'g, 'a> {
    fn new(gather: &'t mut Gather<'g, 'a>) -> Tidy<'t, 'g, 'a> {
        Tidy { gather, header: None, above: 0, is_empty: true, is_found: false, spoiled: Vec::new() }
    }

    fn end_sheet(&mut self) {
        if self.header.is_none() && self.above > 0 {
            self.gather.told.passed_over.extend(self.gather.sheet.as_deref().map(str::to_string));
        }
        (self.header, self.above) = (None, 0);
        self.spoiled.clear();
    }

    fn finish(&mut self) {
        self.end_sheet();
        if !self.is_found && !self.gather.hopeless {
            let refusal = if self.is_empty { refuse::table::empty() } else { refuse::table::no_header() };
            self.gather.sheet = None;
            self.gather.fatal(None, refusal);
        }
    }

    fn read_header(&mut self, number: u32, cells: &[Cow<'_, str>]) {
        let (header, wrong) = Header::read(cells, self.gather.is_defused);
        self.is_found = true;
        self.gather.begin_table();
        for refusal in wrong {
            self.gather.fatal(Some(number), refusal);
        }
        self.header = Some(header);
    }

    fn data_row(&mut self, number: u32, cells: &[Cell<'_>]) {
        let Some(header) = &self.header else { return };
        self.gather.told.rows += 1;
        if !header.is_complete() {
            self.gather.told.bad_rows += 1;
            return;
        }
        let faults = self.gather.told.faults.len() + self.gather.told.unlisted;
        if let Some((.., why, hint)) = self.spoiled.iter().find(|(first, last, ..)| (*first..=*last).contains(&number))
        {
            self.gather.refuse(Some(number), None, None, refuse::table::refuse(why.clone(), hint.clone()));
        }
        let mut written: Cells<'_> = Default::default();
        for column in Column::ALL {
            let Some(cell) = header.at(column).and_then(|at| cells.get(at)) else { continue };
            let shown = header.shown(column);
            let is_text = matches!(column, Column::Source | Column::Note);
            if let Cell::Fault(error) = cell
                && !(is_text && self.gather.is_defused)
            {
                self.gather.refuse(Some(number), shown, Some(error), refuse::formula(error));
                continue;
            }
            written[column as usize] = trimmed(cell);
            let value = &mut written[column as usize];
            if let Err(refusal) = self.gather.reader.check_text(value, is_text) {
                self.gather.refuse(Some(number), shown, None, refusal);
            }
            if is_text && self.gather.is_defused && value.starts_with('\'') {
                *value = restored(value).to_string().into();
            }
        }
        for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank()) {
            if header.shown.get(at).is_none_or(String::is_empty) {
                self.gather.refuse(Some(number), None, Some(&cell.shown()), refuse::unnamed());
            }
        }
        let mut parts = Vec::new();
        for (at, name) in &header.parts {
            let Some(cell) = cells.get(*at).filter(|cell| !cell.is_blank()) else { continue };
            if let Cell::Fault(error) = cell
                && !self.gather.is_defused
            {
                self.gather.refuse(Some(number), Some(name), Some(error), refuse::formula(error));
                continue;
            }
            let mut value = trimmed(cell);
            if let Err(refusal) = self.gather.reader.check_text(&mut value, true) {
                self.gather.refuse(Some(number), Some(name), None, refusal);
                continue;
            }
            let value = if self.gather.is_defused { restored(&value) } else { &value };
            parts.push((name.clone(), self.gather.reader.text(value)));
        }
        let row = self.gather.row(number);
        match self.gather.reader.read(&written, &row) {
            Ok(mut observation) => {
                observation.breakdowns = self.gather.reader.breakdowns(parts);
                if self.gather.told.faults.len() + self.gather.told.unlisted == faults {
                    self.gather.told.observations.push(observation);
                }
            }
            Err(refused) => {
                for (column, refusal) in refused {
                    let value = &written[column as usize];
                    self.gather.refuse(Some(number), header.shown(column), Some(value), refusal);
                }
            }
        }
        if self.gather.told.faults.len() + self.gather.told.unlisted > faults {
            self.gather.told.bad_rows += 1;
        }
    }
}

/// A cell as text, without the space around it.
pub(super) fn trimmed<'c>(cell: &'c Cell<'_>) -> Cow<'c, str> {
    match cell.shown() {
        Cow::Borrowed(text) => text.trim().into(),
        owned => owned,
    }
}

impl Rows for Tidy<'_, '_, '_> {
    fn sheet(&mut self, name: Option<&str>) -> bool {
        self.end_sheet();
        self.gather.sheet = name.map(Into::into);
        name != Some(META)
    }

    fn row(&mut self, number: u32, cells: &[Cell<'_>]) {
        if cells.iter().all(Cell::is_blank) {
            return;
        }
        if self.header.is_some() {
            self.data_row(number, cells);
            return;
        }
        self.is_empty = false;
        if self.above >= HEADER_WITHIN {
            return;
        }
        let texts: Vec<Cow<'_, str>> = cells.iter().map(trimmed).collect();
        if Header::is_one(&texts) {
            self.read_header(number, &texts);
        } else {
            self.above += 1;
        }
    }

    fn spoiled(&mut self, first: u32, last: u32, why: Text, hint: Text) {
        self.spoiled.push((first, last, why, hint));
    }

    fn fatal(&mut self, row: Option<u32>, why: Text, hint: Text) {
        self.gather.fatal(row, refuse::table::refuse(why, hint));
    }
}
