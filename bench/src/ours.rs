//! The rules of the workload in the engine: `bench/w1.md`, compiled, over the same columns as everybody else's.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use arrow_array::RecordBatch;
use arrow_schema::{Field, Schema};
use wuwei_columnar::{Answers, Files, Frame, GroupBy, GroupTotals, Question, Run, Scores};
use wuwei_facts::Column;
use wuwei_ir::{Date, EntityId, GroupId, Program};
use wuwei_project::Library;
use wuwei_source::Lang;
use wuwei_w1::names::{BENEFITS, FACTS, SCORES, STATUSES};
use wuwei_w1::protocol::{Mode, Peer, Request, Setting};
use wuwei_w1::result::{GROUPS, OutputHash, REGIONS};
use wuwei_w1::{Aggregate, Data};

use crate::table;

/// The workload's document.
const DOCUMENT: &str = include_str!("../w1.md");

/// The compiled document.
struct Rules {
    library: Library,
    entity: EntityId,
    day: Date,
    question: Question,
    groups: Vec<GroupBy>,
}

impl Rules {
    fn read() -> Result<Rules, String> {
        let library = Library::from_texts([("w1.md".to_string(), DOCUMENT.to_string())]);
        if !library.is_sound() {
            return Err("bench/w1.md has faults; `wuwei check` shows them".to_string());
        }
        let program = library.program();
        let entity = program.entity_named("企业").ok_or("no 企业 in bench/w1.md")?;
        let day = Date::from_ymd(2024, 12, 31).ok_or("no such day")?;
        let all =
            |names: &[(&str, &str)]| names.iter().map(|(_, name)| group(program, name)).collect::<Result<Vec<_>, _>>();
        let question = Question {
            statuses: all(&STATUSES)?,
            scores: all(&SCORES)?,
            benefits: all(&BENEFITS)?,
            total: all(&BENEFITS)?,
            total_only: true,
            ..Question::default()
        };
        let fact = |name: &str| program.fact_named(entity, name).ok_or(format!("no fact {name}"));
        let groups = vec![GroupBy::each(program, fact("注册地")?), GroupBy::each(program, fact("行业")?)];
        Ok(Rules { library, entity, day, question, groups })
    }

    /// The columns that are facts, named as the document names them; the key is none.
    fn frame(&self, batch: &RecordBatch) -> Result<Frame<'_, '_>, String> {
        let (mut fields, mut columns) = (Vec::new(), Vec::new());
        for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
            if let Some((_, fact)) = FACTS[1..].iter().find(|(name, _)| name == field.name()) {
                fields.push(Field::new(*fact, field.data_type().clone(), field.is_nullable()));
                columns.push(Arc::clone(column));
            }
        }
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).map_err(|error| error.to_string())?;
        Frame::of_batch(self.library.program(), self.day, self.entity, &batch, None).map_err(|error| error.to_string())
    }

    /// The fact that a column of the workload's files holds.
    fn fact(&self, name: &str) -> Option<Column> {
        let (_, fact) = FACTS[1..].iter().find(|(known, _)| *known == name)?;
        Column::named(self.library.program(), self.entity, fact)
    }

    /// The workload's aggregate of the engine's totals.
    fn aggregate(&self, totals: &[GroupTotals]) -> Result<Aggregate, String> {
        let program = self.library.program();
        let mut out = Aggregate::default();
        let industries = self.groups[1].groups();
        for (at, region) in REGIONS.iter().enumerate() {
            let place = program.region_named(&region.to_string()).ok_or("a region is missing")?.0 as usize;
            for industry in 0..GROUPS / REGIONS.len() {
                let from = &totals[place * industries + industry];
                let cells = &mut out.groups[at * 8 + industry];
                cells[0] = from.subjects as i64;
                for (n, counts) in from.statuses.iter().enumerate() {
                    let counts = [counts.no, counts.yes, counts.unknown].map(|count| count as i64);
                    cells[1 + 3 * n..4 + 3 * n].copy_from_slice(&counts);
                }
                for side in 0..2 {
                    cells[10 + side] = (from.total.above[side] / from.total.below[side]) as i64;
                }
            }
        }
        Ok(out)
    }
}

fn group(program: &Program, name: &str) -> Result<GroupId, String> {
    let at = program.groups.iter().position(|group| group.name.as_str() == name);
    at.map(GroupId::from_index).ok_or(format!("no rule {name} in bench/w1.md"))
}

/// The engine with its program compiled and its data where the request wants them.
pub(crate) struct Ours {
    rules: &'static Rules,
    source: Source,
    ids: Vec<i64>,
    mode: Mode,
    threads: usize,
    totals: Vec<GroupTotals>,
    answers: Option<Answers>,
    written_ids: Vec<i64>,
}

/// Where the enterprises are.
enum Source {
    Memory(Box<Run<'static, 'static, 'static>>),
    Parquet(PathBuf, Question),
}

/// Everything before the clock starts: the document is compiled, the columns are in memory as Arrow.
pub(crate) fn prepare(request: &Request) -> Result<Ours, String> {
    if request.setting == Setting::Parquet {
        return from_parquet(request);
    }
    let data = Data::make(request.rows);
    let batch = table::batch(&data).map_err(|error| error.to_string())?;
    // A peer serves until its process ends.
    let rules: &'static Rules = Box::leak(Box::new(Rules::read()?));
    let frame: &'static Frame<'static, 'static> = Box::leak(Box::new(rules.frame(&batch)?));
    let question = match request.mode {
        Mode::Aggregate => Question { scores: Vec::new(), benefits: Vec::new(), ..rules.question.clone() },
        Mode::Full => rules.question.clone(),
    };
    let run = Run::new(frame, &question, &rules.groups);
    Ok(Ours {
        rules,
        source: Source::Memory(Box::new(run)),
        ids: data.id.to_vec(),
        mode: request.mode,
        threads: request.threads,
        totals: Vec::new(),
        answers: None,
        written_ids: Vec::new(),
    })
}

/// What the aggregate of so many rows is compiled to, in order, with what each operation costs.
pub(crate) fn plan(rows: usize) -> Result<String, String> {
    let batch = table::batch(&Data::make(rows)).map_err(|error| error.to_string())?;
    let rules = Rules::read()?;
    let frame = rules.frame(&batch)?;
    let question = Question { scores: Vec::new(), benefits: Vec::new(), ..rules.question.clone() };
    let started = Instant::now();
    Ok(Run::new(&frame, &question, &rules.groups).explain(Lang::En, &|| started.elapsed()))
}

/// From a file only totals are asked: they need no more memory than a batch, however long the file is.
fn from_parquet(request: &Request) -> Result<Ours, String> {
    if request.mode == Mode::Full {
        return Err("from Parquet only the aggregate is measured".to_string());
    }
    let path = request.data.clone().ok_or("no --data FILE was given")?;
    let rules: &'static Rules = Box::leak(Box::new(Rules::read()?));
    let question = Question { scores: Vec::new(), benefits: Vec::new(), ..rules.question.clone() };
    Ok(Ours {
        rules,
        source: Source::Parquet(path, question),
        ids: Vec::new(),
        mode: request.mode,
        threads: request.threads,
        totals: Vec::new(),
        answers: None,
        written_ids: Vec::new(),
    })
}

impl Peer for Ours {
    fn version(&self) -> String {
        env!("CARGO_PKG_VERSION").to_string()
    }

    fn run(&mut self) -> Result<(), String> {
        let run = match &self.source {
            Source::Memory(run) => run,
            Source::Parquet(path, question) => {
                // The file is opened anew each time: its footer is part of the work.
                let rules = self.rules;
                let files =
                    Files::open(rules.library.program(), rules.day, rules.entity, path, &|name| rules.fact(name));
                let totals = files.and_then(|files| files.totals(question, &rules.groups, None, None, self.threads));
                (self.totals, _) = totals.map_err(|error| error.to_string())?;
                return Ok(());
            }
        };
        match self.mode {
            Mode::Aggregate => self.totals = run.totals(self.threads),
            Mode::Full => {
                let answers = self.answers.get_or_insert_with(|| run.answers(1));
                self.totals = run.both_into(answers);
                self.written_ids.resize(self.ids.len(), 0);
                self.written_ids.copy_from_slice(&self.ids);
            }
        }
        Ok(())
    }

    fn aggregate(&self) -> Result<Aggregate, String> {
        self.rules.aggregate(&self.totals)
    }

    fn output_hash(&self) -> Result<String, String> {
        let answers = self.answers.as_ref().ok_or("no answers were asked")?;
        let mut hash = OutputHash::default();
        hash.longs(&self.written_ids);
        answers.statuses.iter().for_each(|codes| hash.bytes(codes));
        for scores in &answers.scores {
            let Scores::Whole { low, high } = scores else { return Err("a score isn't whole".to_string()) };
            hash.ints(low);
            hash.ints(high);
        }
        for amounts in answers.benefits.iter().chain(&answers.total) {
            hash.longs(&amounts.low);
            hash.longs(&amounts.high);
        }
        Ok(hash.finish())
    }
}
