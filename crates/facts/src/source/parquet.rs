//! Parquet files, of this program's own making or of others'.

use std::fs::File;
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, PrimitiveArray};
use arrow_schema::{DataType, FieldRef, TimeUnit};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use wuwei_ir::{Date, Number};
use wuwei_source::Text;
use wuwei_table::{Cell, Rows};

use crate::column::{NONE_DAY, NONE_TEXT};
use crate::folder::{FEN, FactsError, OWN_MARK, io_error};

pub(super) fn read(path: &Path, rows: &mut dyn Rows) -> Result<(), FactsError> {
    let damaged =
        |error: &dyn std::fmt::Display| FactsError::Damaged { path: path.to_path_buf(), why: error.to_string() };
    let file = File::open(path).map_err(io_error(path))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| damaged(&error))?;
    if !rows.sheet(None) {
        return Ok(());
    }
    let schema = builder.schema().clone();
    let header: Vec<Cell<'static>> =
        schema.fields().iter().map(|field| Cell::Text(field.name().clone().into())).collect();
    rows.row(1, &header);
    let reader = builder.with_batch_size(8192).build().map_err(|error| damaged(&error))?;
    let mut number = 1;
    let mut told = false;
    for batch in reader {
        let batch = batch.map_err(|error| damaged(&error))?;
        let column = |(field, array): (&FieldRef, &ArrayRef)| {
            let cells = cells(array)?;
            Some(match field.metadata().get(OWN_MARK) {
                Some(unit) => cells.into_iter().map(|cell| own(cell, unit == FEN)).collect(),
                None => cells,
            })
        };
        let columns: Vec<Option<Vec<Cell<'static>>>> =
            schema.fields().iter().zip(batch.columns()).map(column).collect();
        for (field, column) in schema.fields().iter().zip(&columns) {
            if column.is_none() && !told {
                told = true;
                rows.fatal(
                    None,
                    Text::new(
                        format!("“{}”列的类型 {} 读不了", field.name(), field.data_type()),
                        format!("column {} has the type {}, which can't be read", field.name(), field.data_type()),
                    ),
                    Text::new("换成文字、数字或日期类型", "use text, numbers or dates"),
                );
            }
        }
        for row in 0..batch.num_rows() {
            number += 1;
            let cells: Vec<Cell<'static>> =
                columns.iter().map(|column| column.as_ref().map_or(Cell::Empty, |cells| cells[row].clone())).collect();
            rows.row(number, &cells);
        }
    }
    Ok(())
}

/// The texts of a column that no fact is known for; `None` for types that facts don't come in.
pub(crate) fn texts(field: &FieldRef, array: &ArrayRef) -> Option<Vec<Option<String>>> {
    let in_fen = field.metadata().get(OWN_MARK).is_some_and(|unit| unit == FEN);
    let text = |cell: Cell<'static>| match own(cell, in_fen) {
        cell if cell.is_blank() => None,
        cell => Some(cell.shown().into_owned()),
    };
    Some(cells(array)?.into_iter().map(text).collect())
}

/// The cells of an array; `None` for types that facts don't come in.
fn cells(array: &ArrayRef) -> Option<Vec<Cell<'static>>> {
    macro_rules! whole {
        ($ty:ty) => {
            array
                .as_primitive::<$ty>()
                .iter()
                .map(|value| value.map_or(Cell::Empty, |value| whole(i128::from(value))))
                .collect()
        };
    }
    macro_rules! float {
        ($ty:ty) => {
            array
                .as_primitive::<$ty>()
                .iter()
                .map(|value| value.map_or(Cell::Empty, |value| Cell::Float(f64::from(value))))
                .collect()
        };
    }
    Some(match array.data_type() {
        DataType::Boolean => array.as_boolean().iter().map(|value| value.map_or(Cell::Empty, Cell::Truth)).collect(),
        DataType::Int8 => whole!(Int8Type),
        DataType::Int16 => whole!(Int16Type),
        DataType::Int32 => whole!(Int32Type),
        DataType::Int64 => whole!(Int64Type),
        DataType::UInt8 => whole!(UInt8Type),
        DataType::UInt16 => whole!(UInt16Type),
        DataType::UInt32 => whole!(UInt32Type),
        DataType::UInt64 => whole!(UInt64Type),
        DataType::Float32 => float!(Float32Type),
        DataType::Float64 => float!(Float64Type),
        DataType::Decimal128(_, scale) if (0..=18).contains(scale) => {
            let unit = 10i128.pow(*scale as u32);
            let values = array.as_primitive::<Decimal128Type>().iter();
            values
                .map(|value| value.and_then(|value| Number::ratio(value, unit)).map_or(Cell::Empty, Cell::Exact))
                .collect()
        }
        DataType::Date32 => {
            let days = array.as_primitive::<Date32Type>().iter();
            days.map(|day| day.map_or(Cell::Empty, |day| day_cell(i64::from(day)))).collect()
        }
        DataType::Date64 => instants(array.as_primitive::<Date64Type>(), 1_000),
        DataType::Timestamp(unit, zone) if zone.as_deref().is_none_or(is_utc) => match unit {
            TimeUnit::Second => instants(array.as_primitive::<TimestampSecondType>(), 1),
            TimeUnit::Millisecond => instants(array.as_primitive::<TimestampMillisecondType>(), 1_000),
            TimeUnit::Microsecond => instants(array.as_primitive::<TimestampMicrosecondType>(), 1_000_000),
            TimeUnit::Nanosecond => instants(array.as_primitive::<TimestampNanosecondType>(), 1_000_000_000),
        },
        DataType::Utf8 => array.as_string::<i32>().iter().map(text).collect(),
        DataType::LargeUtf8 => array.as_string::<i64>().iter().map(text).collect(),
        DataType::Utf8View => array.as_string_view().iter().map(text).collect(),
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary();
            let values = cells(dictionary.values())?;
            let keys = dictionary.normalized_keys();
            (0..array.len())
                .map(|row| if array.is_null(row) { Cell::Empty } else { values[keys[row]].clone() })
                .collect()
        }
        DataType::Null => vec![Cell::Empty; array.len()],
        _ => return None,
    })
}

/// The days of points in time; most programs that write days to Parquet write these.
fn instants<T: ArrowPrimitiveType<Native = i64>>(array: &PrimitiveArray<T>, per_second: i64) -> Vec<Cell<'static>> {
    let day = |instant: i64| day_cell(instant.div_euclid(86_400 * per_second));
    array.iter().map(|instant| instant.map_or(Cell::Empty, day)).collect()
}

/// In other zones the day depends on the hour, and which hour was meant the file doesn't say.
fn is_utc(zone: &str) -> bool {
    matches!(zone, "UTC" | "+00:00" | "Z")
}

fn day_cell(days: i64) -> Cell<'static> {
    if days == i64::from(NONE_DAY) {
        return Cell::Text(NONE_TEXT.into());
    }
    Date::from_days(days).map_or(Cell::Empty, Cell::Day)
}

/// A cell of a table of facts: its money is in 分.
fn own(cell: Cell<'static>, in_fen: bool) -> Cell<'static> {
    match cell {
        Cell::Exact(fen) if in_fen => fen.div(Number::int(100)).map_or(Cell::Empty, Cell::Exact),
        other => other,
    }
}

fn whole(value: i128) -> Cell<'static> {
    Number::ratio(value, 1).map_or(Cell::Empty, Cell::Exact)
}

fn text(value: Option<&str>) -> Cell<'static> {
    match value.map(str::trim) {
        None | Some("") => Cell::Empty,
        Some(text) => Cell::Text(text.to_string().into()),
    }
}
