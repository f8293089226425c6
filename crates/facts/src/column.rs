//! Tables of facts, one typed column per fact and year.
//!
//! Numbers are kept in base units: money in 分. Amounts and counts are 64-bit integers, other quantities decimals. "Known to
//! be none" is a value of its own beside "not known", which is null.

use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Decimal128Builder, Int32Builder, Int64Builder, StringDictionaryBuilder,
};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, DictionaryArray, StringArray};
use arrow_schema::{DataType, FieldRef};
use wuwei_ir::{Date, Dim, EntityId, FactId, Literal, Number, Program, Type};
use wuwei_source::Name;

use crate::cell::counts_whole;

/// Which fact of which year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Column {
    /// The fact.
    pub fact: FactId,
    /// Its year.
    pub year: Option<i32>,
}

impl Column {
    /// The column that a name such as `研发费用@2024` means, if its fact is one of the kind's.
    pub fn named(program: &Program, entity: EntityId, name: &str) -> Option<Column> {
        let (name, year) = match name.split_once('@') {
            Some((name, year)) => (name, year.parse().ok()),
            None => (name, None),
        };
        Some(Column { fact: program.fact_named(entity, name)?, year })
    }
}

/// Digits behind the point of decimal columns.
pub const SCALE: i8 = 9;

/// "None" among the names of a column.
pub const NONE_TEXT: &str = "无";
/// "None" in a column of days.
pub const NONE_DAY: i32 = i32::MIN;
/// "None" in a column of years.
pub const NONE_YEAR: i32 = 0;

/// The values of a column, as they are built.
pub enum ColumnData {
    /// Yes or no.
    Truth(BooleanBuilder),
    /// Money and whole counts.
    Whole(Int64Builder),
    /// Other quantities.
    Decimal(Decimal128Builder),
    /// Days.
    Day(Date32Builder),
    /// Years.
    Year(Int32Builder),
    /// Names: choices, texts, codes, regions, other subjects.
    Text(StringDictionaryBuilder<Int32Type>),
}

impl ColumnData {
    /// An empty column for a type.
    pub fn new(ty: Type) -> ColumnData {
        match ty {
            Type::Truth => ColumnData::Truth(BooleanBuilder::new()),
            Type::Quantity(dim) if dim == Dim::MONEY || counts_whole(dim) => ColumnData::Whole(Int64Builder::new()),
            Type::Quantity(_) | Type::Ratio => {
                let ty = DataType::Decimal128(38, SCALE);
                ColumnData::Decimal(Decimal128Builder::new().with_data_type(ty))
            }
            Type::Date => ColumnData::Day(Date32Builder::new()),
            Type::Year => ColumnData::Year(Int32Builder::new()),
            _ => ColumnData::Text(StringDictionaryBuilder::new()),
        }
    }

    /// Adds a value, or "not known". A number that the column can't hold is refused.
    pub fn push(&mut self, program: &Program, ty: Type, value: Option<Literal>) -> bool {
        match self {
            ColumnData::Truth(builder) => builder.append_option(match value {
                Some(Literal::Truth(truth)) => Some(truth),
                _ => None,
            }),
            ColumnData::Whole(builder) => match value {
                Some(Literal::Number(number)) => match number.to_i64() {
                    Some(whole) => builder.append_value(whole),
                    None => {
                        builder.append_null();
                        return false;
                    }
                },
                _ => builder.append_null(),
            },
            ColumnData::Decimal(builder) => match value {
                Some(Literal::Number(number)) => {
                    let scaled = number.mul(Number::int(10i64.pow(SCALE as u32))).and_then(Number::round_half_up);
                    match scaled {
                        Some(scaled) => builder.append_value(scaled.numerator()),
                        None => {
                            builder.append_null();
                            return false;
                        }
                    }
                }
                _ => builder.append_null(),
            },
            ColumnData::Day(builder) => builder.append_option(match value {
                Some(Literal::Date(date)) => Some(date.days()),
                Some(Literal::None) => Some(NONE_DAY),
                _ => None,
            }),
            ColumnData::Year(builder) => builder.append_option(match value {
                Some(Literal::Year(year)) => Some(year),
                Some(Literal::None) => Some(NONE_YEAR),
                _ => None,
            }),
            ColumnData::Text(builder) => match value.map(|value| text_of(program, ty, value)) {
                Some(text) => builder.append_value(text),
                None => builder.append_null(),
            },
        }
        true
    }

    /// The finished column.
    pub fn finish(&mut self) -> ArrayRef {
        match self {
            ColumnData::Truth(builder) => Arc::new(builder.finish()),
            ColumnData::Whole(builder) => Arc::new(builder.finish()),
            ColumnData::Decimal(builder) => Arc::new(builder.finish()),
            ColumnData::Day(builder) => Arc::new(builder.finish()),
            ColumnData::Year(builder) => Arc::new(builder.finish()),
            ColumnData::Text(builder) => Arc::new(builder.finish()),
        }
    }
}

/// How a value is kept in a column of names.
fn text_of(program: &Program, ty: Type, value: Literal) -> &'static str {
    match (value, ty) {
        (Literal::Text(text) | Literal::Subject(text), _) => text.as_str(),
        (Literal::Choice(at), Type::Enum(id)) => {
            program.enumeration(id).values.get(usize::from(at)).map_or(NONE_TEXT, |value| value.as_str())
        }
        (Literal::Region(region), _) => program.region(region).code.as_str(),
        _ => NONE_TEXT,
    }
}

/// A finished column, ready to be read value by value.
#[derive(Debug)]
pub(crate) enum Values {
    Truth(arrow_array::BooleanArray),
    Whole(arrow_array::Int64Array),
    Decimal(arrow_array::Decimal128Array),
    Day(arrow_array::Date32Array),
    Year(arrow_array::Int32Array),
    /// Keys into the literals that the column's distinct names stand for.
    Names(arrow_array::Int32Array, Vec<Option<Literal>>),
}

impl Values {
    /// Reads an array as a column of a type; `None` when it has another shape.
    pub(crate) fn read(program: &Program, ty: Type, array: &ArrayRef) -> Option<Values> {
        Some(match array.data_type() {
            DataType::Boolean => Values::Truth(array.as_boolean().clone()),
            DataType::Int64 => Values::Whole(array.as_primitive::<Int64Type>().clone()),
            DataType::Decimal128(_, scale) if *scale == SCALE => {
                Values::Decimal(array.as_primitive::<Decimal128Type>().clone())
            }
            DataType::Date32 => Values::Day(array.as_primitive::<Date32Type>().clone()),
            DataType::Int32 => Values::Year(array.as_primitive::<Int32Type>().clone()),
            DataType::Dictionary(..) => {
                let dictionary: &DictionaryArray<Int32Type> = array.as_dictionary_opt()?;
                let names: &StringArray = dictionary.values().as_string_opt()?;
                let literals = names.iter().map(|name| literal_of(program, ty, name?)).collect();
                Values::Names(dictionary.keys().clone(), literals)
            }
            _ => return None,
        })
    }

    /// One value.
    pub(crate) fn get(&self, row: usize) -> Option<Literal> {
        match self {
            Values::Truth(array) => array.is_valid(row).then(|| Literal::Truth(array.value(row))),
            Values::Whole(array) => array.is_valid(row).then(|| Literal::Number(Number::int(array.value(row)))),
            Values::Decimal(array) => {
                let scale = 10i128.pow(SCALE as u32);
                array.is_valid(row).then(|| Number::ratio(array.value(row), scale).map(Literal::Number))?
            }
            Values::Day(array) => array.is_valid(row).then(|| match array.value(row) {
                NONE_DAY => Some(Literal::None),
                days => Date::from_days(i64::from(days)).map(Literal::Date),
            })?,
            Values::Year(array) => array.is_valid(row).then(|| match array.value(row) {
                NONE_YEAR => Literal::None,
                year => Literal::Year(year),
            }),
            Values::Names(keys, literals) => {
                keys.is_valid(row).then(|| literals.get(keys.value(row) as usize).copied().flatten())?
            }
        }
    }
}

fn literal_of(program: &Program, ty: Type, name: &str) -> Option<Literal> {
    match ty {
        Type::Text | Type::Code(_) => Some(Literal::Text(Name::new(name))),
        _ if name == NONE_TEXT => Some(Literal::None),
        Type::Entity(_) => Some(Literal::Subject(Name::new(name))),
        Type::Enum(id) => {
            let at = program.enumeration(id).values.iter().position(|value| value.as_str() == name)?;
            Some(Literal::Choice(at as u8))
        }
        Type::Region => program.region_named(name).map(Literal::Region),
        _ => None,
    }
}

/// The facts of one kind of subject.
#[derive(Debug)]
pub struct Table {
    /// The kind.
    pub entity: EntityId,
    /// Which column is which.
    pub columns: Vec<Column>,
    /// The finished columns.
    pub arrays: Vec<ArrayRef>,
    /// Columns of facts that the program doesn't know, kept as they are.
    pub foreign: Vec<(FieldRef, ArrayRef)>,
    /// How many subjects.
    pub rows: usize,
}

/// How many values of a column are known.
pub fn known(array: &ArrayRef) -> usize {
    array.len() - array.null_count()
}

impl Table {
    /// Whether a value is known, by the position of its column.
    pub fn is_known(&self, column: usize, row: usize) -> bool {
        self.arrays.get(column).is_some_and(|array| row < array.len() && array.is_valid(row))
    }

    /// How many values of a column are known.
    pub fn known(&self, column: usize) -> usize {
        self.arrays.get(column).map_or(0, known)
    }

    /// The same table, its columns shared.
    pub fn share(&self) -> Table {
        Table {
            entity: self.entity,
            columns: self.columns.clone(),
            arrays: self.arrays.clone(),
            foreign: self.foreign.clone(),
            rows: self.rows,
        }
    }
}
