//! One row of a table, from what is written to an observation.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use wuwei_ir::{Date, IndicatorId, Number, Program, RegionId, Unit};
use wuwei_table::parse_day;

use super::fault::Refusal;
use super::names::{Names, NoRegion};
use crate::observation::quality::refuse;
use crate::observation::{Breakdowns, Figure, Observation, Origin, Status, unit};
use crate::period::Period;

/// The columns of a table that have a meaning of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::observation) enum Column {
    Indicator,
    Region,
    Period,
    Value,
    Unit,
    Status,
    Source,
    Note,
    Learnt,
}

impl Column {
    pub(in crate::observation) const ALL: [Column; 9] = [
        Column::Indicator,
        Column::Region,
        Column::Period,
        Column::Value,
        Column::Unit,
        Column::Status,
        Column::Source,
        Column::Note,
        Column::Learnt,
    ];
}

/// The cells of a row, as text, by column; those of columns that the table lacks are empty.
pub(super) type Cells<'a> = [Cow<'a, str>; 9];

/// What a cell's value comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value {
    /// Nothing is written.
    Blank,
    /// It is missing on purpose.
    Missing,
    /// A number, perhaps with its unit behind it.
    Number(Number, Option<Unit>),
}

/// Reads rows, and remembers what it has met: the same names, units and remarks stand in thousands of them.
pub(super) struct RowReader<'a> {
    pub(super) program: &'a Program,
    pub(super) names: Names<'a>,
    texts: FxHashSet<Arc<str>>,
    parts: FxHashSet<Breakdowns>,
    units: FxHashMap<Box<str>, Option<Unit>>,
    /// Names for which others like them were looked for already.
    unknown: usize,
}

/// For so many names that nobody declares, others like them are looked for.
const LOOKED_UP: usize = 200;

/// Where a column and its refusal stand.
pub(super) type Refused = Vec<(Column, Refusal)>;

impl<'a> RowReader<'a> {
    pub(super) fn new(program: &'a Program) -> RowReader<'a> {
        RowReader {
            program,
            names: Names::new(program),
            texts: FxHashSet::default(),
            parts: FxHashSet::default(),
            units: FxHashMap::default(),
            unknown: 0,
        }
    }

    /// The same text as one that was met before, if there is one.
    pub(super) fn text(&mut self, text: &str) -> Arc<str> {
        if let Some(same) = self.texts.get(text) {
            return same.clone();
        }
        let new: Arc<str> = text.into();
        self.texts.insert(new.clone());
        new
    }

    pub(super) fn breakdowns(&mut self, parts: Vec<(Arc<str>, Arc<str>)>) -> Breakdowns {
        if parts.is_empty() {
            return Breakdowns::TOTAL;
        }
        let parts = Breakdowns::new(parts);
        if let Some(same) = self.parts.get(&parts) {
            return same.clone();
        }
        self.parts.insert(parts.clone());
        parts
    }

    pub(super) fn unit(&mut self, word: &str) -> Option<Unit> {
        if let Some(unit) = self.units.get(word) {
            return *unit;
        }
        let unit = unit::parse(word);
        self.units.insert(word.into(), unit);
        unit
    }

    pub(super) fn region(&mut self, text: &str) -> Result<RegionId, Refusal> {
        self.names.region(text).map_err(|why| match why {
            NoRegion::Unknown => {
                self.unknown += 1;
                let near = if self.unknown <= LOOKED_UP { self.names.like_region(text) } else { Vec::new() };
                refuse::region(text, &near)
            }
            NoRegion::Several(all) => {
                let full: Vec<String> = all.iter().take(3).map(|id| self.names.of_region(*id)).collect();
                refuse::several_regions(text, &full)
            }
        })
    }

    pub(super) fn indicator(&mut self, name: &str, region: Option<RegionId>) -> Result<IndicatorId, Refusal> {
        self.names.indicator(name, region).ok_or_else(|| {
            self.unknown += 1;
            let near = if self.unknown <= LOOKED_UP { self.names.like_indicator(name) } else { Vec::new() };
            refuse::indicator(name, &near)
        })
    }

    /// What stands in the column of values.
    pub(super) fn value(&mut self, text: &str, commas: bool) -> Result<Value, Refusal> {
        if text.is_empty() {
            return Ok(Value::Blank);
        }
        if let Some(number) = unit::number(text, commas) {
            return Ok(Value::Number(number, None));
        }
        if text.eq_ignore_ascii_case("nan") {
            return Ok(Value::Missing);
        }
        let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | ','))).unwrap_or(text.len());
        let (digits, word) = text.split_at(end);
        let unit = self.unit(word.trim()).filter(|_| !digits.is_empty());
        match (unit::number(digits, commas), unit) {
            (Some(number), Some(unit)) => Ok(Value::Number(number, Some(unit))),
            _ => Err(refuse::number(text)),
        }
    }

    /// Whether a cell's text can be what somebody wrote. Remarks may go over several lines; anywhere else a line break is a
    /// quote that lacks its partner, and so is a line of a remark that begins like a row of the table.
    pub(super) fn check_text(&self, cell: &mut Cow<'_, str>, is_remark: bool) -> Result<(), Refusal> {
        if !cell.bytes().any(|byte| byte < b' ' || byte == 0x7f) {
            return Ok(());
        }
        if cell.contains('\r') {
            *cell = cell.replace("\r\n", "\n").replace('\r', "\n").into();
        }
        if cell.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            return Err(refuse::control());
        }
        if !cell.contains('\n') {
            return Ok(());
        }
        if !is_remark {
            return Err(refuse::line_break());
        }
        let is_row = |line: &str| {
            let mut cells = line.split([',', '\t', ';']);
            let first = cells.next().is_some_and(|first| self.names.indicator(first.trim(), None).is_some());
            first && cells.count() >= 3
        };
        if cell.lines().skip(1).any(is_row) { Err(refuse::swallowed()) } else { Ok(()) }
    }

    /// An observation from the cells of a tidy table, or all that is wrong with them.
    pub(super) fn read(&mut self, cells: &Cells<'_>, row: &Row) -> Result<Observation, Refused> {
        let mut refused = Vec::new();
        let mut note = |column: Column, refusal: Refusal| refused.push((column, refusal));
        let cell = |column: Column| &*cells[column as usize];
        let region = self.region(cell(Column::Region)).map_err(|refusal| note(Column::Region, refusal)).ok();
        let indicator = self.indicator(cell(Column::Indicator), region);
        let indicator = indicator.map_err(|refusal| note(Column::Indicator, refusal)).ok();
        let period = Period::parse(cell(Column::Period));
        if period.is_none() {
            note(Column::Period, refuse::period(cell(Column::Period)));
        }
        let value = self.value(cell(Column::Value), row.commas).map_err(|refusal| note(Column::Value, refusal)).ok();
        let word = cell(Column::Unit);
        let figure = match value {
            Some(Value::Blank) => {
                note(Column::Value, refuse::number(""));
                None
            }
            Some(Value::Number(number, behind)) => indicator.and_then(|indicator| {
                let wanted = self.program.indicator(indicator).unit;
                // A unit in both places is one too many, even if they agree.
                let unit = match behind {
                    Some(unit) => Some(unit).filter(|_| word.is_empty()),
                    None => self.unit(word),
                };
                let figure = unit.filter(|unit| unit.dim() == wanted.dim());
                if figure.is_none() {
                    note(Column::Unit, refuse::unit(word, wanted));
                }
                let figure = Figure::new(number, figure?);
                if figure.is_none() {
                    note(Column::Value, refuse::too_large(cell(Column::Value)));
                }
                figure
            }),
            Some(Value::Missing) | None => None,
        };
        let status = Status::parse(cell(Column::Status));
        if status.is_none() {
            note(Column::Status, refuse::status(cell(Column::Status)));
        }
        let learnt = learnt(cell(Column::Learnt), row.today).map_err(|refusal| note(Column::Learnt, refusal));
        match (indicator, region, period, status, learnt, refused.is_empty()) {
            (Some(indicator), Some(region), Some(period), Some(status), Ok(learnt), true) => Ok(Observation {
                indicator,
                region,
                period,
                breakdowns: Breakdowns::TOTAL,
                figure,
                status,
                source: self.text(cell(Column::Source)),
                note: self.text(cell(Column::Note)),
                learnt: row.learnt(learnt, period),
                origin: row.origin,
                in_conflict: false,
            }),
            _ => Err(refused),
        }
    }
}

/// The day on which a row says that it became known.
pub(super) fn learnt(text: &str, today: Date) -> Result<Option<Date>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    // A point in time is on its day: 2025-01-31T13:15:41Z.
    let day = text.split_once('T').map_or(text, |(day, _)| day);
    match parse_day(day) {
        Some(day) if day <= today => Ok(Some(day)),
        Some(_) => Err(refuse::day(text, true)),
        None => Err(refuse::day(text, false)),
    }
}

/// What holds of a row beside its cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) origin: Origin,
    pub(super) today: Date,
    /// The day on which rows that don't say so became known.
    pub(super) learnt: Option<Date>,
    /// Whether commas may stand between groups of digits.
    pub(super) commas: bool,
}

impl Row {
    /// The day on which a figure became known: what its row says, or who sends the file, or the day after its period. What
    /// lies before us is known today at the latest.
    pub(super) fn learnt(&self, said: Option<Date>, period: Period) -> Date {
        said.or(self.learnt).unwrap_or_else(|| Observation::usually_learnt(period).min(self.today))
    }
}
