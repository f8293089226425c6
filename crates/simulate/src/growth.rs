//! Figures of years that nobody knows yet, under an assumed growth.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int64Type};
use arrow_array::{Array, ArrayRef, Decimal128Array, Int64Array};
use arrow_schema::DataType;
use wuwei_facts::{Column, SCALE, Table};
use wuwei_ir::{FactId, Program};

/// How fast facts grow from year to year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Growth {
    /// Of single facts.
    pub of: Vec<(FactId, f64)>,
    /// Of all other yearly numbers; nothing where they aren't carried on at all.
    pub others: Option<f64>,
}

impl Growth {
    fn rate(&self, fact: FactId) -> Option<f64> {
        self.of.iter().find(|(of, _)| *of == fact).map(|(_, rate)| *rate).or(self.others)
    }
}

/// A table with the years up to one, where they are missing, grown from the last that is there. Numbers grow; what isn't a number
/// stands still. Years that are there stay as they are. Tells which columns were added.
pub fn grown(program: &Program, table: &Table, growth: &Growth, until: i32) -> (Table, Vec<Column>) {
    let mut out = table.share();
    let mut added = Vec::new();
    let mut facts: Vec<FactId> = table.columns.iter().filter(|column| column.year.is_some()).map(|c| c.fact).collect();
    facts.sort();
    facts.dedup();
    for fact in facts {
        let Some(rate) = growth.rate(fact) else { continue };
        let years = table.columns.iter().enumerate().filter(|(_, column)| column.fact == fact);
        let Some((at, last)) = years.filter_map(|(at, column)| Some((at, column.year?))).max_by_key(|(_, year)| *year)
        else {
            continue;
        };
        for year in last + 1..=until {
            let factor = (1.0 + rate).max(0.0).powi(year - last);
            let column = Column { fact, year: Some(year) };
            out.columns.push(column);
            out.arrays.push(scaled(&table.arrays[at], factor, limits(program, fact)));
            added.push(column);
        }
    }
    (out, added)
}

/// The declared limits of a fact, in base units.
fn limits(program: &Program, fact: FactId) -> (f64, f64) {
    let end = |bound: wuwei_ir::Bound, otherwise: f64| match bound {
        wuwei_ir::Bound::Number(number) => number.to_binary64().unwrap_or(otherwise),
        wuwei_ir::Bound::Today => otherwise,
    };
    let range = program.fact(fact).range;
    range.map_or((f64::MIN, f64::MAX), |(low, high)| (end(low, f64::MIN), end(high, f64::MAX)))
}

fn scaled(array: &ArrayRef, factor: f64, (least, most): (f64, f64)) -> ArrayRef {
    match array.data_type() {
        DataType::Int64 => {
            let grow = |value: i64| (value as f64 * factor).clamp(least, most).round() as i64;
            Arc::new(array.as_primitive::<Int64Type>().unary::<_, Int64Type>(grow)) as Arc<Int64Array>
        }
        DataType::Decimal128(precision, scale) if *scale == SCALE => {
            let unit = 10f64.powi(i32::from(SCALE));
            let grow = |value: i128| ((value as f64 / unit * factor).clamp(least, most) * unit).round() as i128;
            let grown: Decimal128Array = array.as_primitive::<Decimal128Type>().unary(grow);
            match grown.with_precision_and_scale(*precision, *scale) {
                Ok(grown) => Arc::new(grown),
                Err(_) => array.clone(),
            }
        }
        _ => array.clone(),
    }
}
