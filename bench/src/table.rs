//! The enterprises as Arrow.

use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Date32Array, Int32Array, Int64Array, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use wuwei_w1::Data;
use wuwei_w1::column::{Column, Nullable, bit};

/// Names and types of the columns in order; true for those that may hold nulls.
const COLUMNS: [(&str, DataType, bool); 30] = [
    ("id", DataType::Int64, false),
    ("region", DataType::Int32, false),
    ("industry", DataType::Int32, false),
    ("registered_on", DataType::Date32, false),
    ("staff", DataType::Int32, false),
    ("rd_staff", DataType::Int32, true),
    ("master_plus_staff", DataType::Int32, true),
    ("revenue", DataType::Int64, true),
    ("revenue_prev", DataType::Int64, false),
    ("revenue_prev2", DataType::Int64, false),
    ("cost", DataType::Int64, false),
    ("assets", DataType::Int64, false),
    ("net_assets", DataType::Int64, false),
    ("net_assets_prev", DataType::Int64, false),
    ("net_assets_prev2", DataType::Int64, true),
    ("rd_expense", DataType::Int64, true),
    ("rd_expense_prev", DataType::Int64, true),
    ("rd_expense_prev2", DataType::Int64, false),
    ("hightech_revenue", DataType::Int64, true),
    ("tech_contract_amount", DataType::Int64, true),
    ("venture_capital", DataType::Int64, false),
    ("ip_class1", DataType::Int32, false),
    ("ip_class2", DataType::Int32, true),
    ("abnormal", DataType::Boolean, true),
    ("first_hnte_year", DataType::Int32, true),
    ("hnte_valid_until", DataType::Int32, true),
    ("srdi_level", DataType::Int32, true),
    ("incubated", DataType::Boolean, false),
    ("transfers_in", DataType::Int32, true),
    ("industrial_professors", DataType::Int32, false),
];

pub(crate) fn schema() -> Schema {
    let fields = COLUMNS.into_iter().map(|(name, kind, nullable)| Field::new(name, kind, nullable));
    Schema::new(fields.collect::<Vec<_>>())
}

/// All columns of some enterprises.
pub(crate) fn batch(data: &Data) -> Result<RecordBatch, ArrowError> {
    let rows = 0..data.rows;
    let abnormal = rows
        .clone()
        .map(|row| bit(&data.abnormal.valid, row).then(|| bit(&data.abnormal.values, row)))
        .collect::<BooleanArray>();
    let incubated = rows.map(|row| Some(bit(&data.incubated, row))).collect::<BooleanArray>();
    let columns: Vec<ArrayRef> = vec![
        longs(&data.id),
        ints(&data.region),
        ints(&data.industry),
        Arc::new(Date32Array::from_iter_values(data.registered_on.iter().copied())),
        ints(&data.staff),
        some_ints(&data.rd_staff),
        some_ints(&data.master_plus_staff),
        some_longs(&data.revenue),
        longs(&data.revenue_prev),
        longs(&data.revenue_prev2),
        longs(&data.cost),
        longs(&data.assets),
        longs(&data.net_assets),
        longs(&data.net_assets_prev),
        some_longs(&data.net_assets_prev2),
        some_longs(&data.rd_expense),
        some_longs(&data.rd_expense_prev),
        longs(&data.rd_expense_prev2),
        some_longs(&data.hightech_revenue),
        some_longs(&data.tech_contract_amount),
        longs(&data.venture_capital),
        ints(&data.ip_class1),
        some_ints(&data.ip_class2),
        Arc::new(abnormal),
        some_ints(&data.first_hnte_year),
        some_ints(&data.hnte_valid_until),
        some_ints(&data.srdi_level),
        Arc::new(incubated),
        some_ints(&data.transfers_in),
        ints(&data.industrial_professors),
    ];
    RecordBatch::try_new(Arc::new(schema()), columns)
}

fn longs(column: &Column<i64>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(column.iter().copied()))
}

fn ints(column: &Column<i32>) -> ArrayRef {
    Arc::new(Int32Array::from_iter_values(column.iter().copied()))
}

fn some_longs(column: &Nullable<Column<i64>>) -> ArrayRef {
    Arc::new((0..column.values.len()).map(|row| column.get(row)).collect::<Int64Array>())
}

fn some_ints(column: &Nullable<Column<i32>>) -> ArrayRef {
    Arc::new((0..column.values.len()).map(|row| column.get(row)).collect::<Int32Array>())
}
