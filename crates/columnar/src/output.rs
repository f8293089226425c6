//! Answers as a batch of Arrow, under the names of the rules.

use std::sync::Arc;

use arrow_array::{ArrayRef, Decimal128Array, Int8Array, Int64Array, RecordBatch, RecordBatchOptions, UInt64Array};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use serde::{Deserialize, Serialize};
use wuwei_ir::{GroupId, Program};

use crate::answers::{Amounts, Answers, SCALE, Scores};
use crate::rules::Question;

const DECIMAL: DataType = DataType::Decimal128(38, SCALE as i8);

/// What the answers are called, and which there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OutputNames {
    pub(crate) statuses: Vec<String>,
    pub(crate) scores: Vec<String>,
    pub(crate) benefits: Vec<String>,
    pub(crate) reasons: bool,
    pub(crate) eligibility: bool,
    pub(crate) total: bool,
}

impl OutputNames {
    /// The names of the rules, with their documents where names repeat.
    pub(crate) fn of(program: &Program, question: &Question) -> OutputNames {
        let all = program.group_names();
        let names = |groups: &[GroupId]| groups.iter().map(|group| all[group.index()].to_string()).collect();
        OutputNames {
            statuses: names(&question.statuses),
            scores: names(&question.scores),
            benefits: names(&question.benefits),
            reasons: question.reasons,
            eligibility: question.eligibility,
            total: !question.total.is_empty(),
        }
    }

    /// The columns of the batch, in order.
    pub(crate) fn schema(&self) -> Schema {
        let mut fields: Vec<Field> = Vec::new();
        let mut push = |name: String, ty: DataType, nullable: bool| fields.push(Field::new(name, ty, nullable));
        self.statuses.iter().for_each(|name| push(name.clone(), DataType::Int8, false));
        for name in self.statuses.iter().filter(|_| self.reasons) {
            push(format!("{name}.failed"), DataType::UInt64, false);
            push(format!("{name}.unknown"), DataType::UInt64, false);
        }
        for name in &self.scores {
            push(format!("{name}.low"), DECIMAL, true);
            push(format!("{name}.high"), DECIMAL, true);
        }
        for name in self.benefits.iter().filter(|_| self.eligibility) {
            push(format!("{name}.eligible"), DataType::Int8, false);
        }
        let total = self.total.then(|| "total".to_string());
        for name in self.benefits.iter().chain(&total) {
            push(format!("{name}.low"), DataType::Int64, false);
            push(format!("{name}.high"), DataType::Int64, true);
        }
        Schema::new(fields)
    }
}

impl Answers {
    /// As a batch: verdicts as small numbers, money in 分, scores as decimals, reasons as bits. Names are those of the rules,
    /// behind the id of their document where a name repeats; ends of ranges are `.low` and `.high`.
    pub fn batch(self, program: &Program, question: &Question) -> Result<RecordBatch, ArrowError> {
        let rows = self.rows();
        self.named(Arc::new(OutputNames::of(program, question).schema()), rows)
    }

    /// As a batch of so many rows with a schema of [`OutputNames`] of the same question.
    pub(crate) fn named(self, schema: Arc<Schema>, rows: usize) -> Result<RecordBatch, ArrowError> {
        let mut arrays: Vec<ArrayRef> = Vec::new();
        let verdicts = |codes: Vec<i8>| Arc::new(Int8Array::from(codes)) as ArrayRef;
        arrays.extend(self.statuses.into_iter().map(verdicts));
        arrays.extend(self.reasons.into_iter().flatten().map(|bits| Arc::new(UInt64Array::from(bits)) as ArrayRef));
        for scores in self.scores {
            let decimal = |values: Vec<Option<i128>>| -> Result<ArrayRef, ArrowError> {
                Ok(Arc::new(Decimal128Array::from(values).with_precision_and_scale(38, SCALE as i8)?))
            };
            let (low, high) = match scores {
                Scores::Decimal { low, high } => (low, high),
                Scores::Whole { low, high } => {
                    let scaled =
                        |all: Vec<i32>| all.into_iter().map(|n| Some(i128::from(n) * 10i128.pow(SCALE))).collect();
                    (scaled(low), scaled(high))
                }
            };
            arrays.extend([decimal(low)?, decimal(high)?]);
        }
        arrays.extend(self.eligible.into_iter().map(verdicts));
        arrays.extend(self.benefits.into_iter().chain(self.total).flat_map(Amounts::arrays));
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        RecordBatch::try_new_with_options(schema, arrays, &options)
    }
}

impl Amounts {
    /// The low and the high ends; high ends that aren't there are null.
    fn arrays(self) -> [ArrayRef; 2] {
        let rows = self.high.len();
        let mut bounded = vec![true; rows];
        self.unbounded.iter().for_each(|row| bounded[*row as usize] = false);
        let bounded = NullBuffer::new(BooleanBuffer::collect_bool(rows, |row| bounded[row]));
        let high = Int64Array::new(self.high.into(), Some(bounded).filter(|bounded| bounded.null_count() > 0));
        [Arc::new(Int64Array::from(self.low)), Arc::new(high)]
    }
}
