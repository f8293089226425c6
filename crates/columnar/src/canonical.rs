//! Columns in the forms in which facts are kept, for the reference.

use arrow_array::Array;
use wuwei_facts::{ColumnData, Table};
use wuwei_ir::{Date, Literal, Number, Program, RegionId, Type};

use crate::bind::Bound;
use crate::column::Shape;
use crate::names::KnownNames;

/// The table with every column as facts are kept: others may keep counts in 32 bits, or regions as numbers.
pub(crate) fn canonical(program: &Program, table: &Table) -> Table {
    let names = KnownNames::new(program);
    let mut out = table.share();
    for (column, array) in out.columns.iter().zip(&mut out.arrays) {
        let ty = program.fact(column.fact).ty;
        let kept = ColumnData::new(ty).finish();
        let same = match (array.data_type(), kept.data_type()) {
            (arrow_schema::DataType::Dictionary(..), arrow_schema::DataType::Dictionary(..)) => {
                array.data_type() == kept.data_type()
            }
            (found, wanted) => found == wanted,
        };
        if same {
            continue;
        }
        let Ok(bound) = Bound::of(&names.reading(column.fact), array) else { continue };
        let shape = Shape::of(program.fact(column.fact));
        let mut data = ColumnData::new(ty);
        for row in 0..table.rows {
            data.push(program, ty, literal(&bound, shape, ty, row));
        }
        *array = data.finish();
    }
    out
}

fn literal(bound: &Bound, shape: Shape, ty: Type, row: usize) -> Option<Literal> {
    let key = bound.group_key(row)?;
    Some(match (shape, ty) {
        (Shape::Flag, _) => Literal::Truth(key != 0),
        (Shape::Whole | Shape::Decimal, _) => Literal::Number(Number::int(key)),
        (Shape::Day, _) => Literal::Date(Date::from_days(key)?),
        (Shape::Year, _) => Literal::Year(i32::try_from(key).ok()?),
        (Shape::Choice, _) => Literal::Choice(u8::try_from(key).ok()?),
        (Shape::Region, _) => Literal::Region(RegionId(u32::try_from(key).ok()?)),
        (Shape::Name, Type::Entity(_)) => Literal::Subject(wuwei_source::Name::new(bound.text(key)?)),
        (Shape::Name, _) => Literal::Text(wuwei_source::Name::new(bound.text(key)?)),
    })
}
