//! SDMX-CSV: a message whose rows say what to do with which figure.
//!
//! A row that says when its figure became known is a record and is kept as it is. A row that doesn't is an update: it
//! takes the place of the figure that is known for the same period, if there is one, and is kept as its revision. Nothing
//! is deleted either: a withdrawn figure gets a row that says that it no longer holds.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use wuwei_ir::{Date, IndicatorId, RegionId};
use wuwei_source::Text;
use wuwei_table::{Cell, Rows, read_text, restored};

use super::fault::Refusal;
use super::gather::Gather;
use super::row::Value;
use super::tidy::{decoded, trimmed};
use crate::observation::quality::refuse;
use crate::observation::{Breakdowns, Figure, Observation, Status, unit};
use crate::period::{Period, PeriodKind};

/// Dimensions, measures and attributes that have a meaning of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Concept {
    Action,
    Indicator,
    Area,
    Frequency,
    Time,
    Value,
    Measure,
    Multiplier,
    Status,
    Source,
    Note,
    Learnt,
    /// Identifies the message, or repeats what other columns say.
    Envelope,
}

const CONCEPTS: [(&str, Concept); 21] = [
    ("ACTION", Concept::Action),
    ("INDICATOR", Concept::Indicator),
    ("REF_AREA", Concept::Area),
    ("REGION", Concept::Area),
    ("FREQ", Concept::Frequency),
    ("TIME_PERIOD", Concept::Time),
    ("OBS_VALUE", Concept::Value),
    ("UNIT_MEASURE", Concept::Measure),
    ("UNIT_MULT", Concept::Multiplier),
    ("OBS_STATUS", Concept::Status),
    ("SOURCE", Concept::Source),
    ("DATA_SOURCE", Concept::Source),
    ("NOTE", Concept::Note),
    ("COMMENT_OBS", Concept::Note),
    ("LEARNT", Concept::Learnt),
    ("STRUCTURE", Concept::Envelope),
    ("STRUCTURE_ID", Concept::Envelope),
    ("STRUCTURE_NAME", Concept::Envelope),
    ("DATAFLOW", Concept::Envelope),
    ("SERIES_KEY", Concept::Envelope),
    ("OBS_KEY", Concept::Envelope),
];

/// The sign before a breakdown's name that is also a concept's.
const ESCAPE: &str = "X_";

/// The code of the whole of a dimension.
const TOTAL: &str = "_T";

/// A value of a breakdown in a message; the whole of a dimension has a code of its own.
pub(in crate::observation) fn part(value: &str) -> Cow<'_, str> {
    match value {
        "" => TOTAL.into(),
        value if value.trim_start_matches(ESCAPE) == TOTAL => format!("{ESCAPE}{value}").into(),
        value => value.into(),
    }
}

/// The value that a cell of a breakdown means; none for the whole.
fn part_of(cell: &str) -> Option<&str> {
    match cell.strip_prefix(ESCAPE) {
        Some(value) if value.trim_start_matches(ESCAPE) == TOTAL => Some(value),
        _ => Some(cell).filter(|cell| *cell != TOTAL),
    }
}

/// What a breakdown is called in a message.
pub(in crate::observation) fn escaped(name: &str) -> Cow<'_, str> {
    let taken = CONCEPTS.iter().any(|(known, _)| *known == name);
    let is_changed = name.starts_with(ESCAPE) || name.contains(": ") || name.contains('[');
    if taken || is_changed { format!("{ESCAPE}{name}").into() } else { name.into() }
}

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

/// What a figure is about.
type Key = (IndicatorId, RegionId, Period, Breakdowns);

/// Where the figure stands that a row may take the place of.
#[derive(Clone, Copy)]
enum Prior {
    Before(usize),
    Here(usize),
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
                    written.cells[concept_index(column)] = restored(&text).to_string().into();
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

    /// What a row says, or nothing where `refused` says why not.
    fn observation(
        &mut self,
        number: u32,
        written: &Written<'_>,
        refused: &mut Vec<(Concept, Refusal)>,
    ) -> Option<Observation> {
        let cell = |concept: Concept| written.cell(concept);
        let mut note = |concept: Concept, refusal: Refusal| refused.push((concept, refusal));
        let action = cell(Concept::Action);
        if !matches!(action, "" | "I" | "A" | "M" | "R" | "D") {
            note(Concept::Action, refuse::action(action));
        }
        let reader = &mut *self.gather.reader;
        let region = reader.region(cell(Concept::Area)).map_err(|refusal| note(Concept::Area, refusal)).ok();
        let indicator = reader.indicator(cell(Concept::Indicator), region);
        let indicator = indicator.map_err(|refusal| note(Concept::Indicator, refusal)).ok();
        let period = period(cell(Concept::Time));
        match period {
            None => note(Concept::Time, refuse::period(cell(Concept::Time))),
            Some(period) if !is_frequency(cell(Concept::Frequency), period) => {
                note(Concept::Frequency, refuse::frequency(cell(Concept::Frequency), cell(Concept::Time)));
            }
            Some(_) => {}
        }
        let today = self.gather.options.today;
        let learnt = super::row::learnt(cell(Concept::Learnt), today);
        let learnt = learnt.map_err(|refusal| note(Concept::Learnt, refusal)).ok().flatten();
        let key = (indicator?, region?, period?, self.gather.reader.breakdowns(written.parts.clone()));
        let row = self.gather.row(number);
        let told = row.learnt(learnt, key.2);
        if action == "D" {
            return self.withdrawn(written, key, told, refused, row.origin);
        }
        let prior = if learnt.is_none() { self.prior(&key).cloned() } else { None };
        let merged = prior.as_ref().filter(|_| action != "R");
        let figure = self.figure(written, key.0, merged, refused)?;
        let status = self.status(written, merged, figure, refused)?;
        let replaces = prior.as_ref().is_some_and(|prior| prior.value() != figure.map(|figure| figure.value));
        let text = |concept: Concept, prior: Option<&Arc<str>>| match (cell(concept), prior) {
            ("", Some(prior)) => prior.clone(),
            (text, _) => text.into(),
        };
        let source = text(Concept::Source, merged.map(|prior| &prior.source));
        let note = text(Concept::Note, merged.map(|prior| &prior.note));
        let (indicator, region, period, breakdowns) = key;
        let status = if replaces { Status::Revised } else { status };
        // An update that changes nothing is the row that was there already.
        let same = prior.as_ref().filter(|prior| {
            (prior.figure, prior.status, &prior.source, &prior.note) == (figure, status, &source, &note)
        });
        let learnt = match (same, &prior) {
            (Some(same), _) => same.learnt,
            (None, prior) => prior.as_ref().map_or(told, |prior| told.max(prior.learnt)),
        };
        Some(Observation {
            indicator,
            region,
            period,
            breakdowns,
            figure,
            status,
            source: self.gather.reader.text(&source),
            note: self.gather.reader.text(&note),
            learnt,
            origin: row.origin,
            in_conflict: false,
        })
    }

    /// The figure of a row; of an update that gives none, the one it updates.
    fn figure(
        &mut self,
        written: &Written<'_>,
        indicator: IndicatorId,
        prior: Option<&Observation>,
        refused: &mut Vec<(Concept, Refusal)>,
    ) -> Option<Option<Figure>> {
        let mut no = |concept: Concept, refusal: Refusal| {
            refused.push((concept, refusal));
            None
        };
        let text = written.cell(Concept::Value);
        let value = match text {
            // What the standard writes for texts and numbers that are missing on purpose.
            "#N/A" => Value::Missing,
            text => match self.gather.reader.value(text, self.gather.commas) {
                Ok(value) => value,
                Err(refusal) => return no(Concept::Value, refusal),
            },
        };
        let number = match (value, prior) {
            (Value::Missing, _) => return Some(None),
            (Value::Blank, Some(prior)) => return Some(prior.figure),
            (Value::Blank, None) => return no(Concept::Value, refuse::number("")),
            (Value::Number(number, None), _) => number,
            (Value::Number(_, Some(_)), _) => return no(Concept::Value, refuse::number(text)),
        };
        let measure = written.cell(Concept::Measure);
        let power = match written.cell(Concept::Multiplier) {
            "" => 0,
            power => match power.parse::<i32>().ok().filter(|power| (-18..=18).contains(power)) {
                Some(power) => power,
                None => return no(Concept::Multiplier, refuse::multiplier(power)),
            },
        };
        let wanted = self.gather.reader.program.indicator(indicator).unit;
        let said = match (measure, prior.and_then(|prior| prior.figure)) {
            ("", Some(prior)) if written.cell(Concept::Multiplier).is_empty() => Some((prior.unit, 0)),
            _ => unit::from_sdmx(measure, power),
        };
        let Some((unit, power)) = said.filter(|(unit, _)| unit.dim() == wanted.dim()) else {
            return no(Concept::Measure, refuse::unit(measure, wanted));
        };
        match unit::times_ten(number, power).and_then(|number| Figure::new(number, unit)) {
            Some(figure) => Some(Some(figure)),
            None => no(Concept::Value, refuse::too_large(text)),
        }
    }

    fn status(
        &mut self,
        written: &Written<'_>,
        prior: Option<&Observation>,
        figure: Option<Figure>,
        refused: &mut Vec<(Concept, Refusal)>,
    ) -> Option<Status> {
        let word = written.cell(Concept::Status);
        let status = match word {
            "" => Some(prior.map_or(Status::Reported, |prior| prior.status)),
            "F" => {
                refused.push((Concept::Status, refuse::forecast(word)));
                return None;
            }
            // Codes for different reasons why a figure is missing.
            "H" | "L" | "M" | "O" | "Q" if figure.is_none() => Some(Status::Reported),
            word => {
                CODES.iter().find(|(code, _)| *code == word).map(|(_, status)| *status).or_else(|| Status::parse(word))
            }
        };
        if status.is_none() {
            refused.push((Concept::Status, refuse::status(word)));
        }
        status
    }

    /// A row that withdraws a figure.
    fn withdrawn(
        &mut self,
        written: &Written<'_>,
        key: Key,
        told: Date,
        refused: &mut Vec<(Concept, Refusal)>,
        origin: crate::observation::Origin,
    ) -> Option<Observation> {
        let said = [Concept::Measure, Concept::Multiplier, Concept::Status, Concept::Source, Concept::Note];
        if written.cell(Concept::Value).is_empty() && said.iter().any(|concept| !written.cell(*concept).is_empty()) {
            refused.push((Concept::Action, refuse::partial()));
            return None;
        }
        let Some(prior) = self.prior(&key).filter(|prior| prior.figure.is_some()).cloned() else {
            refused.push((Concept::Action, refuse::nothing_there()));
            return None;
        };
        let note: Arc<str> = "".into();
        let learnt = told.max(prior.learnt);
        Some(Observation { figure: None, status: Status::Revised, note, learnt, origin, in_conflict: false, ..prior })
    }

    /// Takes note of a row that later rows may update.
    fn remember(&mut self, row: &Observation) {
        let at = self.gather.told.observations.len();
        let key = key(row);
        let is_later = self.prior_known(&key).is_none_or(|prior| prior.learnt <= row.learnt);
        if let Some(known) = self.known.as_mut().filter(|_| is_later) {
            known.insert(key, Prior::Here(at));
        }
    }

    /// The last figure of a key, where anybody has asked for one yet.
    fn prior_known(&self, key: &Key) -> Option<&Observation> {
        Some(match self.known.as_ref()?.get(key)? {
            Prior::Before(at) => &self.gather.before.all()[*at],
            Prior::Here(at) => &self.gather.told.observations[*at],
        })
    }

    /// The last figure known for what a row is about.
    fn prior(&mut self, of: &Key) -> Option<&Observation> {
        let (before, here) = (self.gather.before.all(), &self.gather.told.observations);
        self.known.get_or_insert_with(|| {
            let mut known: FxHashMap<Key, Prior> = FxHashMap::default();
            for (at, row) in before.iter().enumerate() {
                let place = known.entry(key(row)).or_insert(Prior::Before(at));
                if let Prior::Before(other) = place
                    && before[*other].learnt <= row.learnt
                {
                    *place = Prior::Before(at);
                }
            }
            for (at, row) in here.iter().enumerate() {
                let place = known.entry(key(row)).or_insert(Prior::Here(at));
                let other = match *place {
                    Prior::Before(other) => &before[other],
                    Prior::Here(other) => &here[other],
                };
                if other.learnt <= row.learnt {
                    *place = Prior::Here(at);
                }
            }
            known
        });
        self.prior_known(of)
    }
}

/// Codes of SDMX's list of statuses that mean one of ours, and the codes of those that it lacks.
pub(in crate::observation) const CODES: [(&str, Status); 6] = [
    ("A", Status::Reported),
    ("P", Status::Preliminary),
    ("E", Status::Derived),
    ("I", Status::Derived),
    ("APPROVED", Status::Approved),
    ("REVISED", Status::Revised),
];

fn concept_index(column: &Result<Concept, Arc<str>>) -> usize {
    column.as_ref().map_or(Concept::Envelope as usize, |concept| *concept as usize)
}

fn key(row: &Observation) -> Key {
    (row.indicator, row.region, row.period, row.breakdowns.clone())
}

/// A period as SDMX writes it: 2024, 2024-S1, 2024-Q3, 2024-06, 2024-06-30, 2025-01-01/P3Y; ours are taken as well.
fn period(text: &str) -> Option<Period> {
    if let Some(period) = Period::parse(text) {
        return Some(period);
    }
    if let Some((first, years)) = text.split_once('/') {
        let years: i32 = years.strip_prefix('P')?.strip_suffix('Y')?.parse().ok()?;
        let first = Date::parse(first).filter(|day| day.ymd().1 == 1 && day.ymd().2 == 1)?;
        let last = first.year().checked_add(years)?.checked_sub(1)?;
        return if years == 1 { Period::year(last) } else { Period::plan(first.year(), last) };
    }
    let (year, part) = text.split_once('-')?;
    match part.strip_prefix('M') {
        Some(month) => Period::parse(&format!("{year}{month}")),
        None if part == "A1" => Period::parse(year),
        None => Period::parse(&format!("{year}{}", part.replace('-', ""))),
    }
}

/// A period as SDMX writes it.
pub(in crate::observation) fn shown(period: Period) -> String {
    let first = period.first_day();
    let years = period.last_day().year() - first.year() + 1;
    match period.kind() {
        PeriodKind::Year => period.to_string(),
        PeriodKind::Half | PeriodKind::Quarter => {
            let text = period.to_string();
            format!("{}-{}", &text[..4], &text[4..])
        }
        PeriodKind::Month | PeriodKind::Day => period.shown(),
        PeriodKind::Plan => format!("{first}/P{years}Y"),
    }
}

/// Whether a code of frequency fits a period.
fn is_frequency(code: &str, period: Period) -> bool {
    match code {
        "" => true,
        "A" => period.kind() == PeriodKind::Year || period.kind() == PeriodKind::Plan,
        "S" | "H" => period.kind() == PeriodKind::Half,
        "Q" => period.kind() == PeriodKind::Quarter,
        "M" => period.kind() == PeriodKind::Month,
        "D" => period.kind() == PeriodKind::Day,
        _ => false,
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
