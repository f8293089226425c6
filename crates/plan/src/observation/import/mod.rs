//! Reading tables of observations: tidy text, workbooks and SDMX-CSV. One file is one transaction: unless asked for the good
//! rows, a file of which anything is wrong adds nothing.

mod fault;
mod gather;
mod header;
mod names;
mod row;
pub(super) mod sdmx;
mod tidy;

use rustc_hash::FxHashMap;
use serde_json::{Value as Json, json};
use wuwei_ir::{Date, Program};

use super::content::Content;
use super::quality::{Finding, Scope, look, refuse};
use super::{Observation, Observations};
use gather::Gather;
use row::RowReader;

pub use fault::Fault;
pub(super) use fault::Refusal;
pub(super) use header::escaped;
pub(super) use names::Names;
pub(super) use row::Column;
pub(super) use tidy::META;

/// How to read a file.
#[derive(Clone, Debug)]
pub struct ImportOptions<'a> {
    /// What the file is called.
    pub file: &'a str,
    /// Today: nothing can have become known later.
    pub today: Date,
    /// The day on which figures became known whose rows don't say it. Without it that is the day after their period, or
    /// today where the period isn't over.
    pub learnt: Option<Date>,
    /// What to do when something is wrong.
    pub accept: Accept,
}

/// What to add of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Accept {
    /// All of it, if nothing is wrong with it, or nothing.
    #[default]
    Sound,
    /// The rows that can be read and aren't most likely wrong.
    GoodRows,
    /// The rows that can be read: somebody has looked at the doubtful ones and says that they are so.
    Readable,
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated text, a column for each thing to say.
    Csv,
    /// A workbook.
    Xlsx,
    /// SDMX-CSV.
    Sdmx,
}

impl Format {
    /// How a file is written, told by looking at it.
    pub fn of(bytes: &[u8]) -> Format {
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(OLD_WORKBOOK) {
            return Format::Xlsx;
        }
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let text = text.trim_ascii_start();
        let text = text.strip_prefix(b"\"").unwrap_or(text);
        if text.starts_with(b"STRUCTURE") || text.starts_with(b"DATAFLOW") { Format::Sdmx } else { Format::Csv }
    }

    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
            Format::Sdmx => "sdmx-csv",
        }
    }
}

/// How workbooks begin that were written before there was xlsx.
const OLD_WORKBOOK: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// What reading a file came to.
#[derive(Clone, Debug)]
pub struct Imported {
    /// How the file is written.
    pub format: Format,
    /// Rows of data in it.
    pub rows: usize,
    /// Rows that were added.
    pub added: usize,
    /// Rows that were there already, or stood in the file twice.
    pub known: usize,
    /// Rows that weren't added because something is wrong with them, or with the file.
    pub left_out: usize,
    /// Whether anything was added, or would have been if it hadn't been there already.
    pub loaded: bool,
    /// What couldn't be read, row by row: at most [`Finding::LISTED`].
    pub faults: Vec<Fault>,
    /// How many more faults there are.
    pub unlisted: usize,
    /// All that is wrong or doubtful, by check.
    pub findings: Vec<Finding>,
    /// Sheets of a workbook that hold no observations.
    pub passed_over: Vec<String>,
}

impl Imported {
    /// The result as JSON.
    pub fn json(&self) -> Json {
        json!({
            "format": self.format.word(),
            "rows": self.rows,
            "added": self.added,
            "known": self.known,
            "left_out": self.left_out,
            "loaded": self.loaded,
            "passed_over": self.passed_over,
            "findings": self.findings.iter().map(Finding::json).collect::<Vec<Json>>(),
        })
    }
}

/// Reads files for one program. It remembers names, so that many files are read with one look at the program.
pub struct Importer<'a> {
    reader: RowReader<'a>,
}

impl<'a> Importer<'a> {
    /// A reader of tables about a program's indicators and regions.
    pub fn new(program: &'a Program) -> Importer<'a> {
        Importer { reader: RowReader::new(program) }
    }

    /// Whether a text is meant to be a table of observations: its first column is the indicator. Any other table in a folder
    /// is somebody else's.
    pub fn is_table(text: &str) -> bool {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let first = text.split([',', '\t', ';', '\n', '\r']).next().unwrap_or("");
        header::is_first(first.trim().trim_matches('"'))
    }

    /// Reads a file and adds what it says.
    pub fn import(&mut self, observations: &mut Observations, bytes: &[u8], options: &ImportOptions<'_>) -> Imported {
        let format = Format::of(bytes);
        let mut gather = Gather::new(&mut self.reader, observations, options);
        match format {
            Format::Xlsx if bytes.starts_with(OLD_WORKBOOK) => gather.fatal(None, refuse::table::old_workbook()),
            Format::Xlsx => tidy::read_xlsx(&mut gather, bytes),
            Format::Csv => tidy::read_csv(&mut gather, bytes),
            Format::Sdmx => sdmx::read(&mut gather, bytes),
        }
        let hopeless = gather.hopeless;
        let mut told = gather.told;
        let (before, tables) = (observations.all().len(), observations.tables().len());
        let new = told.without_known(observations);
        for table in std::mem::take(&mut told.tables) {
            observations.add_table(table);
        }
        observations.append(new);
        let scope = Scope { program: self.reader.program, observations, rows: before..observations.all().len() };
        let remarks: Vec<Fault> = told.faults.iter().chain(&told.remarks).cloned().collect();
        let (findings, wrong) = look(&scope, &remarks, told.rows);
        let is_sound = told.bad_rows == 0 && !hopeless;
        let refused = hopeless || (options.accept == Accept::Sound && !(is_sound && wrong.is_empty()));
        if refused {
            observations.forget(before, tables);
        } else if options.accept == Accept::GoodRows && !wrong.is_empty() {
            let all = observations.all()[before..].iter().enumerate();
            let good = all.filter(|(n, _)| wrong.binary_search(&(before + n)).is_err()).map(|(_, row)| row.clone());
            let good: Vec<Observation> = good.collect();
            observations.forget(before, observations.tables().len());
            observations.append(good);
        }
        let added = observations.all().len() - before;
        let known = if refused { 0 } else { told.known };
        Imported {
            format,
            rows: told.rows,
            added,
            known,
            left_out: told.rows - added - known,
            loaded: !refused,
            faults: told.faults,
            unlisted: told.unlisted,
            findings,
            passed_over: told.passed_over,
        }
    }
}

impl gather::Told {
    /// The rows that aren't there yet; what stands in the file twice is remarked on.
    fn without_known(&mut self, observations: &Observations) -> Vec<Observation> {
        let rows = std::mem::take(&mut self.observations);
        let mut series: Vec<_> = rows.iter().map(|row| (row.indicator, row.region)).collect();
        series.sort_unstable();
        series.dedup();
        let stored = series.iter().flat_map(|(indicator, region)| observations.of(*indicator, *region));
        // The row of this file that says the same, or none where it was there before.
        let mut said: FxHashMap<Content<'_>, Option<usize>> = stored.map(|(_, row)| (Content(row), None)).collect();
        said.reserve(rows.len());
        let mut is_new = vec![true; rows.len()];
        let mut twice = Vec::new();
        for (n, row) in rows.iter().enumerate() {
            match said.get(&Content(row)) {
                None => {
                    said.insert(Content(row), Some(n));
                }
                Some(first) => {
                    is_new[n] = false;
                    twice.extend(first.map(|first| (n, rows[first].origin.row)));
                }
            }
        }
        self.known = is_new.iter().filter(|new| !**new).count();
        for (n, first) in twice.into_iter().take(Finding::LISTED) {
            let remark = self.problem(&rows[n], refuse::duplicate(first));
            self.remarks.push(remark);
        }
        if self.known == 0 {
            return rows;
        }
        let mut is_new = is_new.into_iter();
        rows.into_iter().filter(|_| is_new.next().unwrap_or(true)).collect()
    }
}
