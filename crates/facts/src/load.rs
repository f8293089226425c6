//! Loading files into a folder of facts.
//!
//! All faults of all files are found before anything is written. Rows with a fault are left out only when that is asked
//! for, and then they go to a file of their own that can be mended and loaded again.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use wuwei_ir::{Date, EntityId, Literal, Program};
use wuwei_source::{Name, Text};
use wuwei_table::{Cell, Problem, Rows};

use crate::cell;
use crate::column::Column;
use crate::folder::{FactsError, Folder};
use crate::header::{self, Header};
use crate::origin::Source;
use crate::reading::{Mapping, SheetMapping};
use crate::rejected::{Rejected, write_rejected};
use crate::slot::Slot;
use crate::source;
use crate::store::Store;

/// How to load.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// The kind of subject, where neither the file's nor the sheet's name says it.
    pub entity: Option<EntityId>,
    /// Leave rows with faults out instead of refusing the whole.
    pub skip_bad_rows: bool,
    /// Forget what the folder holds of the same kind instead of adding to it.
    pub replace: bool,
    /// The day on which the facts became known; the day of loading where none is said.
    pub learnt: Option<Date>,
}

/// What loading came to.
#[derive(Debug, Default)]
pub struct Loaded {
    /// Subjects per kind in the folder afterwards, and how many of them are new.
    pub tables: Vec<(String, usize, usize)>,
    /// Everything found wrong.
    pub problems: Vec<Problem>,
    /// Whether a fault concerns a whole file, so that leaving out rows doesn't help.
    pub hopeless: bool,
    /// Files without a single row of data.
    pub empty: Vec<String>,
    /// Rows left out.
    pub rejected: usize,
    /// Where they went.
    pub rejected_files: Vec<PathBuf>,
    /// Whether the folder was written.
    pub written: bool,
}

/// Loads files into a folder. `progress` hears of every row.
pub fn load(
    program: &Program,
    files: &[PathBuf],
    into: &Path,
    options: &LoadOptions,
    today: Date,
    progress: &mut dyn FnMut(u64),
) -> Result<Loaded, FactsError> {
    let mut folder = Folder::open_or_new(into)?;
    let mut gathered = Gathered::new(program, options, today, progress);
    let mut empty = Vec::new();
    for file in files {
        gathered.begin_file(file);
        let (rows, problems) = (gathered.rows, gathered.faults);
        source::read(file, &mut gathered)?;
        gathered.end_sheet();
        if gathered.rows == rows && gathered.faults == problems {
            empty.push(gathered.file.clone());
        }
    }
    let (problems, hopeless) = (gathered.problems, gathered.hopeless);
    let mut loaded = Loaded { problems, hopeless, empty, ..Loaded::default() };
    loaded.rejected = gathered.rejected.iter().map(|rejected| rejected.rows.len()).sum();
    if !loaded.problems.is_empty() && (hopeless || !options.skip_bad_rows) {
        return Ok(loaded);
    }
    let mut tables = Vec::new();
    for mut store in gathered.stores {
        let name = program.entity(store.entity).head.name;
        let before = if options.replace { None } else { folder.table_of(program, store.entity)? };
        let old = before.as_ref().map_or(0, |table| table.rows);
        if let Some(before) = before {
            let origins = folder.origins(program, store.entity).unwrap_or_else(|| folder.unrecorded(&before));
            store.merge_old(program, &before, &origins);
        }
        let origins = store.origins();
        let table = store.finish(program);
        if table.rows == 0 {
            continue;
        }
        loaded.tables.push((name.to_string(), table.rows, table.rows - old.min(table.rows)));
        tables.push((table, origins));
    }
    folder.save_with_origins(program, &tables)?;
    loaded.rejected_files = write_rejected(into, &gathered.rejected)?;
    loaded.written = true;
    Ok(loaded)
}

/// Receives rows and sorts them into stores.
pub(crate) struct Gathered<'a> {
    program: &'a Program,
    options: &'a LoadOptions,
    today: Date,
    /// What columns mean, where somebody said so; sheets that it doesn't name aren't read.
    pub(crate) mapping: Option<&'a Mapping>,
    /// So many problems are listed at most; all are counted.
    pub(crate) listed: usize,
    pub(crate) file: String,
    sheet: Option<String>,
    entity: Option<EntityId>,
    headers: Vec<(String, Option<Header>)>,
    header_row: Option<u32>,
    pub(crate) stores: Vec<Store>,
    pub(crate) problems: Vec<Problem>,
    /// How many problems there are.
    pub(crate) faults: usize,
    pub(crate) rejected: Vec<Rejected>,
    /// How many rows stand before the header so far.
    before_header: Vec<u32>,
    /// Rows of the present sheet that can't be trusted, with what must be said at the first of them.
    spoiled: Vec<Spoiled>,
    /// Subjects of the present sheet: the same one twice in a sheet is a fault, in another sheet it is more about it.
    keys_here: FxHashSet<Name>,
    /// Whether a fault concerns a whole file.
    pub(crate) hopeless: bool,
    /// Rows of data seen so far.
    pub(crate) rows: u64,
    progress: &'a mut dyn FnMut(u64),
}

struct Spoiled {
    first: u32,
    last: u32,
    why: Text,
    hint: Text,
    told: bool,
}

/// So far down a sheet a header may begin: titles stand above it.
pub(crate) const HEADER_WITHIN: usize = 10;

impl<'a> Gathered<'a> {
    pub(crate) fn new(
        program: &'a Program,
        options: &'a LoadOptions,
        today: Date,
        progress: &'a mut dyn FnMut(u64),
    ) -> Gathered<'a> {
        Gathered {
            program,
            options,
            today,
            mapping: None,
            listed: usize::MAX,
            file: String::new(),
            sheet: None,
            entity: None,
            headers: Vec::new(),
            header_row: None,
            stores: Vec::new(),
            problems: Vec::new(),
            faults: 0,
            rejected: Vec::new(),
            before_header: Vec::new(),
            spoiled: Vec::new(),
            keys_here: FxHashSet::default(),
            hopeless: false,
            rows: 0,
            progress,
        }
    }

    fn begin_file(&mut self, path: &Path) {
        self.file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.sheet = None;
        self.entity = self.options.entity.or_else(|| self.entity_called(&self.file));
    }

    /// The kind whose name begins a file's or sheet's name; the longest where several do.
    fn entity_called(&self, name: &str) -> Option<EntityId> {
        let entities = self.program.entities.iter().enumerate();
        let named = entities.filter(|(_, entity)| name.starts_with(entity.head.name.as_str()));
        named.max_by_key(|(_, entity)| entity.head.name.as_str().len()).map(|(n, _)| EntityId::from_index(n))
    }

    fn problem(&mut self, row: Option<u32>, column: Option<String>, value: Option<String>, why: Text, hint: Text) {
        self.faults += 1;
        if self.problems.len() < self.listed {
            let (file, sheet) = (self.file.clone(), self.sheet.clone());
            self.problems.push(Problem { file, sheet, row, column, value, why, hint });
        }
    }

    /// Reads a row as the header, if it names at least two facts, or the only one there is.
    fn try_header(&mut self, number: u32, cells: &[Cell<'_>]) -> bool {
        let texts: Vec<String> = cells.iter().map(|cell| cell.shown().trim().to_string()).collect();
        let filled = texts.iter().filter(|text| !text.is_empty()).count();
        let named = |entity: EntityId| {
            texts.iter().filter(|text| !text.is_empty() && header::names_fact(self.program, entity, text)).count()
        };
        let entity = match self.entity {
            Some(entity) => Some(entity),
            None => {
                let all = (0..self.program.entities.len()).map(EntityId::from_index);
                all.map(|entity| (named(entity), entity))
                    .max_by_key(|(n, _)| *n)
                    .filter(|(n, _)| *n > 0)
                    .map(|(_, e)| e)
            }
        };
        let Some(entity) = entity else { return false };
        let n = named(entity);
        if n == 0 || (n == 1 && filled > 1) {
            return false;
        }
        self.entity = Some(entity);
        self.header_row = Some(number);
        self.read_header(number, texts);
        true
    }

    /// What somebody says of the columns of the present sheet.
    fn mapped(&self) -> Option<&'a SheetMapping> {
        self.mapping?.sheets.iter().find(|mapped| mapped.sheet == self.sheet)
    }

    fn read_header(&mut self, number: u32, texts: Vec<String>) {
        let Some(entity) = self.entity else { return };
        let mapped = self.mapped();
        let mut seen: Vec<(Column, String)> = Vec::new();
        for (at, text) in texts.into_iter().enumerate() {
            let meant = match mapped {
                Some(mapped) => mapped.headers.get(at).cloned().flatten().unwrap_or_default(),
                None => text.clone(),
            };
            if meant.is_empty() {
                self.headers.push((text, None));
                continue;
            }
            let header = match header::read(self.program, entity, &meant) {
                Ok(header) => {
                    let column = Column { fact: header.fact, year: header.year };
                    if let Some((_, first)) = seen.iter().find(|(known, _)| *known == column) {
                        let why = Text::new(
                            format!("与“{first}”列是同一个事实"),
                            format!("the same fact as column “{first}”"),
                        );
                        self.problem(Some(number), Some(text.clone()), None, why, Text::new("删去一列", "remove one"));
                        None
                    } else {
                        seen.push((column, text.clone()));
                        Some(header)
                    }
                }
                Err(bad) => {
                    self.problem(Some(number), Some(text.clone()), None, bad.why, bad.hint);
                    None
                }
            };
            self.headers.push((text, header));
        }
        let key = self.program.entity(entity).key;
        let has_key = key.is_none_or(|key| seen.iter().any(|(column, _)| column.fact == key));
        if let (false, Some(key)) = (has_key, key) {
            let name = self.program.fact(key).name;
            let why = Text::new(format!("没有“{name}”列"), format!("there is no column {name}"));
            let hint = Text::new("每一行靠它识别，必须有这一列", "each row is known by it, so it must be there");
            self.problem(Some(number), None, None, why, hint);
            self.hopeless = true;
            self.headers.clear();
        }
        let header = self.headers.iter().map(|(text, _)| text.clone()).collect();
        let kind = self.program.entity(entity).head.name;
        if !self.rejected.iter().any(|rejected| rejected.name == kind.as_str() && rejected.header == header) {
            let n = self.rejected.iter().filter(|rejected| rejected.name.starts_with(kind.as_str())).count();
            let name = if n == 0 { kind.to_string() } else { format!("{kind}-{}", n + 1) };
            self.rejected.push(Rejected { name, header, rows: Vec::new() });
        }
    }

    fn data_row(&mut self, number: u32, cells: &[Cell<'_>]) {
        let Some(entity) = self.entity else { return };
        if self.headers.is_empty() || cells.iter().all(Cell::is_blank) {
            return;
        }
        (self.progress)(1);
        self.rows += 1;
        let program = self.program;
        let before = self.faults;
        let is_spoiled = self.is_spoiled(number);
        let mut values: Vec<(Header, Literal)> = Vec::with_capacity(cells.len());
        let key_fact = program.entity(entity).key;
        let mut key: Option<Name> = None;
        for (at, cell) in cells.iter().enumerate() {
            if cell.is_blank() {
                continue;
            }
            let Some((text, header)) = self.headers.get(at) else {
                let why = Text::new("这一格上面没有列名", "no header stands above this cell");
                let hint = Text::new("补上列名，或清空这一格", "add a header, or empty the cell");
                self.problem(Some(number), None, Some(cell.shown().into_owned()), why, hint);
                continue;
            };
            let Some(header) = *header else {
                if text.is_empty() && self.mapping.is_none() {
                    let why = Text::new("这一格上面没有列名", "no header stands above this cell");
                    let hint = Text::new("补上列名，或清空这一格", "add a header, or empty the cell");
                    self.problem(Some(number), None, Some(cell.shown().into_owned()), why, hint);
                }
                continue;
            };
            let fact = program.fact(header.fact);
            match cell::read(program, fact, header.unit, cell, self.today) {
                Ok(literal) => {
                    if Some(header.fact) == key_fact {
                        key = match literal {
                            Literal::Text(key) => Some(key),
                            _ => None,
                        };
                    }
                    values.push((header, literal));
                }
                Err(refusal) => {
                    let text = text.clone();
                    self.problem(Some(number), Some(text), Some(cell.shown().into_owned()), refusal.why, refusal.hint);
                }
            }
        }
        let store = self.store_of(entity);
        let duplicate = key.is_some_and(|key| self.keys_here.contains(&key));
        match key {
            None if self.faults == before => {
                let name = key_fact.map_or_else(|| Name::new(""), |key| program.fact(key).name);
                let why = Text::new(format!("没有填“{name}”"), format!("{name} is empty"));
                let hint = Text::new("每一行都要有它", "each row needs it");
                self.problem(Some(number), Some(name.to_string()), None, why, hint);
            }
            Some(key) if duplicate => {
                let why = Text::new("与前面的一行重复", "the same subject stands in an earlier row");
                let hint = Text::new("合并成一行，或删去一行", "join them to one row, or remove one");
                self.problem(Some(number), None, Some(key.to_string()), why, hint);
            }
            _ => {}
        }
        if is_spoiled || self.faults > before {
            let header: Vec<String> = self.headers.iter().map(|(text, _)| text.clone()).collect();
            let mut row: Vec<String> = cells.iter().map(|cell| cell.shown().into_owned()).collect();
            row.resize(header.len().max(row.len()), String::new());
            row.truncate(header.len());
            if let Some(rejected) = self.rejected.iter_mut().find(|rejected| rejected.header == header) {
                rejected.rows.push(row);
            }
            return;
        }
        let Some(key) = key else { return };
        let (file, sheet) = (Name::new(&self.file), self.sheet.as_deref().map(Name::new));
        let learnt = self.options.learnt.unwrap_or(self.today);
        let store = &mut self.stores[store];
        let row = store.row(key);
        let source = store.source(Source::Sheet { file, sheet, learnt });
        store.stands_in(row, source, number);
        for (header, literal) in values {
            let column = store.column(Column { fact: header.fact, year: header.year });
            store.set(column, row, Slot::pack(literal), source);
        }
        self.keys_here.insert(key);
    }

    /// Whether a row can't be trusted; says so at the first one.
    fn is_spoiled(&mut self, number: u32) -> bool {
        let Some(at) = self.spoiled.iter().position(|spoiled| (spoiled.first..=spoiled.last).contains(&number)) else {
            return false;
        };
        if !std::mem::replace(&mut self.spoiled[at].told, true) {
            let (why, hint) = (self.spoiled[at].why.clone(), self.spoiled[at].hint.clone());
            self.problem(Some(number), None, None, why, hint);
        }
        true
    }

    fn store_of(&mut self, entity: EntityId) -> usize {
        if let Some(at) = self.stores.iter().position(|store| store.entity == entity) {
            return at;
        }
        self.stores.push(Store::new(entity));
        self.stores.len() - 1
    }

    pub(crate) fn end_sheet(&mut self) {
        if self.header_row.is_none() && !self.before_header.is_empty() {
            let why = Text::new("没有找到列名", "no header was found");
            let hint = Text::new(
                "第一行写事实的名称，例如 统一社会信用代码、研发费用@2024(万元)；`wuwei template 企业` 给出一张空表",
                "name the facts in the first row, for example 统一社会信用代码, 研发费用@2024(万元); `wuwei template 企业` writes an empty sheet",
            );
            self.problem(None, None, None, why, hint);
            self.hopeless = true;
        }
        self.spoiled.clear();
        self.header_row = None;
        self.headers.clear();
        self.before_header.clear();
        self.keys_here.clear();
    }
}

impl Rows for Gathered<'_> {
    fn sheet(&mut self, name: Option<&str>) -> bool {
        self.end_sheet();
        self.sheet = name.map(str::to_string);
        let Some(name) = name else {
            if let Some(mapped) = self.mapped() {
                self.entity = Some(mapped.entity);
            }
            return true;
        };
        // A template's other sheets explain and list; they hold no facts.
        if NOT_FACTS.contains(&name) {
            return false;
        }
        if self.mapping.is_some() {
            self.entity = self.mapped().map(|mapped| mapped.entity);
            return self.entity.is_some();
        }
        if self.options.entity.is_none() {
            self.entity = self.entity_called(name).or_else(|| self.entity_called(&self.file));
        }
        true
    }

    fn row(&mut self, number: u32, cells: &[Cell<'_>]) {
        if self.header_row.is_some() {
            self.data_row(number, cells);
            return;
        }
        if let Some(mapped) = self.mapped() {
            if number == mapped.header_row {
                self.header_row = Some(number);
                self.read_header(number, cells.iter().map(|cell| cell.shown().trim().to_string()).collect());
            }
            return;
        }
        if cells.iter().all(Cell::is_blank) || self.before_header.len() >= HEADER_WITHIN {
            return;
        }
        if !self.try_header(number, cells) {
            self.before_header.push(number);
        }
    }

    fn spoiled(&mut self, first: u32, last: u32, why: Text, hint: Text) {
        self.spoiled.push(Spoiled { first, last, why, hint, told: false });
    }

    fn fatal(&mut self, row: Option<u32>, why: Text, hint: Text) {
        self.hopeless = true;
        self.problem(row, None, None, why, hint);
    }
}

/// Sheets that a template brings besides the one to fill in.
pub(crate) const NOT_FACTS: &[&str] = &["说明", "选项", "Definitions", "Choices"];
