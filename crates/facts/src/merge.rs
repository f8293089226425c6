//! A table with some subjects read anew: all others are taken over as they are.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow_array::builder::StringDictionaryBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, new_null_array};
use arrow_select::interleave::interleave;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::builder::Built;
use crate::column::{Column, Table};
use crate::origin::{NOWHERE, Origins};

/// A row of the old table, or of the one read anew.
type At = (usize, usize);

/// The table that comes of an old one when the touched subjects are those that were read anew, and no others. Keys of both
/// stand in byte order, and so do those of the result.
pub fn merged(old: &Built, fresh: Built, touched: &[&str]) -> Built {
    let touched: FxHashSet<&str> = touched.iter().copied().collect();
    let rows = order(&old.keys, &fresh.keys, &touched);
    let both = [&old.table, &fresh.table];
    let mut names: Vec<Column> = both.iter().flat_map(|table| table.columns.iter().copied()).collect();
    names.sort_by_key(|column| (column.fact, column.year));
    names.dedup();
    let mut table = Table {
        entity: old.table.entity,
        columns: Vec::new(),
        arrays: Vec::new(),
        foreign: Vec::new(),
        rows: rows.len(),
    };
    for column in names {
        let of =
            |table: &Table| table.columns.iter().position(|known| *known == column).map(|at| table.arrays[at].clone());
        if let Some(array) = joined([of(both[0]), of(both[1])], both, &rows) {
            table.columns.push(column);
            table.arrays.push(array);
        }
    }
    let mut foreign: Vec<_> =
        both.iter().flat_map(|table| table.foreign.iter().map(|(field, _)| field.clone())).collect();
    foreign.sort_by(|one, other| one.name().cmp(other.name()));
    foreign.dedup_by(|one, other| one.name() == other.name());
    for field in foreign {
        let of = |table: &Table| {
            table.foreign.iter().find(|(known, _)| known.name() == field.name()).map(|(_, array)| array.clone())
        };
        if let Some(array) = joined([of(both[0]), of(both[1])], both, &rows) {
            table.foreign.push((field, array));
        }
    }
    let origins = origins([&old.origins, &fresh.origins], &table.columns, &rows);
    let keys = rows.iter().map(|(from, row)| [&old.keys, &fresh.keys][*from][*row].clone()).collect();
    Built { table, origins: Arc::new(origins), keys: Arc::new(keys), unread: fresh.unread }
}

/// Which rows stand in the result: untouched old ones and fresh ones, by key.
fn order(old: &[Box<str>], fresh: &[Box<str>], touched: &FxHashSet<&str>) -> Vec<At> {
    let mut kept = old.iter().enumerate().filter(|(_, key)| !touched.contains(&***key)).peekable();
    let mut new = fresh.iter().enumerate().peekable();
    let mut rows = Vec::with_capacity(old.len() + fresh.len());
    loop {
        let order = match (kept.peek(), new.peek()) {
            (Some((_, one)), Some((_, other))) => one.cmp(other),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return rows,
        };
        let next = if order == Ordering::Less {
            kept.next().map(|(at, _)| (0, at))
        } else {
            new.next().map(|(at, _)| (1, at))
        };
        rows.extend(next);
    }
}

/// A column of both tables; nothing where no value of it is left.
fn joined(arrays: [Option<ArrayRef>; 2], tables: [&Table; 2], rows: &[At]) -> Option<ArrayRef> {
    let ty = arrays.iter().flatten().next()?.data_type().clone();
    let missing = |n: usize| new_null_array(&ty, tables[n].rows);
    let [one, other] = arrays;
    let arrays = [one.unwrap_or_else(|| missing(0)), other.unwrap_or_else(|| missing(1))];
    let joined = match ty {
        // Dictionaries of two tables differ: one is made anew, in the order of the rows, as a whole reading would make it.
        arrow_schema::DataType::Dictionary(..) => {
            let texts: Vec<_> = arrays
                .iter()
                .map(|array| array.as_dictionary::<Int32Type>().downcast_dict::<arrow_array::StringArray>())
                .collect::<Option<_>>()?;
            let mut builder = StringDictionaryBuilder::<Int32Type>::new();
            for (from, row) in rows {
                let text = &texts[*from];
                match text.is_valid(*row) {
                    true => {
                        builder
                            .append_value(text.values().value(usize::try_from(text.keys().value(*row)).unwrap_or(0)));
                    }
                    false => builder.append_null(),
                }
            }
            let array: ArrayRef = Arc::new(builder.finish());
            array
        }
        _ => interleave(&[arrays[0].as_ref(), arrays[1].as_ref()], rows).ok()?,
    };
    (joined.null_count() < joined.len()).then_some(joined)
}

fn origins(both: [&Origins; 2], columns: &[Column], rows: &[At]) -> Origins {
    let mut out = Origins::default();
    let mut places: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    for (from, origins) in both.iter().enumerate() {
        for (at, source) in origins.sources.iter().enumerate() {
            let upload = origins.uploads.get(at).copied().unwrap_or_default();
            let known = (0..out.sources.len()).find(|n| out.sources[*n] == *source && out.uploads[*n] == upload);
            let place = known.unwrap_or_else(|| {
                out.sources.push(*source);
                out.uploads.push(upload);
                out.rows.push(Vec::new());
                out.sources.len() - 1
            });
            places.insert((from, at), place);
            for (n, (of, row)) in rows.iter().enumerate() {
                let number = if *of == from { origins.rows[at].get(*row).copied() } else { None };
                if let Some(number) = number.filter(|number| *number != NOWHERE) {
                    let numbers = &mut out.rows[place];
                    numbers.resize(numbers.len().max(n + 1), NOWHERE);
                    numbers[n] = number;
                }
            }
        }
    }
    for column in columns {
        let of = both.map(|origins| origins.columns.get(column));
        let place = |(from, row): &At| {
            let at = of[*from].and_then(|of| of.get(*row)).and_then(|at| usize::try_from(*at).ok());
            at.and_then(|at| places.get(&(*from, at))).map_or(NOWHERE, |place| *place as i32)
        };
        out.columns.insert(*column, rows.iter().map(place).collect());
    }
    out.prune();
    out
}
