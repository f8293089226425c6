//! Rules compiled without their data, to be run elsewhere: inside another engine, on machines that have no documents.
//!
//! [`CompiledRules`] is what a host embeds: it owns all it needs, may be shared between threads, and can be written and read.
//! It is compiled before any data is seen, so it takes every column to have gaps and numbers to lie where their facts declare
//! them. The graph of operations is kept, and where batches turn out to have fewer gaps or smaller numbers, code for such
//! batches is made from it when the first of them comes, without the documents; answers are the same either way.
//!
//! Only the subject's own facts are read. What rules ask of other subjects, and what was paid before, isn't known here.

mod content;
mod rebuild;
#[cfg(test)]
mod tests;
mod wrong;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use wuwei_ir::{Date, EntityId, FactId, Program};

use crate::answers::Answers;
use crate::bind::Bound;
use crate::column::{Derived, Inputs, Request, SCALE, Shape, State};
use crate::frame::WrongColumn;
use crate::graph::Bounds;
use crate::machine::{LANES, Level};
use crate::names::Reading;
use crate::rules::{Question, Rules};
use crate::run::{Binding, run_columns};
use crate::value::{Reason, Result as Lowered};
use content::Content;
use rebuild::Seen;

pub use wrong::{NotCompiled, NotReadable, WrongBatch};

/// What is written: changed whenever operations change their meaning.
const FORMAT: &str = "wuwei compiled rules 1";

/// So many codes are kept for batches of which more is known; others take the one that fits all.
const KEPT: usize = 16;

/// Rules that answer batches without their documents.
pub struct CompiledRules {
    content: Content,
    question: Question,
    schema: Arc<Schema>,
    /// How each column is read; nothing for columns that the code doesn't read.
    readings: Vec<Option<Reading>>,
    general: Arc<Rules>,
    /// Codes for columns of which more is known, the first made first.
    narrow: Mutex<Vec<(Vec<Seen>, Arc<Rules>)>>,
}

/// A column that compiled rules read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputColumn {
    /// Its name in batches: that of the fact, with its year where it has one: 研发费用@2024.
    pub name: String,
    /// What its values are.
    pub shape: Shape,
    /// The least and the greatest number it may hold; decimals are counted in 10⁻⁹, days since 1970-01-01.
    pub bounds: Option<[i128; 2]>,
    /// The names it may hold, for choices.
    pub choices: Vec<String>,
}

impl InputColumn {
    /// A type that fits. Others do too: whole numbers of any width, texts of any kind, regions and choices as numbers.
    pub fn data_type(&self) -> DataType {
        match self.shape {
            Shape::Flag => DataType::Boolean,
            Shape::Whole => DataType::Int64,
            Shape::Decimal => DataType::Decimal128(38, 9),
            Shape::Day => DataType::Date32,
            Shape::Year => DataType::Int32,
            Shape::Choice | Shape::Region | Shape::Name => DataType::Utf8,
        }
    }
}

/// Every column may be there, with gaps; nothing is known of other subjects.
struct Unseen(EntityId);

impl Inputs for Unseen {
    fn state(&self, entity: EntityId, _: FactId, _: Option<i32>) -> State {
        if entity == self.0 { State::Partial } else { State::Missing }
    }

    fn is_whole(&self, _: EntityId, _: FactId, _: Option<i32>) -> bool {
        false
    }

    fn holds_none(&self, _: EntityId, _: FactId, _: Option<i32>) -> bool {
        false
    }

    fn bounds(&self, _: EntityId, _: FactId, _: Option<i32>) -> Option<Bounds> {
        None
    }

    fn derive(&self, _: &Request<'_>) -> Lowered<Option<Derived>> {
        Ok(None)
    }
}

impl CompiledRules {
    /// Compiles what is asked of a kind of subject on a day. Indicators aren't answered here.
    pub fn new(
        program: &Program,
        entity: EntityId,
        as_of: Date,
        question: &Question,
    ) -> Result<CompiledRules, NotCompiled> {
        let rules = Rules::compile(program, entity, as_of, question, None, &Unseen(entity));
        let content = Content::of(program, entity, &rules, question, as_of.days())?;
        let name = content.entity.clone();
        // What was just written is read back, so that rules behave the same whether they were shipped or not.
        const WHY: Reason = Reason::new("运算不能重新建立", "operations that can't be built again");
        CompiledRules::of(content).ok_or(NotCompiled { rules: vec![(name, WHY)] })
    }

    /// Nothing where the content isn't sound.
    fn of(content: Content) -> Option<CompiledRules> {
        let general = rebuild::rules(&content, &content.unseen()).ok()?;
        if !content.is_sound(&general.graph, &general.outputs) {
            return None;
        }
        let regions = Arc::new(content.regions.clone());
        let reading = |(n, spec): (usize, &content::Spec)| {
            let is_read = general.code.reads.iter().any(|read| read.index() == n);
            is_read.then(|| Reading {
                shape: spec.shape,
                none: spec.none,
                choices: spec.choices.clone(),
                regions: if spec.shape == Shape::Region { regions.clone() } else { Arc::default() },
            })
        };
        Some(CompiledRules {
            readings: content.columns.iter().enumerate().map(reading).collect(),
            question: Question {
                reasons: content.names.reasons,
                eligibility: content.names.eligibility,
                ..Question::default()
            },
            schema: Arc::new(content.names.schema()),
            general: Arc::new(general),
            narrow: Mutex::default(),
            content,
        })
    }

    /// The kind of subject that the rules are about.
    pub fn entity(&self) -> &str {
        &self.content.entity
    }

    /// The day for which they were compiled.
    pub fn as_of(&self) -> Option<Date> {
        Date::from_days(i64::from(self.content.as_of))
    }

    /// The columns that are read; one that a batch doesn't have counts as unknown.
    pub fn columns(&self) -> Vec<InputColumn> {
        let read = self.content.columns.iter().zip(&self.readings).filter(|(_, reading)| reading.is_some());
        read.map(|(spec, _)| InputColumn {
            name: spec.name.clone(),
            shape: spec.shape,
            bounds: is_bounded(spec.shape).then_some([spec.bounds.low, spec.bounds.high]),
            choices: spec.choices.clone(),
        })
        .collect()
    }

    /// The schema of the answers.
    pub fn schema(&self) -> Arc<Schema> {
        self.schema.clone()
    }

    /// The answers for the subjects of a batch, in its order; columns are as [`Answers::batch`] gives them. A name that stands
    /// for nothing in its enumeration or among the regions counts as unknown; columns that aren't read are left alone.
    pub fn evaluate(&self, batch: &RecordBatch) -> Result<RecordBatch, WrongBatch> {
        let rows = batch.num_rows();
        let columns = self.bind(batch)?;
        let rules = self.rules_for(&columns, rows);
        let binding = Binding::of(columns, &rules.code);
        let level = Level::best();
        let mut answers = Answers::new(&rules, &self.question, 0, rows, level);
        run_columns(&rules, &binding, level, rows, &mut answers);
        answers.named(self.schema(), rows).map_err(WrongBatch::Answers)
    }

    fn bind(&self, batch: &RecordBatch) -> Result<Vec<Bound>, WrongBatch> {
        let schema = batch.schema();
        let bind = |(spec, reading): (&content::Spec, &Option<Reading>)| {
            let mut named = schema.fields().iter().enumerate().filter(|(_, field)| *field.name() == spec.name);
            let (Some(reading), Some((at, _))) = (reading, named.next()) else { return Ok(Bound::missing(spec.shape)) };
            let column = || spec.name.clone();
            if named.next().is_some() {
                return Err(WrongBatch::Twice { column: column() });
            }
            let bound = Bound::of(reading, batch.column(at));
            let bound = bound.map_err(|wrong| {
                WrongBatch::Type(WrongColumn { column: column(), wanted: wrong.wanted, found: wrong.found })
            })?;
            let bound = if spec.shape == Shape::Decimal { bound.with_decimals() } else { bound };
            match bound.outside(spec.bounds, spec.or_none) {
                Some((row, value)) if is_bounded(spec.shape) => Err(WrongBatch::Outside {
                    column: column(),
                    row,
                    shape: spec.shape,
                    value,
                    bounds: [spec.bounds.low, spec.bounds.high],
                }),
                _ => Ok(bound),
            }
        };
        self.content.columns.iter().zip(&self.readings).map(bind).collect()
    }

    /// What is known of the columns of a batch.
    fn seen(&self, columns: &[Bound], rows: usize) -> Vec<Seen> {
        let seen = |((spec, reading), bound): ((&content::Spec, &Option<Reading>), &Bound)| {
            if reading.is_none() {
                return Seen { state: State::Partial, bounds: spec.bounds };
            }
            // A column without values lies anywhere: here at the low end.
            let seen = bound.bounds().unwrap_or(if is_numeric(spec.shape) { Bounds::new(0, 0) } else { spec.bounds });
            let (low, high) = (seen.low.max(spec.bounds.low), seen.high.min(spec.bounds.high));
            let bounds =
                if low <= high { Bounds::new(low, high) } else { Bounds::new(spec.bounds.low, spec.bounds.low) };
            Seen { state: bound.state(rows), bounds }
        };
        self.content.columns.iter().zip(&self.readings).zip(columns).map(seen).collect()
    }

    /// The code for a batch: the first made that fits, or one made for it, which also fits what the last one fits, so that
    /// batches of one kind soon share their code.
    fn rules_for(&self, columns: &[Bound], rows: usize) -> Arc<Rules> {
        let batch = self.seen(columns, rows);
        let fits = |all: &[Seen]| all.iter().zip(&batch).all(|(own, batch)| own.covers(batch));
        let last = {
            let narrow = self.narrow.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, rules)) = narrow.iter().find(|(all, _)| fits(all)) {
                return rules.clone();
            }
            // Few rows are answered sooner than code is made for them.
            if narrow.len() >= KEPT || rows < LANES {
                return self.general.clone();
            }
            narrow.last().map(|(all, _)| all.clone())
        };
        let wanted = match last {
            Some(last) => last.iter().zip(&batch).map(|(last, batch)| last.join(batch)).collect(),
            None => batch,
        };
        let Ok(rules) = rebuild::rules(&self.content, &wanted) else { return self.general.clone() };
        let rules = Arc::new(rules);
        let mut narrow = self.narrow.lock().unwrap_or_else(PoisonError::into_inner);
        if narrow.len() < KEPT && narrow.iter().all(|(all, _)| *all != wanted) {
            narrow.push((wanted, rules.clone()));
        }
        rules
    }

    /// The rules as JSON.
    pub fn to_json(&self) -> Result<String, NotReadable> {
        serde_json::to_string(self).map_err(|why| NotReadable::Form(why.to_string()))
    }

    /// Rules from JSON. What was cut off or changed is refused; like a program, it should come from where one trusts.
    pub fn from_json(text: &str) -> Result<CompiledRules, NotReadable> {
        let shipped: Shipped<Content> = serde_json::from_str(text).map_err(|why| NotReadable::Form(why.to_string()))?;
        shipped.open()
    }
}

/// Shapes whose values are numbers of any size.
fn is_numeric(shape: Shape) -> bool {
    matches!(shape, Shape::Whole | Shape::Decimal | Shape::Day | Shape::Year)
}

/// Shapes whose numbers are looked at: names stand for positions that are there, or for nothing.
fn is_bounded(shape: Shape) -> bool {
    is_numeric(shape) || shape == Shape::Choice
}

/// What is written.
#[derive(Serialize, Deserialize)]
struct Shipped<C> {
    format: String,
    /// The version of the compiler.
    version: String,
    /// Of the rules as JSON, in the order in which they are written.
    checksum: String,
    rules: C,
}

impl Shipped<Content> {
    fn open(self) -> Result<CompiledRules, NotReadable> {
        let version = env!("CARGO_PKG_VERSION");
        if self.format != FORMAT || self.version != version {
            return Err(NotReadable::Version {
                found: format!("{} of {}", self.format, self.version),
                wanted: format!("{FORMAT} of {version}"),
            });
        }
        let sum = checksum(&self.rules).map_err(|why| NotReadable::Form(why.to_string()))?;
        if sum != self.checksum {
            return Err(NotReadable::Damaged);
        }
        CompiledRules::of(self.rules).ok_or(NotReadable::Damaged)
    }
}

/// A sum that tells damage, not malice: FNV-1a.
fn checksum(content: &Content) -> Result<String, serde_json::Error> {
    let bytes = serde_json::to_vec(content)?;
    let sum =
        bytes.iter().fold(0xcbf2_9ce4_8422_2325u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3));
    Ok(format!("{sum:016x}"))
}

impl Serialize for CompiledRules {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Shipped {
            format: FORMAT.to_string(),
            version: env!("CARGO_PKG_VERSION").to_string(),
            checksum: checksum(&self.content).map_err(ser::Error::custom)?,
            rules: &self.content,
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for CompiledRules {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<CompiledRules, D::Error> {
        Shipped::deserialize(deserializer)?.open().map_err(de::Error::custom)
    }
}

impl fmt::Debug for CompiledRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns: Vec<String> = self.columns().into_iter().map(|column| column.name).collect();
        f.debug_struct("CompiledRules")
            .field("entity", &self.content.entity)
            .field("as_of", &self.content.as_of)
            .field("columns", &columns)
            .field("names", &self.content.names)
            .finish_non_exhaustive()
    }
}

const _: () = assert!(SCALE == 1_000_000_000, "decimals are bound with nine digits");
