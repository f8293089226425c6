//! Parquet files, of this program's own making or of others'.

use std::fs::File;
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use wuwei_ir::{Date, Number};
use wuwei_source::Text;

use super::Rows;
use crate::cell::Cell;
use crate::folder::{FactsError, io_error};

pub(super) fn read(path: &Path, rows: &mut dyn Rows) -> Result<(), FactsError> {
    let damaged =
        |error: &dyn std::fmt::Display| FactsError::Damaged { path: path.to_path_buf(), why: error.to_string() };
    let file = File::open(path).map_err(io_error(path))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| damaged(&error))?;
    if !rows.sheet(None) {
        return Ok(());
    }
    let schema = builder.schema().clone();
    let header: Vec<Cell> = schema.fields().iter().map(|field| Cell::Text(field.name().clone())).collect();
    rows.row(1, &header);
    let reader = builder.with_batch_size(8192).build().map_err(|error| damaged(&error))?;
    let mut number = 1;
    let mut told = false;
    for batch in reader {
        let batch = batch.map_err(|error| damaged(&error))?;
        let columns: Vec<Option<Vec<Cell>>> = batch.columns().iter().map(cells).collect();
        for (field, column) in schema.fields().iter().zip(&columns) {
            if column.is_none() && !told {
                told = true;
                rows.fault(
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
            let cells: Vec<Cell> =
                columns.iter().map(|column| column.as_ref().map_or(Cell::Empty, |cells| cells[row].clone())).collect();
            rows.row(number, &cells);
        }
    }
    Ok(())
}

/// The cells of an array; `None` for types that facts don't come in.
fn cells(array: &ArrayRef) -> Option<Vec<Cell>> {
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
            days.map(|day| day.and_then(|day| Date::from_days(i64::from(day))).map_or(Cell::Empty, Cell::Day)).collect()
        }
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

fn whole(value: i128) -> Cell {
    Number::ratio(value, 1).map_or(Cell::Empty, Cell::Exact)
}

fn text(value: Option<&str>) -> Cell {
    match value.map(str::trim) {
        None | Some("") => Cell::Empty,
        Some(text) => Cell::Text(text.to_string()),
    }
}
