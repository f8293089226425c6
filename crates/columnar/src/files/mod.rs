//! Subjects in Parquet files, more than memory holds.
//!
//! Row groups are taken one after the other. The rules are compiled for what a group's statistics say of it: bounds, gaps, and
//! with them conditions that no row can meet. Only columns that this code reads are decoded, and a group whose subjects all
//! belong to groupings that nobody asked for isn't opened. A thread holds no more than one batch.

mod statistics;

use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ParquetRecordBatchReaderBuilder};
use wuwei_facts::{Column as FactColumn, Table};
use wuwei_ir::{Date, EntityId, Program};

use self::statistics::Statistics;
use crate::column::{Source, State};
use crate::frame::{Frame, WrongColumn};
use crate::machine::{LANES, Level};
use crate::others::Others;
use crate::rules::{GroupBy, Question, Rules};
use crate::run::{Binding, by_rows, run_rows};
use crate::survey::Run;
use crate::totals::{GroupTotals, Totals};

/// Rows that are decoded at a time.
const BATCH: usize = 64 * LANES;

/// What a column of a file is called as a fact: `研发费用@2024` for itself.
pub type Naming<'n> = &'n (dyn Fn(&str) -> Option<FactColumn> + Sync);

/// Why files could not be read.
#[derive(Debug)]
pub struct FileError {
    /// Which file.
    pub path: PathBuf,
    /// Why.
    pub why: FileProblem,
}

/// What is wrong with a file.
#[derive(Debug)]
pub enum FileProblem {
    /// It could not be opened or read.
    Io(io::Error),
    /// It isn't what it should be.
    Damaged(String),
    /// A column is of a type that its fact doesn't come in.
    Column(WrongColumn),
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.why {
            FileProblem::Io(error) => write!(f, "{path}: {error}"),
            FileProblem::Damaged(why) => write!(f, "{path}: {why}"),
            FileProblem::Column(wrong) => write!(f, "{path}: {wrong}"),
        }
    }
}

impl std::error::Error for FileError {}

/// How much of the files was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// Rows that were answered for.
    pub rows: u64,
    /// Row groups that were answered for.
    pub row_groups: usize,
    /// Row groups that weren't opened, because nobody asked for any of their subjects.
    pub passed_over: usize,
    /// Columns that were decoded, counted once for each row group.
    pub columns: usize,
}

/// Files of one kind of subject.
pub struct Files<'p> {
    program: &'p Program,
    entity: EntityId,
    as_of: Date,
    files: Vec<Parquet>,
}

/// One file.
struct Parquet {
    path: PathBuf,
    metadata: ArrowReaderMetadata,
    /// Which column is which fact, by position.
    columns: Vec<(usize, FactColumn)>,
}

/// A row group, by its file and its place there.
#[derive(Clone, Copy)]
struct RowGroup {
    file: usize,
    at: usize,
}

impl<'p> Files<'p> {
    /// Opens a file, or all `.parquet` files of a folder in the order of their names. Columns that `naming` knows no fact for
    /// are left alone.
    pub fn open(
        program: &'p Program,
        as_of: Date,
        entity: EntityId,
        path: &Path,
        naming: Naming<'_>,
    ) -> Result<Files<'p>, FileError> {
        let wrong = |path: &Path| {
            let path = path.to_path_buf();
            move |error: io::Error| FileError { path, why: FileProblem::Io(error) }
        };
        let mut paths = vec![path.to_path_buf()];
        if path.is_dir() {
            let entries =
                std::fs::read_dir(path).and_then(Iterator::collect::<io::Result<Vec<_>>>).map_err(wrong(path))?;
            paths = entries.into_iter().map(|entry| entry.path()).collect();
            paths.retain(|path| path.extension().is_some_and(|found| found.eq_ignore_ascii_case("parquet")));
            paths.sort();
        }
        let files = paths.into_iter().map(|path| {
            let file = File::open(&path).map_err(wrong(&path))?;
            let metadata =
                ArrowReaderMetadata::load(&file, Default::default()).map_err(|error| damaged(&path, &error))?;
            let fields = metadata.schema().fields().iter().enumerate();
            let columns = fields.filter_map(|(at, field)| Some((at, naming(field.name())?))).collect();
            Ok(Parquet { path, metadata, columns })
        });
        Ok(Files { program, entity, as_of, files: files.collect::<Result<_, FileError>>()? })
    }

    /// How many subjects the files hold.
    pub fn rows(&self) -> u64 {
        self.files.iter().map(|file| file.metadata.metadata().file_metadata().num_rows().max(0) as u64).sum()
    }

    /// Counts and sums by group, the same whatever the number of threads. Where `wanted` says by groups which are asked for,
    /// those of the others may be left uncounted.
    pub fn totals(
        &self,
        question: &Question,
        groups: &[GroupBy],
        wanted: Option<&[bool]>,
        others: Option<&Others<'p>>,
        threads: usize,
    ) -> Result<(Vec<GroupTotals>, Effort), FileError> {
        let all = self.files.iter().enumerate().flat_map(|(n, file)| {
            (0..file.metadata.metadata().num_row_groups()).map(move |at| RowGroup { file: n, at })
        });
        let all: Vec<RowGroup> = all.collect();
        let next = AtomicUsize::new(0);
        let work = || -> Vec<(usize, Result<Part, FileError>)> {
            let mut done = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(row_group) = all.get(at) else { return done };
                let part = self.row_group(*row_group, question, groups, wanted, others);
                let failed = part.is_err();
                done.push((at, part));
                if failed {
                    return done;
                }
            }
        };
        let threads = threads.clamp(1, all.len().max(1));
        let mut parts: Vec<(usize, Result<Part, FileError>)> = match threads {
            1 => work(),
            _ => thread::scope(|scope| {
                let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
                let joined = running.into_iter().map(|thread| match thread.join() {
                    Ok(done) => done,
                    Err(panic) => std::panic::resume_unwind(panic),
                });
                joined.flatten().collect()
            }),
        };
        parts.sort_by_key(|(at, _)| *at);
        let mut totals = self.nobody(question, groups)?;
        let mut effort = Effort::default();
        for (_, part) in parts {
            match part? {
                Part::PassedOver => effort.passed_over += 1,
                Part::Answered { totals: part, rows, columns } => {
                    totals.iter_mut().zip(&part).for_each(|(own, part)| own.add(part));
                    effort.rows += rows;
                    effort.row_groups += 1;
                    effort.columns += columns;
                }
            }
        }
        Ok((totals, effort))
    }

    /// Gives the subjects away, so many at a time at most, with the columns of the facts that are wanted. Row groups whose
    /// subjects all belong to groups that nobody wants are left out.
    pub fn each<E: From<FileError>>(
        &self,
        groups: &[GroupBy],
        wanted: Option<&[bool]>,
        columns: &dyn Fn(&FactColumn) -> bool,
        rows: usize,
        take: &mut dyn FnMut(Table) -> Result<(), E>,
    ) -> Result<(), E> {
        for file in &self.files {
            let read: Vec<&(usize, FactColumn)> = file.columns.iter().filter(|(_, column)| columns(column)).collect();
            for at in 0..file.metadata.metadata().num_row_groups() {
                let statistics = Statistics::of(self.program, self.entity, file, at, true);
                if wanted.is_none_or(|wanted| statistics.may_hold(groups, wanted)) {
                    self.batches(file, at, rows, &read, take)?;
                }
            }
        }
        Ok(())
    }

    /// The totals of no subjects.
    fn nobody(&self, question: &Question, groups: &[GroupBy]) -> Result<Vec<GroupTotals>, FileError> {
        let table =
            Table { entity: self.entity, columns: Vec::new(), arrays: Vec::new(), foreign: Vec::new(), rows: 0 };
        let frame = Frame::new(self.program, self.as_of, table, None)
            .map_err(|wrong| FileError { path: PathBuf::new(), why: FileProblem::Column(wrong) })?;
        Ok(Run::new(&frame, question, groups).totals(1))
    }

    fn row_group(
        &self,
        row_group: RowGroup,
        question: &Question,
        groups: &[GroupBy],
        wanted: Option<&[bool]>,
        others: Option<&Others<'p>>,
    ) -> Result<Part, FileError> {
        let file = &self.files[row_group.file];
        let statistics = Statistics::of(self.program, self.entity, file, row_group.at, others.is_some());
        if wanted.is_some_and(|wanted| !statistics.may_hold(groups, wanted)) {
            return Ok(Part::PassedOver);
        }
        let rules = Rules::compile(self.program, self.entity, self.as_of, question, Some(groups), &statistics);
        let compiled = !by_rows(&rules) && rules.indicators.iter().all(|(_, way)| way.why().is_none());
        let read: Vec<&(usize, FactColumn)> = match compiled {
            true => {
                let sources: Vec<&Source> =
                    rules.code.reads.iter().map(|at| &rules.columns[at.index()].source).collect();
                let is_read = |column: &FactColumn| {
                    sources.iter().any(|source| matches!(source, Source::Fact(fact, year) if (*fact, *year) == (column.fact, column.year)))
                };
                file.columns.iter().filter(|(_, column)| is_read(column)).collect()
            }
            // Whoever is asked one by one may need anything.
            false => file.columns.iter().collect(),
        };
        let columns = read.len();
        let mut rows = 0;
        let mut totals = Totals::new(&rules);
        let mut sum: Option<Vec<GroupTotals>> = None;
        self.batches(file, row_group.at, BATCH, &read, &mut |table| {
            rows += table.rows as u64;
            let frame = Frame::new(self.program, self.as_of, table, others)
                .map_err(|wrong| FileError { path: file.path.clone(), why: FileProblem::Column(wrong) })?;
            if compiled {
                keeps_its_word(&frame, &rules).map_err(|why| damaged(&file.path, &why))?;
                let binding = Binding::new(&frame, &rules.columns, &rules.code);
                run_rows(&rules, &frame, &binding, Level::best(), 0..frame.rows(), &mut totals);
                return Ok(());
            }
            let part = Run::new(&frame, question, groups).totals(1);
            match &mut sum {
                None => sum = Some(part),
                Some(sum) => sum.iter_mut().zip(&part).for_each(|(own, part)| own.add(part)),
            }
            Ok(())
        })?;
        let totals = sum.unwrap_or_else(|| totals.finish());
        Ok(Part::Answered { totals, rows, columns })
    }

    /// The rows of a row group with some of their columns, so many at a time at most.
    fn batches<E: From<FileError>>(
        &self,
        file: &Parquet,
        row_group: usize,
        rows: usize,
        read: &[&(usize, FactColumn)],
        take: &mut dyn FnMut(Table) -> Result<(), E>,
    ) -> Result<(), E> {
        let table = |rows: usize| Table {
            entity: self.entity,
            columns: Vec::new(),
            arrays: Vec::new(),
            foreign: Vec::new(),
            rows,
        };
        if read.is_empty() {
            // What is the same for everybody needs nothing but their number.
            return take(table(file.metadata.metadata().row_group(row_group).num_rows().max(0) as usize));
        }
        let opened = File::open(&file.path)
            .map_err(|error| FileError { path: file.path.clone(), why: FileProblem::Io(error) })?;
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(opened, file.metadata.clone());
        let mask = ProjectionMask::roots(builder.parquet_schema(), read.iter().map(|(at, _)| *at));
        let builder = builder.with_row_groups(vec![row_group]).with_projection(mask).with_batch_size(rows.max(1));
        let reader = builder.build().map_err(|error| damaged(&file.path, &error))?;
        for batch in reader {
            let batch: RecordBatch = batch.map_err(|error| damaged(&file.path, &error))?;
            let mut table = table(batch.num_rows());
            // A projection keeps the order of the file.
            for ((_, column), array) in read.iter().zip(batch.columns()) {
                table.columns.push(*column);
                table.arrays.push(array.clone());
            }
            take(table)?;
        }
        Ok(())
    }
}

/// Whether the values are as the statistics said: otherwise numbers might not fit where the code keeps them.
fn keeps_its_word(frame: &Frame<'_, '_>, rules: &Rules) -> Result<(), String> {
    let names = rules.column_names(frame.program);
    for (column, name) in rules.columns.iter().zip(names) {
        let Source::Fact(fact, year) = &column.source else { continue };
        let Some(bound) = frame.fact(*fact, *year) else { continue };
        let gap = column.state == State::Complete && bound.state(frame.rows()) != State::Complete;
        if gap || bound.outside(column.bounds, true).is_some() {
            return Err(format!("the values of {name} are not what the statistics of their row group say"));
        }
    }
    Ok(())
}

/// What one row group comes to.
enum Part {
    PassedOver,
    Answered { totals: Vec<GroupTotals>, rows: u64, columns: usize },
}

impl Parquet {
    fn schema(&self) -> &Schema {
        self.metadata.schema()
    }
}

fn damaged(path: &Path, error: &dyn fmt::Display) -> FileError {
    FileError { path: path.to_path_buf(), why: FileProblem::Damaged(error.to_string()) }
}
