//! Why rules aren't compiled, read or evaluated.

use std::fmt;

use arrow_schema::ArrowError;
use wuwei_ir::{Date, Number};

use crate::column::{SCALE, Shape};
use crate::frame::WrongColumn;
use crate::value::Reason;

/// Rules that can't be compiled without their documents and data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotCompiled {
    /// The rules, and why each has no form in columns.
    pub rules: Vec<(String, Reason)>,
}

impl fmt::Display for NotCompiled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("these rules can't be compiled to run apart from their documents: ")?;
        for (n, (name, why)) in self.rules.iter().enumerate() {
            write!(f, "{}{name} ({})", if n == 0 { "" } else { ", " }, why.en)?;
        }
        f.write_str("; ask for the others, or answer these through `Run`, which has the documents")
    }
}

impl std::error::Error for NotCompiled {}

/// Compiled rules that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotReadable {
    /// The text has no such form.
    Form(String),
    /// Another version wrote them.
    Version {
        /// Which one.
        found: String,
        /// Which one reads.
        wanted: String,
    },
    /// They were changed after they were written.
    Damaged,
}

impl fmt::Display for NotReadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotReadable::Form(why) => write!(f, "these aren't compiled rules: {why}"),
            NotReadable::Version { found, wanted } => {
                write!(
                    f,
                    "these rules were compiled by {found} and are read by {wanted}; compile them again with the latter"
                )
            }
            NotReadable::Damaged => {
                f.write_str("these compiled rules were changed after they were written; compile them again")
            }
        }
    }
}

impl std::error::Error for NotReadable {}

/// A batch that compiled rules can't answer.
#[derive(Debug)]
pub enum WrongBatch {
    /// A column's values are of another type.
    Type(WrongColumn),
    /// Two columns have the same name.
    Twice {
        /// The name.
        column: String,
    },
    /// A value lies outside the bounds that the rules were compiled for.
    Outside {
        /// The column.
        column: String,
        /// The row, from nought.
        row: usize,
        /// What the column's values are.
        shape: Shape,
        /// The value, as it is kept.
        value: i128,
        /// The least and the greatest value, as they are kept.
        bounds: [i128; 2],
    },
    /// The answers can't be put into a batch.
    Answers(ArrowError),
}

/// A number as people write it: days as dates, decimals with their point.
fn said(shape: Shape, value: i128) -> String {
    match shape {
        Shape::Day => i64::try_from(value).ok().and_then(Date::from_days).map_or_else(
            || format!("day {value} since 1970-01-01"),
            |date| {
                let (year, month, day) = date.ymd();
                format!("{year:04}-{month:02}-{day:02}")
            },
        ),
        Shape::Decimal => Number::ratio(value, SCALE).map_or_else(|| value.to_string(), |number| number.to_decimal(9)),
        _ => value.to_string(),
    }
}

impl fmt::Display for WrongBatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WrongBatch::Type(wrong) => wrong.fmt(f),
            WrongBatch::Twice { column } => write!(f, "there are two columns {column}; leave one out or rename it"),
            WrongBatch::Outside { column, row, shape, value, bounds: [low, high] } => write!(
                f,
                "column {column}, row {row}: {} lies outside {} .. {}, for which the rules were compiled; correct the value, \
                 or declare a `range` of the fact that holds it and compile the rules again",
                said(*shape, *value),
                said(*shape, *low),
                said(*shape, *high),
            ),
            WrongBatch::Answers(why) => write!(f, "the answers can't be put into a batch: {why}"),
        }
    }
}

impl std::error::Error for WrongBatch {}
