//! SDMX-CSV: a message whose rows say what to do with which figure.
//!
//! A row that says when its figure became known is a record and is kept as it is. A row that doesn't is an update: it
//! takes the place of the figure that is known for the same period, if there is one, and is kept as its revision. Nothing
//! is deleted either: a withdrawn figure gets a row that says that it no longer holds.

mod concept;
mod time;
mod update;

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use wuwei_source::Text;
use wuwei_table::{Cell, Rows, read_text, restored};

use super::gather::Gather;
use super::tidy::{decoded, trimmed};
use crate::observation::quality::refuse;
use concept::{CONCEPTS, Concept, ESCAPE, concept_index, part_of};
use update::{Key, Prior};

pub(in crate::observation) use concept::{CODES, escaped, part};
pub(in crate::observation) use time::shown;

pub(super) fn read(gather: &mut Gather<'_, '_>, bytes: &[u8]) {
    let Some(text) = decoded(gather, bytes) else { return };
    let mut rows = Message { gather, header: None, has_labels: false, known: None };
    if rows.sheet(None) {
        read_text(&text, &mut rows);
    }
    if rows.header.is_none() && !rows.gather.hopeless {
        rows.gather.fatal(None, refuse::table::empty());
    }
}

/// A header: what each column says, a concept or a breakdown.
struct Header {
    shown: Vec<String>,
    columns: Vec<Result<Concept, Arc<str>>>,
}

/// Receives the rows of a message.
struct Message<'t, 'g, 'a> {
    gather: &'t mut Gather<'g, 'a>,
    header: Option<Header>,
    /// Whether codes are followed by their names.
    has_labels: bool,
    /// The last figure of each key; looked up once the first update comes.
    known: Option<FxHashMap<Key, Prior>>,
}

/// The cells of a row by concept.
#[derive(Default)]
struct Written<'c> {
    cells: [Cow<'c, str>; 12],
    parts: Vec<(Arc<str>, Arc<str>)>,
}

impl Written<'_> {
    fn cell(&self, concept: Concept) -> &str {
        self.cells.get(concept as usize).map_or("", |cell| cell)
    }
}

impl Message<'_, '_, '_> {
    fn read_header(&mut self, number: u32, cells: &[Cell<'_>]) {
        let texts: Vec<Cow<'_, str>> = cells.iter().map(trimmed).collect();
        self.has_labels = texts.iter().any(|text| text.contains(": ") && !text.starts_with(ESCAPE));
        let mut header = Header { shown: Vec::new(), columns: Vec::new() };
        let mut wrong = Vec::new();
        for text in &texts {
            header.shown.push(text.to_string());
            let name = restored(text);
            let column = match name.strip_prefix(ESCAPE) {
                Some(name) => Err(name.into()),
                None => {
                    let name = name.split(": ").next().unwrap_or(name);
                    let name = name.split('[').next().unwrap_or(name).trim();
                    let known = CONCEPTS.iter().find(|(known, _)| *known == name);
                    known.map_or_else(|| Err(name.into()), |(_, concept)| Ok(*concept))
                }
            };
            let is_twice = column != Ok(Concept::Envelope) && header.columns.contains(&column);
            if is_twice && !text.is_empty() {
                wrong.push(refuse::table::twice(text));
            }
            header.columns.push(column);
        }
        for (name, concept) in &CONCEPTS[..7] {
            let is_needed = matches!(concept, Concept::Indicator | Concept::Area | Concept::Time | Concept::Value);
            if is_needed && *name != "REGION" && !header.columns.contains(&Ok(*concept)) {
                wrong.push(refuse::table::lacks(name, name));
            }
        }
        self.gather.begin_table();
        for refusal in wrong {
            self.gather.fatal(Some(number), refusal);
        }
        self.header = Some(header);
    }

    fn data_row(&mut self, number: u32, cells: &[Cell<'_>]) {
        let Some(header) = self.header.take() else { return };
        self.gather.told.rows += 1;
        let faults = self.gather.told.faults.len() + self.gather.told.unlisted;
        let written = self.written(number, cells, &header);
        let mut refused = Vec::new();
        let observation = self.observation(number, &written, &mut refused);
        for (concept, refusal) in refused {
            let at = header.columns.iter().position(|column| *column == Ok(concept));
            let shown = at.and_then(|at| header.shown.get(at)).map(String::as_str);
            self.gather.refuse(Some(number), shown, Some(written.cell(concept)), refusal);
        }
        if self.gather.told.faults.len() + self.gather.told.unlisted > faults {
            self.gather.told.bad_rows += 1;
        } else if let Some(observation) = observation {
            self.remember(&observation);
            self.gather.told.observations.push(observation);
        }
        self.header = Some(header);
    }

    fn written<'c>(&mut self, number: u32, cells: &'c [Cell<'_>], header: &Header) -> Written<'c> {
        let mut written = Written::default();
        for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank()) {
            let shown = header.shown.get(at).map_or("", String::as_str);
            if shown.is_empty() {
                self.gather.refuse(Some(number), None, Some(&cell.shown()), refuse::unnamed());
                continue;
            }
            let mut text = trimmed(cell);
            let column = &header.columns[at];
            let is_text = matches!(column, Err(_) | Ok(Concept::Source | Concept::Note));
            if let Err(refusal) = self.gather.reader.check_text(&mut text, is_text) {
                self.gather.refuse(Some(number), Some(shown), None, refusal);
                continue;
            }
            let is_coded = !matches!(column, Ok(Concept::Value | Concept::Source | Concept::Note | Concept::Learnt));
            if self.has_labels && is_coded {
                text = text.split(": ").next().unwrap_or(&text).to_string().into();
            }
            match column {
                Ok(Concept::Envelope) => {}
                Ok(Concept::Source | Concept::Note) => {
                    written.cells[concept_index(column)] = match text.starts_with('\'') {
                        true => restored(&text).to_string().into(),
                        false => text,
                    };
                }
                Ok(_) => written.cells[concept_index(column)] = text,
                Err(name) => {
                    if let Some(value) = part_of(restored(&text)) {
                        written.parts.push((name.clone(), self.gather.reader.text(value)));
                    }
                }
            }
        }
        written
    }
}

impl Rows for Message<'_, '_, '_> {
    fn sheet(&mut self, _: Option<&str>) -> bool {
        true
    }

    fn row(&mut self, number: u32, cells: &[Cell<'_>]) {
        if cells.iter().all(Cell::is_blank) {
            return;
        }
        if self.header.is_some() {
            self.data_row(number, cells);
        } else {
            self.read_header(number, cells);
        }
    }

    fn spoiled(&mut self, first: u32, _: u32, why: Text, hint: Text) {
        self.gather.refuse(Some(first), None, None, refuse::table::refuse(why, hint));
    }

    fn fatal(&mut self, row: Option<u32>, why: Text, hint: Text) {
        self.gather.fatal(row, refuse::table::refuse(why, hint));
    }
}
