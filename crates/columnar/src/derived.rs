//! Values of the reference as columns.

use arrow_buffer::BooleanBuffer;
use rustc_hash::FxHashMap;
use wuwei_engine::{Absence, Truth, Value};
use wuwei_ir::Literal;
use wuwei_source::Name;

use crate::bind::Bound;
use crate::column::{Derived, Shape};
use crate::graph::Bounds;
use crate::value::{Reason, Result, Unsupported, gcd};

/// Larger denominators than this are no decimal, and larger numbers than this no amount.
const LARGEST_BELOW: i128 = 1_000_000_000;
const LARGEST: i128 = 1 << 62;

/// Columns of what rules would find, value by value.
pub(crate) fn columns(values: &[&Value]) -> Result<(Derived, Vec<Bound>)> {
    let first = values.iter().find(|value| !matches!(value, Value::Absent));
    match first {
        None | Some(Value::Absent) => Ok((Derived::Absent, Vec::new())),
        Some(Value::Truth(_)) => {
            let yes = flags(values, |value| matches!(value, Value::Truth(Truth::Yes)));
            let maybe = flags(values, |value| matches!(value, Value::Truth(Truth::Yes | Truth::Unknown)));
            Ok((
                Derived::Truth { yes: 0, maybe: 1 },
                vec![Bound::derived(None, Some(yes)), Bound::derived(None, Some(maybe))],
            ))
        }
        Some(Value::Number(..)) => numbers(values),
        Some(Value::Choice(..)) => choices(values),
        Some(Value::Atom(..)) => Ok(atoms(values)),
    }
}

fn flags(values: &[&Value], holds: impl Fn(&Value) -> bool) -> BooleanBuffer {
    BooleanBuffer::collect_bool(values.len(), |row| holds(values[row]))
}

/// The flags of absence, where anything may be absent.
fn absence(values: &[&Value], columns: &mut Vec<Bound>) -> Option<[usize; 2]> {
    if values.iter().all(|value| value.absence() == Absence::Never) {
        return None;
    }
    let absent = flags(values, |value| value.absence() == Absence::Certain);
    let maybe = flags(values, |value| value.absence() != Absence::Never);
    columns.push(Bound::derived(None, Some(absent)));
    columns.push(Bound::derived(None, Some(maybe)));
    Some([columns.len() - 2, columns.len() - 1])
}

fn numbers(values: &[&Value]) -> Result<(Derived, Vec<Bound>)> {
    let ranges = || {
        values.iter().map(|value| match value {
            Value::Number(range, _) => Some(*range),
            _ => None,
        })
    };
    let mut below = 1i128;
    for number in ranges().flatten().flat_map(|range| [range.low, range.high]).flatten() {
        below = below / gcd(below, number.denominator()) * number.denominator();
        if below > LARGEST_BELOW {
            return Err(Unsupported(Reason::new(
                "其他主体的数不是小数",
                "numbers of other subjects that are no decimals",
            )));
        }
    }
    let mut bounds: Option<Bounds> = None;
    let mut end = |number: Option<wuwei_ir::Number>| -> Result<i64> {
        let Some(number) = number else { return Ok(0) };
        let above = number.numerator().checked_mul(below / number.denominator()).filter(|above| above.abs() < LARGEST);
        let above = above
            .ok_or(Unsupported(Reason::new("其他主体的数太大", "numbers of other subjects that are too large")))?;
        let own = Bounds::new(above, above);
        bounds = Some(bounds.map_or(own, |bounds| bounds.hull(own)));
        Ok(above as i64)
    };
    let mut low = Vec::with_capacity(values.len());
    let mut high = Vec::with_capacity(values.len());
    for range in ranges() {
        low.push(end(range.and_then(|range| range.low))?);
        high.push(end(range.and_then(|range| range.high))?);
    }
    let bounds = bounds.unwrap_or(Bounds::new(0, 0)).hull(Bounds::new(0, 0));
    let is_open = |side: fn(&wuwei_engine::Range) -> bool| {
        flags(values, |value| match value {
            Value::Number(range, _) => side(range),
            _ => false,
        })
    };
    let (low_open, high_open) = (is_open(|range| range.low.is_none()), is_open(|range| range.high.is_none()));
    Ok(number_columns(values, low, high, low_open, high_open, below, bounds))
}

fn number_columns(
    values: &[&Value],
    low: Vec<i64>,
    high: Vec<i64>,
    low_open: BooleanBuffer,
    high_open: BooleanBuffer,
    below: i128,
    bounds: Bounds,
) -> (Derived, Vec<Bound>) {
    let open = low_open.count_set_bits() + high_open.count_set_bits() > 0;
    let one = low == high && low_open == high_open;
    let mut columns = vec![Bound::derived(Some(low), Some(low_open))];
    if !one {
        columns.push(Bound::derived(Some(high), Some(high_open)));
    }
    let high = columns.len() - 1;
    let absence = absence(values, &mut columns);
    (Derived::Number { low: 0, high, below, open, absence, bounds }, columns)
}

/// Columns of numbers that are always there.
pub(crate) fn present_numbers(
    low: Vec<i64>,
    high: Vec<i64>,
    low_open: BooleanBuffer,
    high_open: BooleanBuffer,
    below: i128,
) -> (Derived, Vec<Bound>) {
    let all = || low.iter().chain(&high);
    let least = all().min().map_or(0, |least| i128::from(*least));
    let most = all().max().map_or(0, |most| i128::from(*most));
    number_columns(&[], low, high, low_open, high_open, below, Bounds::new(least.min(0), most.max(0)))
}

fn choices(values: &[&Value]) -> Result<(Derived, Vec<Bound>)> {
    let sets: Vec<i64> = values
        .iter()
        .map(|value| match value {
            Value::Choice(set, _) => *set as i64,
            _ => 0,
        })
        .collect();
    let length = 64 - sets.iter().fold(0i64, |all, set| all | set).leading_zeros() as usize;
    let mut columns = vec![Bound::derived(Some(sets), None)];
    let absence = absence(values, &mut columns);
    Ok((Derived::Choice { set: 0, length, absence }, columns))
}

/// Regions by their position in the program, other names by a dictionary of their own.
fn atoms(values: &[&Value]) -> (Derived, Vec<Bound>) {
    let literal = |value: &Value| match value {
        Value::Atom(literal, _) => *literal,
        _ => None,
    };
    let region = values.iter().any(|value| matches!(literal(value), Some(Literal::Region(_))));
    let shape = if region { Shape::Region } else { Shape::Name };
    let mut texts: Vec<String> = Vec::new();
    let mut known: FxHashMap<Name, i32> = FxHashMap::default();
    let keys = values.iter().map(|value| match literal(value) {
        Some(Literal::Region(region)) => region.0 as i32,
        Some(Literal::Text(name) | Literal::Subject(name)) => *known.entry(name).or_insert_with(|| {
            texts.push(name.as_str().to_string());
            texts.len() as i32 - 1
        }),
        _ => 0,
    });
    let keys: Vec<i32> = keys.collect();
    let is_known = flags(values, |value| literal(value).is_some());
    let mut columns = vec![Bound::derived_names(shape, keys, texts, is_known)];
    let absence = absence(values, &mut columns);
    (Derived::Atom { at: 0, shape, absence }, columns)
}
