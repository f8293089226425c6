//! Rows as JSON objects, column to text.

use std::collections::HashSet;
use std::fmt;
use std::hash::BuildHasherDefault;
use std::sync::Arc;

use rustc_hash::FxHasher;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use wuwei_source::Text;

use crate::error::{Result, StoreError};
use crate::upload::check_name;

/// A row as it is read: columns in the order in which they stand, `None` where a value is withdrawn.
pub(crate) type Row = Vec<(Arc<str>, Option<Box<str>>)>;

/// Writes a row as an object, columns in byte order. An upload that says nothing in another way says nothing else.
pub(crate) fn write_sorted<'a>(cells: impl IntoIterator<Item = (&'a str, Option<&'a str>)>) -> Result<String> {
    let mut cells: Vec<_> = cells.into_iter().collect();
    cells.sort_by_key(|(column, _)| *column);
    write(&cells)
}

/// Writes a row as an object, columns in the order given; they must differ.
pub(crate) fn write(cells: &[(&str, Option<&str>)]) -> Result<String> {
    let mut out =
        String::with_capacity(2 + cells.iter().map(|(c, v)| c.len() + v.map_or(4, str::len) + 6).sum::<usize>());
    out.push('{');
    let mut seen: HashSet<&str, BuildHasherDefault<FxHasher>> = HashSet::default();
    let is_sorted = cells.is_sorted_by(|(one, _), (other, _)| one < other);
    for (at, (column, value)) in cells.iter().enumerate() {
        check_name(Text::new("列名", "column"), column)?;
        if !is_sorted && !seen.insert(column) {
            return Err(StoreError::ColumnTwice { column: column.to_string() });
        }
        if at > 0 {
            out.push(',');
        }
        write_text(&mut out, column);
        out.push(':');
        match value {
            Some(value) => write_text(&mut out, value),
            None => out.push_str("null"),
        }
    }
    out.push('}');
    Ok(out)
}

/// Writes text as JSON. Nearly all of it needs no escape, and is copied.
pub(crate) fn write_text(out: &mut String, text: &str) {
    if text.bytes().any(|byte| byte < 0x20 || byte == b'"' || byte == b'\\') {
        out.push_str(&serde_json::Value::from(text).to_string());
    } else {
        out.push('"');
        out.push_str(text);
        out.push('"');
    }
}

/// Column names that were seen before. Rows of one kind mostly have the same columns in the same order, so the next one is
/// guessed before it is looked up.
#[derive(Default)]
pub(crate) struct Columns {
    known: HashSet<Arc<str>, BuildHasherDefault<FxHasher>>,
    last: Vec<Arc<str>>,
}

impl Columns {
    fn get(&mut self, at: usize, name: &str) -> Arc<str> {
        if let Some(guess) = self.last.get(at).filter(|guess| ***guess == *name) {
            return guess.clone();
        }
        let column = self.known.get(name).cloned().unwrap_or_else(|| {
            let column: Arc<str> = name.into();
            self.known.insert(column.clone());
            column
        });
        self.last.truncate(at);
        if self.last.len() == at {
            self.last.push(column.clone());
        }
        column
    }

    /// Reads a row.
    pub(crate) fn read(&mut self, text: &str) -> std::result::Result<Row, serde_json::Error> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let row = RowSeed(self).deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(row)
    }
}

struct RowSeed<'a>(&'a mut Columns);

impl<'de> DeserializeSeed<'de> for RowSeed<'_> {
    type Value = Row;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<Row, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RowSeed<'_> {
    type Value = Row;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of columns and texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Row, A::Error> {
        let mut row = Row::with_capacity(self.0.last.len());
        while let Some(column) = map.next_key_seed(ColumnSeed(self.0, row.len()))? {
            row.push((column, map.next_value()?));
        }
        Ok(row)
    }
}

struct ColumnSeed<'a>(&'a mut Columns, usize);

impl<'de> DeserializeSeed<'de> for ColumnSeed<'_> {
    type Value = Arc<str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<Arc<str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for ColumnSeed<'_> {
    type Value = Arc<str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a column")
    }

    fn visit_str<E>(self, name: &str) -> std::result::Result<Arc<str>, E> {
        Ok(self.0.get(self.1, name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_written_in_order_and_read_back() {
        let cells = [("研发费用@2024", Some("1200000")), ("名称", Some("a\"b\\c\n\u{1}")), ("职工总数@2024", None)];
        let text = write_sorted(cells).unwrap();
        let mut columns = Columns::default();
        for _ in 0..2 {
            let row = columns.read(&text).unwrap();
            let mut expected: Vec<_> = cells.to_vec();
            expected.sort_unstable();
            let read: Vec<_> = row.iter().map(|(column, value)| (&**column, value.as_deref())).collect();
            assert_eq!(read, expected);
        }
        assert_eq!(write_sorted([]).unwrap(), "{}");
    }

    #[test]
    fn rows_with_other_columns_do_not_confuse_the_guess() {
        let mut columns = Columns::default();
        for text in
            [r#"{"a":"1","b":"2"}"#, r#"{"b":"3"}"#, r#"{"a":"4","c":null,"d":"5"}"#, r#"{}"#, r#"{"a":"1","b":"2"}"#]
        {
            let row = columns.read(text).unwrap();
            let again: Vec<_> = row.iter().map(|(column, value)| (&**column, value.as_deref())).collect();
            assert_eq!(write(&again).unwrap(), text);
        }
    }

    #[test]
    fn what_is_no_row_is_refused() {
        for text in ["", "[]", "{", r#"{"a":1}"#, r#"{"a":"1"}x"#, r#"{"a":{"b":"1"}}"#] {
            assert!(Columns::default().read(text).is_err(), "{text}");
        }
        assert!(matches!(write(&[("b", None), ("a", None), ("b", None)]), Err(StoreError::ColumnTwice { .. })));
        assert!(matches!(write_sorted([("a", None), ("a", Some("1"))]), Err(StoreError::ColumnTwice { .. })));
        assert!(matches!(write(&[("", None)]), Err(StoreError::Unfit { .. })));
    }
}
