//! The columns of a batch, as the code reads them: Arrow's buffers with tables for their names.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal128Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type,
};
use arrow_array::{Array, ArrayRef, StringArray};
use arrow_buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};
use arrow_schema::DataType;
use rustc_hash::FxHashMap;
use wuwei_facts::NONE_TEXT;
use wuwei_ir::Date;

use crate::column::{Shape, State};
use crate::graph::{Bounds, Match};
use crate::machine::{Block, LANES, Mask, WORDS, extremes};
use crate::names::Reading;

/// "None" among days and among years, as wide as all numbers here.
const NONE_DAY: i64 = wuwei_facts::NONE_DAY as i64;
const NONE_YEAR: i64 = wuwei_facts::NONE_YEAR as i64;

/// Values of a column.
#[derive(Clone, Debug)]
enum Data {
    /// There are none.
    Nothing,
    Bits(BooleanBuffer),
    W32(ScalarBuffer<i32>),
    W64(ScalarBuffer<i64>),
    W128(ScalarBuffer<i128>),
    /// Keys of a dictionary, and what stands for each of its names.
    Names {
        keys: ScalarBuffer<i32>,
        table: Arc<Names>,
    },
}

/// What the names of a dictionary stand for.
#[derive(Debug, Default)]
struct Names {
    texts: Vec<String>,
    /// Positions in the enumeration or the regions; less than nought where there is none.
    positions: Vec<i32>,
    is_none: Vec<bool>,
    /// Whether every name stands for something.
    complete: bool,
    /// Whether a name is "none".
    any_none: bool,
}

/// A column of a batch.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    shape: Shape,
    data: Data,
    valid: Option<NullBuffer>,
    flags: Option<BooleanBuffer>,
}

/// An array of a type that can't be read as a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WrongType {
    pub(crate) wanted: Shape,
    pub(crate) found: DataType,
}

impl Bound {
    /// A column that isn't there.
    pub(crate) fn missing(shape: Shape) -> Bound {
        Bound { shape, data: Data::Nothing, valid: None, flags: None }
    }

    /// A derived column: numbers, or flags, or both.
    pub(crate) fn derived(values: Option<Vec<i64>>, flags: Option<BooleanBuffer>) -> Bound {
        let data = values.map_or(Data::Nothing, |values| Data::W64(values.into()));
        Bound { shape: Shape::Whole, data, valid: None, flags }
    }

    /// A derived column of regions or names, by their positions among those given.
    pub(crate) fn derived_names(shape: Shape, keys: Vec<i32>, texts: Vec<String>, known: BooleanBuffer) -> Bound {
        let valid = Some(NullBuffer::new(known)).filter(|valid| valid.null_count() > 0);
        let data = match shape {
            Shape::Region => Data::W32(keys.into()),
            _ => {
                let is_none = vec![false; texts.len()];
                let names = Names { texts, positions: Vec::new(), is_none, complete: true, any_none: false };
                Data::Names { keys: keys.into(), table: Arc::new(names) }
            }
        };
        Bound { shape, data, valid, flags: None }
    }

    /// The column of a fact, from an array.
    pub(crate) fn of(reading: &Reading, array: &ArrayRef) -> Result<Bound, WrongType> {
        let shape = reading.shape;
        let wrong = || WrongType { wanted: shape, found: array.data_type().clone() };
        let valid = array.logical_nulls();
        let whole = whole(array);
        let data = match (shape, array.data_type()) {
            (_, DataType::Null) => Data::Nothing,
            (Shape::Flag, DataType::Boolean) => Data::Bits(array.as_boolean().values().clone()),
            (Shape::Whole | Shape::Year | Shape::Day, _) if whole.is_some() => whole.unwrap_or(Data::Nothing),
            (Shape::Day, DataType::Date32) => Data::W32(array.as_primitive::<Date32Type>().values().clone()),
            (Shape::Decimal, DataType::Decimal128(_, 9)) => {
                Data::W128(array.as_primitive::<Decimal128Type>().values().clone())
            }
            // Whole numbers stay whole; the rules are told so.
            (Shape::Decimal, _) if whole.is_some() => whole.unwrap_or(Data::Nothing),
            (Shape::Choice, _) if whole.is_some() => whole.unwrap_or(Data::Nothing),
            // Regions as the numbers of their codes.
            (Shape::Region, _) if whole.is_some() => {
                let values = whole_values(&whole.unwrap_or(Data::Nothing));
                let positions: Vec<i32> =
                    values.iter().map(|code| reading.regions.numbered(*code).unwrap_or(-1)).collect();
                let found = BooleanBuffer::collect_bool(positions.len(), |row| positions[row] >= 0);
                let valid = NullBuffer::union(valid.as_ref(), Some(&NullBuffer::new(found)));
                return Ok(Bound { shape, data: Data::W32(positions.into()), valid, flags: None });
            }
            (Shape::Choice | Shape::Region | Shape::Name, _) => {
                let (keys, texts) = names(array).ok_or_else(wrong)?;
                Data::Names { keys, table: Arc::new(Names::new(reading, texts)) }
            }
            _ => return Err(wrong()),
        };
        let valid = match outside(reading, &data) {
            Some(inside) => NullBuffer::union(valid.as_ref(), Some(&inside)),
            None => valid,
        };
        Ok(Bound { shape, data, valid: valid.filter(|valid| valid.null_count() > 0), flags: None })
    }

    /// Whether its numbers are whole, whatever its fact could be.
    pub(crate) fn is_whole(&self) -> bool {
        matches!(self.data, Data::W32(_) | Data::W64(_))
    }

    /// Whether a value may be "none".
    pub(crate) fn holds_none(&self) -> bool {
        let none = match self.shape {
            Shape::Day => NONE_DAY,
            Shape::Year => NONE_YEAR,
            _ => return matches!(&self.data, Data::Names { table, .. } if table.any_none),
        };
        match &self.data {
            Data::W32(values) => values.iter().fold(false, |found, value| found | (i64::from(*value) == none)),
            Data::W64(values) => values.iter().fold(false, |found, value| found | (*value == none)),
            _ => false,
        }
    }

    /// What is known of the column before its rows are seen.
    pub(crate) fn state(&self, rows: usize) -> State {
        let nulls = self.valid.as_ref().map_or(0, NullBuffer::null_count);
        match &self.data {
            Data::Nothing => State::Missing,
            _ if rows > 0 && nulls == rows => State::Missing,
            Data::Names { table, .. } if !table.complete && self.shape != Shape::Name => State::Partial,
            _ if nulls == 0 => State::Complete,
            _ => State::Partial,
        }
    }

    /// What a question to names answers, for each name or position.
    pub(crate) fn answers(&self, what: &Match) -> Vec<bool> {
        let within = |positions: &[u32], at: i32| u32::try_from(at).is_ok_and(|at| positions.contains(&at));
        match (&self.data, what) {
            (Data::Names { table, .. }, Match::Is(text)) => table.texts.iter().map(|name| name == text).collect(),
            (Data::Names { table, .. }, Match::Begins(text)) => {
                table.texts.iter().map(|name| name.starts_with(text.as_str())).collect()
            }
            (Data::Names { table, .. }, Match::Within(positions)) => {
                table.positions.iter().map(|at| within(positions, *at)).collect()
            }
            (_, Match::Within(positions)) => {
                let most = positions.iter().copied().max().map_or(0, |most| most as i32 + 1);
                (0..most).map(|at| within(positions, at)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// A table for positions, as one for the column's keys; its last entry is for what has no position.
    pub(crate) fn table(&self, table: &[i32]) -> Vec<i32> {
        let Some((otherwise, _)) = table.split_last() else { return vec![0] };
        match &self.data {
            Data::Names { table: names, .. } if self.shape != Shape::Name => {
                let at = |at: &i32| usize::try_from(*at).ok().and_then(|at| table.get(at)).unwrap_or(otherwise);
                names.positions.iter().map(at).copied().chain([*otherwise]).collect()
            }
            _ => table.to_vec(),
        }
    }

    /// What a table has for each row.
    pub(crate) fn lookup(&self, first: usize, rows: usize, table: &[i32], out: &mut Block<i32>) {
        let Some((otherwise, entries)) = table.split_last() else { return };
        let keys = match &self.data {
            Data::Names { keys, .. } => keys,
            Data::W32(positions) => positions,
            _ => {
                out.0 = [*otherwise; LANES];
                return;
            }
        };
        // What has no position is beyond the entries, where the table's last one stands.
        for (out, key) in out.0.iter_mut().zip(&keys[first..first + rows]) {
            *out = table[(*key as u32 as usize).min(entries.len())];
        }
        if let Some(valid) = &self.valid {
            let mut known = Mask([0; WORDS]);
            copy_bits(valid.inner(), first, rows, &mut known);
            for (word, bits) in known.0.iter().enumerate() {
                let mut unknown = !bits;
                while unknown != 0 {
                    out.0[word * 64 + unknown.trailing_zeros() as usize] = *otherwise;
                    unknown &= unknown - 1;
                }
            }
        }
    }

    /// The bytes of a slice's values, as they lie in memory.
    pub(crate) fn bytes(&self, first: usize, rows: usize) -> &[u8] {
        let (buffer, width) = match &self.data {
            Data::W32(values) => (values.inner(), 4),
            Data::Names { keys, .. } => (keys.inner(), 4),
            Data::W64(values) => (values.inner(), 8),
            Data::W128(values) => (values.inner(), 16),
            Data::Bits(_) | Data::Nothing => return &[],
        };
        let end = ((first + rows) * width).min(buffer.len());
        buffer.as_slice().get(first * width..end).unwrap_or_default()
    }

    /// Whether a row is known.
    pub(crate) fn is_known(&self, row: usize) -> bool {
        if matches!(self.data, Data::Nothing) || self.valid.as_ref().is_some_and(|valid| valid.is_null(row)) {
            return false;
        }
        match &self.data {
            Data::Names { keys, table } if !table.complete && self.shape != Shape::Name => {
                let key = keys[row] as usize;
                table.positions.get(key).is_some_and(|at| *at >= 0) || table.is_none.get(key).copied().unwrap_or(false)
            }
            _ => true,
        }
    }

    /// Which rows are known.
    pub(crate) fn known(&self, first: usize, rows: usize, out: &mut Mask) {
        match &self.valid {
            Some(valid) => copy_bits(valid.inner(), first, rows, out),
            None => out.0 = [if matches!(self.data, Data::Nothing) { 0 } else { u64::MAX }; WORDS],
        }
        if let Data::Names { keys, table } = &self.data
            && !table.complete
            && self.shape != Shape::Name
        {
            let is_known = |key: i32| {
                let key = key as usize;
                table.positions.get(key).is_some_and(|at| *at >= 0) || table.is_none.get(key).copied().unwrap_or(false)
            };
            for (row, key) in keys[first..first + rows].iter().enumerate() {
                if !is_known(*key) {
                    out.0[row / 64] &= !(1 << (row % 64));
                }
            }
        }
    }

    /// The column's flags: its truths, or which rows are none.
    pub(crate) fn flag(&self, first: usize, rows: usize, out: &mut Mask) {
        out.0 = [0; WORDS];
        if let Some(flags) = &self.flags {
            copy_bits(flags, first, rows, out);
            return;
        }
        let none = match self.shape {
            Shape::Day => NONE_DAY,
            Shape::Year => NONE_YEAR,
            _ => i64::MIN,
        };
        match &self.data {
            Data::Bits(bits) => copy_bits(bits, first, rows, out),
            Data::Names { keys, table } if table.any_none => {
                let is_none = |key: &i32| table.is_none.get(*key as usize).copied().unwrap_or(false);
                pack(&keys[first..first + rows], out, is_none);
            }
            Data::W32(values) if none != i64::MIN => {
                let none = none as i32;
                pack(&values[first..first + rows], out, |value| *value == none);
            }
            Data::W64(values) if none != i64::MIN => pack(&values[first..first + rows], out, |value| *value == none),
            _ => {}
        }
    }

    /// A bit of each set.
    pub(crate) fn bit(&self, first: usize, rows: usize, at: u8, out: &mut Mask) {
        out.0 = [0; WORDS];
        if let Data::W64(values) = &self.data {
            pack(&values[first..first + rows], out, |value| *value as u64 >> at & 1 != 0);
        }
    }

    /// What each row's name answers.
    pub(crate) fn matches(&self, first: usize, rows: usize, answers: &[bool], out: &mut Mask) {
        out.0 = [0; WORDS];
        let keys = match &self.data {
            Data::Names { keys, .. } => keys,
            Data::W32(positions) => positions,
            _ => return,
        };
        pack(&keys[first..first + rows], out, |key| answers.get(*key as usize).copied().unwrap_or(false));
    }

    /// The slice of whole numbers, in a width that holds all that are known.
    #[inline(always)]
    pub(crate) fn load32(&self, first: usize, rows: usize, out: &mut Block<i32>) {
        match &self.data {
            Data::W32(values) => fill(out, &values[first..first + rows], |value: i32| value),
            Data::W64(values) => fill(out, &values[first..first + rows], |value: i64| value as i32),
            Data::W128(values) => fill(out, &values[first..first + rows], |value: i128| value as i32),
            Data::Names { keys, table } => {
                let positions = &table.positions;
                fill(out, &keys[first..first + rows], |key: i32| positions.get(key as usize).copied().unwrap_or(-1));
            }
            Data::Bits(_) | Data::Nothing => {}
        }
    }

    #[inline(always)]
    pub(crate) fn load64(&self, first: usize, rows: usize, out: &mut Block<i64>) {
        match &self.data {
            Data::W32(values) => fill(out, &values[first..first + rows], |value: i32| i64::from(value)),
            Data::W64(values) => fill(out, &values[first..first + rows], |value: i64| value),
            Data::W128(values) => fill(out, &values[first..first + rows], |value: i128| value as i64),
            _ => {}
        }
    }

    pub(crate) fn load128(&self, first: usize, rows: usize, out: &mut Block<i128>) {
        match &self.data {
            Data::W32(values) => fill(out, &values[first..first + rows], |value: i32| i128::from(value)),
            Data::W64(values) => fill(out, &values[first..first + rows], |value: i64| i128::from(value)),
            Data::W128(values) => fill(out, &values[first..first + rows], |value: i128| value),
            _ => {}
        }
    }

    fn value(&self, row: usize) -> Option<i128> {
        match &self.data {
            Data::W32(values) => Some(i128::from(values[row])),
            Data::W64(values) => Some(i128::from(values[row])),
            Data::W128(values) => Some(values[row]),
            _ => None,
        }
    }

    /// The bounds of the values that are known and not none, widened to a few classes so that batches of one kind share their
    /// code; nothing for columns that aren't numbers.
    pub(crate) fn bounds(&self) -> Option<Bounds> {
        let none = match self.shape {
            Shape::Day => Some(i128::from(NONE_DAY)),
            Shape::Year => Some(i128::from(NONE_YEAR)),
            _ => None,
        };
        let rows = match &self.data {
            Data::W32(values) => values.len(),
            Data::W64(values) => values.len(),
            Data::W128(values) => values.len(),
            _ => return None,
        };
        // Without nulls and sentinels the loop is one that the compiler makes vector instructions of.
        let plain = self.valid.is_none() && none.is_none();
        let ends = match &self.data {
            Data::W32(values) if plain => extremes(values).map(|(a, b)| (i128::from(a), i128::from(b))),
            Data::W64(values) if plain => extremes(values).map(|(a, b)| (i128::from(a), i128::from(b))),
            _ => {
                let known = (0..rows).filter(|row| self.valid.as_ref().is_none_or(|valid| valid.is_valid(*row)));
                let values = known.filter_map(|row| self.value(row)).filter(|value| Some(*value) != none);
                values.fold(None, |ends: Option<(i128, i128)>, value| {
                    Some(ends.map_or((value, value), |(low, high)| (low.min(value), high.max(value))))
                })
            }
        };
        let (low, high) = ends.unwrap_or((0, 0));
        Some(Bounds::new(-class(-low), class(high)))
    }

    /// The first row that is known, is not none, and lies outside bounds, and its value.
    pub(crate) fn outside(&self, bounds: Bounds, or_none: bool) -> Option<(usize, i128)> {
        let within = |ends: Option<(i128, i128)>| ends.is_none_or(|(a, b)| bounds.low <= a && b <= bounds.high);
        let wide = |(a, b)| (i128::from(a), i128::from(b));
        let all_within = match &self.data {
            Data::W32(values) => within(extremes(values).map(|(a, b)| wide((i64::from(a), i64::from(b))))),
            Data::W64(values) => within(extremes(values).map(wide)),
            Data::W128(values) => within(extremes(values)),
            _ => true,
        };
        if all_within {
            return None;
        }
        // What stands in rows that aren't known is anybody's guess.
        let none = match self.shape {
            Shape::Day if or_none => Some(i128::from(NONE_DAY)),
            Shape::Year if or_none => Some(i128::from(NONE_YEAR)),
            _ => None,
        };
        let known = (0..self.len()).filter(|row| self.valid.as_ref().is_none_or(|valid| valid.is_valid(*row)));
        let mut values = known.filter_map(|row| Some((row, self.value(row)?)));
        values.find(|(_, value)| Some(*value) != none && !(bounds.low..=bounds.high).contains(value))
    }

    fn len(&self) -> usize {
        match &self.data {
            Data::W32(values) => values.len(),
            Data::W64(values) => values.len(),
            Data::W128(values) => values.len(),
            _ => 0,
        }
    }

    /// The same numbers with the digits of decimals behind the point, for code that expects them.
    pub(crate) fn with_decimals(self) -> Bound {
        let scaled = |value: i128| value.saturating_mul(crate::column::SCALE);
        let data = match &self.data {
            Data::W32(values) => Data::W64(values.iter().map(|value| i64::from(*value) * 1_000_000_000).collect()),
            Data::W64(values) => Data::W128(values.iter().map(|value| scaled(i128::from(*value))).collect()),
            _ => return self,
        };
        Bound { data, ..self }
    }

    /// The position of a row's name or choice, for grouping.
    pub(crate) fn group_key(&self, row: usize) -> Option<i64> {
        if self.valid.as_ref().is_some_and(|valid| valid.is_null(row)) {
            return None;
        }
        match &self.data {
            Data::Bits(bits) => Some(i64::from(bits.value(row))),
            Data::Names { keys, table } => {
                let key = keys[row] as usize;
                match self.shape {
                    Shape::Name => Some(key as i64),
                    _ => table.positions.get(key).map(|at| i64::from(*at)).filter(|at| *at >= 0),
                }
            }
            _ => self.value(row).and_then(|value| i64::try_from(value).ok()),
        }
    }

    /// The key of a row's name, and whether it is none; nothing where it isn't known.
    pub(crate) fn name_of(&self, row: usize) -> Option<(i64, bool)> {
        if self.valid.as_ref().is_some_and(|valid| valid.is_null(row)) {
            return None;
        }
        match &self.data {
            Data::Names { keys, table } => {
                let key = keys[row];
                Some((i64::from(key), table.is_none.get(key as usize).copied().unwrap_or(false)))
            }
            _ => None,
        }
    }

    /// The name of a dictionary's key.
    pub(crate) fn text(&self, key: i64) -> Option<&str> {
        match &self.data {
            Data::Names { table, .. } => table.texts.get(usize::try_from(key).ok()?).map(String::as_str),
            _ => None,
        }
    }
}

impl Names {
    fn new(reading: &Reading, texts: Vec<String>) -> Names {
        let is_none: Vec<bool> = texts.iter().map(|text| reading.none && text == NONE_TEXT).collect();
        let positions: Vec<i32> = texts.iter().map(|text| reading.position(text).map_or(-1, |at| at as i32)).collect();
        let complete = positions.iter().zip(&is_none).all(|(at, none)| *at >= 0 || *none);
        let any_none = is_none.iter().any(|none| *none);
        Names { texts, positions, is_none, complete, any_none }
    }
}

/// Which days, years and positions are some, where any is none: what no calendar or enumeration has isn't known.
fn outside(reading: &Reading, data: &Data) -> Option<NullBuffer> {
    let (low, high, none) = match reading.shape {
        Shape::Day => (i64::from(Date::MIN.days()), i64::from(Date::MAX.days()), NONE_DAY),
        Shape::Year => (i64::from(i32::MIN), i64::from(i32::MAX), NONE_YEAR),
        Shape::Choice => (0, reading.choices.len() as i64 - 1, 0),
        _ => return None,
    };
    let is = |value: i64| (low <= value) & (value <= high) | (value == none);
    let inside = match data {
        Data::W32(values) if !values.iter().fold(true, |all, value| all & is(i64::from(*value))) => {
            BooleanBuffer::collect_bool(values.len(), |row| is(i64::from(values[row])))
        }
        Data::W64(values) if !values.iter().fold(true, |all, value| all & is(*value)) => {
            BooleanBuffer::collect_bool(values.len(), |row| is(values[row]))
        }
        _ => return None,
    };
    Some(NullBuffer::new(inside))
}

/// Copies a slice.
#[inline(always)]
fn fill<T: Copy, U>(out: &mut Block<U>, values: &[T], of: impl Fn(T) -> U) {
    if let Ok(values) = <&[T; LANES]>::try_from(values) {
        out.0.iter_mut().zip(values).for_each(|(out, value)| *out = of(*value));
    } else {
        for (out, value) in out.0.iter_mut().zip(values) {
            *out = of(*value);
        }
    }
}

/// Packs a truth for each value into bits.
fn pack<T>(values: &[T], out: &mut Mask, holds: impl Fn(&T) -> bool) {
    for (word, values) in out.0.iter_mut().zip(values.chunks(64)) {
        *word = values.iter().enumerate().fold(0, |word, (bit, value)| word | u64::from(holds(value)) << bit);
    }
}

/// The smallest of a few bounds that isn't below a number: nought, or one less than a power of two.
fn class(number: i128) -> i128 {
    if number <= 0 {
        // A smallest value above nought counts as far as being above nought.
        return if number < 0 { -1 } else { 0 };
    }
    let powers = [7, 15, 23, 31, 37, 43, 50, 53, 63, 90];
    powers.into_iter().map(|power| (1i128 << power) - 1).find(|bound| number <= *bound).unwrap_or(number)
}

/// Sixty-four bits from a place on; what lies behind the end is nought.
fn bits_at(bytes: &[u8], bit: usize) -> u64 {
    let (byte, shift) = (bit / 8, bit % 8);
    let read = |at: usize| match bytes.get(at..at + 8) {
        Some(eight) => eight.iter().rev().fold(0u64, |word, byte| word << 8 | u64::from(*byte)),
        None => bytes.get(at..).unwrap_or(&[]).iter().rev().fold(0u64, |word, byte| word << 8 | u64::from(*byte)),
    };
    let low = read(byte) >> shift;
    match shift {
        0 => low,
        shift => low | u64::from(bytes.get(byte + 8).copied().unwrap_or(0)) << (64 - shift),
    }
}

fn copy_bits(bits: &BooleanBuffer, first: usize, rows: usize, out: &mut Mask) {
    let bytes = bits.inner().as_slice();
    let start = bits.offset() + first;
    for (word, out) in out.0.iter_mut().enumerate() {
        *out = if word * 64 < rows { bits_at(bytes, start + word * 64) } else { 0 };
    }
}

/// Whole numbers of any width.
fn whole(array: &ArrayRef) -> Option<Data> {
    fn wide<T: ArrowPrimitiveType>(array: &ArrayRef) -> Data
    where
        i32: From<T::Native>,
    {
        Data::W32(array.as_primitive::<T>().values().iter().map(|value| i32::from(*value)).collect())
    }
    Some(match array.data_type() {
        DataType::Int64 => Data::W64(array.as_primitive::<Int64Type>().values().clone()),
        DataType::Int32 => Data::W32(array.as_primitive::<Int32Type>().values().clone()),
        DataType::Int16 => wide::<Int16Type>(array),
        DataType::Int8 => wide::<Int8Type>(array),
        DataType::UInt8 => wide::<UInt8Type>(array),
        DataType::UInt16 => wide::<UInt16Type>(array),
        DataType::UInt32 => {
            Data::W64(array.as_primitive::<UInt32Type>().values().iter().map(|value| i64::from(*value)).collect())
        }
        _ => return None,
    })
}

fn whole_values(data: &Data) -> Vec<i64> {
    match data {
        Data::W32(values) => values.iter().map(|value| i64::from(*value)).collect(),
        Data::W64(values) => values.to_vec(),
        _ => Vec::new(),
    }
}

/// Keys and names of a column of texts.
fn names(array: &ArrayRef) -> Option<(ScalarBuffer<i32>, Vec<String>)> {
    match array.data_type() {
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary_opt()?;
            let values: &StringArray = dictionary.values().as_string_opt()?;
            let texts = values.iter().map(|text| text.unwrap_or("").to_string()).collect();
            let keys = match dictionary.keys().data_type() {
                DataType::Int32 => dictionary.keys().as_primitive::<Int32Type>().values().clone(),
                _ => dictionary.normalized_keys().into_iter().map(|key| key as i32).collect(),
            };
            Some((keys, texts))
        }
        DataType::Utf8 => distinct(array.as_string::<i32>().iter()),
        DataType::LargeUtf8 => distinct(array.as_string::<i64>().iter()),
        DataType::Utf8View => distinct(array.as_string_view().iter()),
        _ => None,
    }
}

fn distinct<'t>(all: impl Iterator<Item = Option<&'t str>>) -> Option<(ScalarBuffer<i32>, Vec<String>)> {
    let mut known: FxHashMap<&str, i32> = FxHashMap::default();
    let mut texts: Vec<String> = Vec::new();
    let keys = all
        .map(|text| {
            let text = text.unwrap_or("");
            *known.entry(text).or_insert_with(|| {
                texts.push(text.to_string());
                texts.len() as i32 - 1
            })
        })
        .collect();
    Some((keys, texts))
}
