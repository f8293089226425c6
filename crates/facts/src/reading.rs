//! Reading a file that somebody hands in: first looked at, then read by what its columns are said to mean.

use std::path::Path;
use std::sync::Arc;

use wuwei_ir::{Date, EntityId, FactId, Program};
use wuwei_source::{Name, Text, did_you_mean};
use wuwei_table::{Cell, Problem, Rows};

use crate::canonical::canonical;
use crate::folder::FactsError;
use crate::header;
use crate::load::{Gathered, HEADER_WITHIN, LoadOptions, NOT_FACTS};
use crate::rejected::Rejected;
use crate::row_origin::RowOrigin;
use crate::source::read_as;

/// What the columns of a file mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The sheets that are read; others are left out.
    pub sheets: Vec<SheetMapping>,
}

/// What the columns of a sheet mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetMapping {
    /// The sheet, in a workbook.
    pub sheet: Option<String>,
    /// The kind of subject that its rows are about.
    pub entity: EntityId,
    /// The row of the headers, from 1.
    pub header_row: u32,
    /// What each column is called here, `研发费用@2024(万元)`; nothing for a column that is left out.
    pub headers: Vec<Option<String>>,
}

/// What a file looks like.
#[derive(Clone, Debug, Default)]
pub struct Looked {
    /// Its sheets.
    pub sheets: Vec<SheetSeen>,
    /// What makes it impossible to read.
    pub problems: Vec<Problem>,
}

/// A sheet as it looks.
#[derive(Clone, Debug)]
pub struct SheetSeen {
    /// Its name, in a workbook.
    pub sheet: Option<String>,
    /// The kind that its rows seem to be about.
    pub entity: Option<EntityId>,
    /// The row of its headers, from 1.
    pub header_row: u32,
    /// Its columns.
    pub headers: Vec<HeaderSeen>,
    /// Rows of data.
    pub rows: u64,
}

/// A column as it looks.
#[derive(Clone, Debug, Default)]
pub struct HeaderSeen {
    /// Its header.
    pub text: String,
    /// Some of its values.
    pub samples: Vec<String>,
    /// How many cells have one.
    pub filled: u64,
}

/// What a header means for a kind of subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// A fact, by its year and the unit of its values.
    Fact(FactId, Option<i32>, String),
    /// Perhaps one of these.
    Near(Vec<Name>),
    /// Nothing that is known.
    Unknown,
}

impl HeaderSeen {
    /// What the header means, as far as it can be told.
    pub fn meant(&self, program: &Program, entity: EntityId) -> Meant {
        match header::read(program, entity, &self.text) {
            Ok(header) => Meant::Fact(header.fact, header.year, header.unit.text()),
            Err(_) => {
                let name = header::name_of(&self.text);
                let known = program.entity(entity).facts.iter().map(|fact| program.fact(*fact).name);
                let exact: Vec<Name> = known.clone().filter(|known| known.as_str() == name).collect();
                let near = if exact.is_empty() { did_you_mean(&name, known) } else { exact };
                if near.is_empty() { Meant::Unknown } else { Meant::Near(near) }
            }
        }
    }
}

/// What was read of a file.
#[derive(Debug, Default)]
pub struct ReadFile {
    /// The subjects, kind by kind.
    pub kinds: Vec<KindRead>,
    /// What is wrong, row by row; no more than were asked for.
    pub problems: Vec<Problem>,
    /// How many problems there are.
    pub faults: usize,
    /// Whether something concerns the file as a whole, so that leaving out rows doesn't help.
    pub hopeless: bool,
    /// Rows of data.
    pub rows: u64,
    /// Rows that something is wrong with.
    pub rejected: Vec<Rejected>,
}

/// Subjects of one kind.
#[derive(Debug)]
pub struct KindRead {
    /// The kind.
    pub entity: EntityId,
    /// Its name.
    pub name: Name,
    /// The subjects, in the order of the file.
    pub subjects: Vec<SubjectRead>,
}

/// What a file says of a subject.
#[derive(Debug)]
pub struct SubjectRead {
    /// Its key.
    pub key: Name,
    /// Columns and their canonical texts.
    pub cells: Vec<(Arc<str>, String)>,
    /// The rows that say so.
    pub origins: Vec<RowOrigin>,
}

/// Some values of a column are shown.
const SAMPLES: usize = 3;
/// A value that is shown is cut to so many signs.
const SAMPLE: usize = 24;
/// So many columns are looked at.
const COLUMNS: usize = 2_000;

/// Looks at a file: `name` is what it was handed in as.
pub fn look(program: &Program, path: &Path, name: &Path, entity: Option<EntityId>) -> Result<Looked, FactsError> {
    let file = name.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut looking =
        Looking { program, file, wanted: entity, looked: Looked::default(), before: Vec::new(), is_open: false };
    read_as(path, name, &mut looking)?;
    looking.settle();
    Ok(looking.looked)
}

/// Looks at sheets, one after the other.
struct Looking<'a> {
    program: &'a Program,
    file: String,
    wanted: Option<EntityId>,
    looked: Looked,
    /// Rows before it is known which of them is the header.
    before: Vec<(u32, Vec<String>)>,
    /// Whether the header of the present sheet is found.
    is_open: bool,
}

impl Looking<'_> {
    /// The kind that most headers of a row belong to, and how many do.
    fn kind_of(&self, texts: &[String]) -> Option<(EntityId, usize)> {
        let all = match self.wanted {
            Some(entity) => vec![entity],
            None => (0..self.program.entities.len()).map(EntityId::from_index).collect(),
        };
        let named = |entity: EntityId| {
            texts.iter().filter(|text| !text.is_empty() && header::names_fact(self.program, entity, text)).count()
        };
        let counted = all.into_iter().map(|entity| (entity, named(entity)));
        counted.filter(|(_, n)| *n > 0).max_by_key(|(entity, n)| (*n, std::cmp::Reverse(*entity)))
    }

    /// Decides which of the first rows is the header: the one that names most facts, else the first with several texts.
    fn settle(&mut self) {
        if self.is_open || self.before.is_empty() {
            self.before.clear();
            return;
        }
        let rows = std::mem::take(&mut self.before);
        let named = rows.iter().enumerate().filter_map(|(at, (_, texts))| Some((at, self.kind_of(texts)?)));
        let best = named.max_by_key(|(at, (_, n))| (*n, std::cmp::Reverse(*at)));
        let filled = |texts: &[String]| texts.iter().filter(|text| !text.is_empty()).count();
        let widest = rows.iter().map(|(_, texts)| filled(texts)).max().unwrap_or(0);
        let first = rows.iter().position(|(_, texts)| filled(texts) * 2 > widest).unwrap_or(0);
        let at = best.map_or(first, |(at, _)| at);
        let Some(sheet) = self.looked.sheets.last_mut() else { return };
        sheet.entity = self.wanted.or(sheet.entity).or(best.map(|(_, (entity, _))| entity));
        let (number, texts) = &rows[at];
        sheet.header_row = *number;
        let header = |text: &String| HeaderSeen { text: text.clone(), ..HeaderSeen::default() };
        sheet.headers = texts.iter().take(COLUMNS).map(header).collect();
        self.is_open = true;
        for (_, texts) in &rows[at + 1..] {
            self.count(texts.iter().map(String::as_str));
        }
    }

    fn count<'t>(&mut self, texts: impl Iterator<Item = &'t str>) {
        let Some(sheet) = self.looked.sheets.last_mut() else { return };
        sheet.rows += 1;
        for (at, text) in texts.enumerate().take(COLUMNS) {
            if text.is_empty() {
                continue;
            }
            if sheet.headers.len() <= at {
                sheet.headers.resize_with(at + 1, HeaderSeen::default);
            }
            let header = &mut sheet.headers[at];
            header.filled += 1;
            if header.samples.len() < SAMPLES && !header.samples.iter().any(|known| known == text) {
                header.samples.push(text.chars().take(SAMPLE).collect());
            }
        }
    }
}

impl Rows for Looking<'_> {
    fn sheet(&mut self, name: Option<&str>) -> bool {
        self.settle();
        self.is_open = false;
        if name.is_some_and(|name| NOT_FACTS.contains(&name)) {
            return false;
        }
        let called = |text: &str| {
            let entities = self.program.entities.iter().enumerate();
            let named = entities.filter(|(_, entity)| text.starts_with(entity.head.name.as_str()));
            named.max_by_key(|(_, entity)| entity.head.name.as_str().len()).map(|(n, _)| EntityId::from_index(n))
        };
        let entity = self.wanted.or_else(|| called(name.unwrap_or_default())).or_else(|| called(&self.file));
        let sheet = name.map(str::to_string);
        self.looked.sheets.push(SheetSeen { sheet, entity, header_row: 1, headers: Vec::new(), rows: 0 });
        true
    }

    fn row(&mut self, number: u32, cells: &[Cell<'_>]) {
        if cells.iter().all(Cell::is_blank) {
            return;
        }
        if self.is_open {
            // Most cells only count; what isn't shown isn't copied.
            let texts: Vec<String> = cells.iter().map(|cell| cell.shown().trim().to_string()).collect();
            self.count(texts.iter().map(String::as_str));
            return;
        }
        self.before.push((number, cells.iter().map(|cell| cell.shown().trim().to_string()).collect()));
        if self.before.len() >= HEADER_WITHIN {
            self.settle();
        }
    }

    fn spoiled(&mut self, _: u32, _: u32, _: Text, _: Text) {}

    fn fatal(&mut self, row: Option<u32>, why: Text, hint: Text) {
        let (file, sheet) = (self.file.clone(), self.looked.sheets.last().and_then(|seen| seen.sheet.clone()));
        self.looked.problems.push(Problem { file, sheet, row, column: None, value: None, why, hint });
    }
}

/// Reads a file by what its columns mean. At most `listed` problems are kept.
pub fn read_file(
    program: &Program,
    path: &Path,
    name: &Path,
    mapping: &Mapping,
    today: Date,
    listed: usize,
) -> Result<ReadFile, FactsError> {
    let options = LoadOptions::default();
    let mut nothing = |_| {};
    let mut gathered = Gathered::new(program, &options, today, &mut nothing);
    gathered.mapping = Some(mapping);
    gathered.listed = listed;
    gathered.file = name.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    read_as(path, name, &mut gathered)?;
    gathered.end_sheet();
    let kind = |store: crate::store::Store| {
        let (entity, name) = (store.entity, program.entity(store.entity).head.name);
        KindRead { entity, name, subjects: store.subjects(program) }
    };
    let mut out = ReadFile {
        problems: gathered.problems,
        faults: gathered.faults,
        hopeless: gathered.hopeless,
        rows: gathered.rows,
        rejected: gathered.rejected,
        kinds: Vec::new(),
    };
    out.kinds = gathered.stores.into_iter().map(kind).filter(|kind| !kind.subjects.is_empty()).collect();
    out.rejected.retain(|rejected| !rejected.rows.is_empty());
    Ok(out)
}

impl crate::store::Store {
    /// The subjects as texts, with the rows that they come from.
    fn subjects(&self, program: &Program) -> Vec<SubjectRead> {
        let names: Vec<Arc<str>> =
            self.columns.iter().map(|column| program.fact(column.fact).column(column.year).into()).collect();
        let mut out = Vec::with_capacity(self.keys.len());
        for (row, key) in self.keys.iter().enumerate() {
            let mut subject = SubjectRead { key: *key, cells: Vec::new(), origins: Vec::new() };
            for (at, column) in self.columns.iter().enumerate() {
                let fact = program.fact(column.fact);
                let Some((value, origin)) = self.value(at, row, fact.ty) else { continue };
                subject.cells.push((names[at].clone(), canonical(program, fact, value)));
                if let Some((sheet, number)) = origin {
                    RowOrigin::add(&mut subject.origins, number, sheet, &names[at]);
                }
            }
            out.push(subject);
        }
        out
    }
}
