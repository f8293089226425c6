//! The header of a tidy table: what columns are called in both languages, and which are breakdowns.

use std::borrow::Cow;
use std::sync::Arc;

use wuwei_source::{Name, did_you_mean};
use wuwei_table::{narrow, restored};

use super::fault::Refusal;
use super::row::Column;
use crate::observation::quality::refuse;

impl Column {
    /// What it is called: in English, in Chinese, and what people write besides.
    pub(in crate::observation) fn names(self) -> (&'static str, &'static str, &'static [&'static str]) {
        match self {
            Column::Indicator => ("indicator", "指标", &["指标名称"]),
            Column::Region => ("region", "区域", &["地区"]),
            Column::Period => ("period", "时期", &["期间"]),
            Column::Value => ("value", "数值", &["值"]),
            Column::Unit => ("unit", "单位", &["计量单位"]),
            Column::Status => ("status", "状态", &["数据状态"]),
            Column::Source => ("source", "来源", &["数据来源"]),
            Column::Note => ("note", "说明", &["备注"]),
            Column::Learnt => ("learnt", "得知日期", &["learned"]),
        }
    }

    fn is_needed(self) -> bool {
        matches!(self, Column::Indicator | Column::Region | Column::Period | Column::Value)
    }

    /// The column that a header names.
    pub(in crate::observation) fn named(header: &str) -> Option<Column> {
        Column::ALL.into_iter().find(|column| {
            let (english, chinese, others) = column.names();
            english.eq_ignore_ascii_case(header) || chinese == header || others.contains(&header)
        })
    }
}

/// Whether a header is that of the indicator as tables in a folder of documents begin, to the letter: many tables of others
/// begin with something like it.
pub(super) fn is_first(header: &str) -> bool {
    let (english, chinese, _) = Column::Indicator.names();
    header == english || header == chinese
}

/// A header of a breakdown as it stands in a table: one that could be taken for a column with a meaning of its own bears a
/// sign that it isn't.
pub(in crate::observation) fn escaped(name: &str) -> Cow<'_, str> {
    let plain = plain(name);
    let taken = name.starts_with('~') || plain != name || Column::named(name).is_some() || misspelt(name).is_some();
    if taken { format!("~{name}").into() } else { name.into() }
}

/// The name of a breakdown behind its sign.
fn unescaped(header: &str) -> &str {
    header.strip_prefix('~').unwrap_or(header)
}

fn plain(header: &str) -> String {
    header.chars().map(narrow).collect::<String>().trim().to_string()
}

/// The column that somebody most likely meant. Chinese words of two characters are too short to tell.
fn misspelt(header: &str) -> Option<Name> {
    let english = Column::ALL.iter().map(|column| Name::new(column.names().0));
    header.is_ascii().then(|| did_you_mean(&header.to_ascii_lowercase(), english)).into_iter().flatten().next()
}

/// Which column says what.
pub(super) struct Header {
    /// The headers as they stand there.
    pub(super) shown: Vec<String>,
    columns: [Option<usize>; 9],
    /// Positions and names of the breakdowns.
    pub(super) parts: Vec<(usize, Arc<str>)>,
}

impl Header {
    /// Whether a row is a header: it names the indicator and at least one thing more.
    pub(super) fn is_one(cells: &[Cow<'_, str>]) -> bool {
        let named: Vec<Column> = cells.iter().filter_map(|cell| Column::named(&plain(cell))).collect();
        named.contains(&Column::Indicator) && (named.len() > 1 || cells.len() == 1)
    }

    /// Reads a header and says what is wrong with it.
    pub(super) fn read(cells: &[Cow<'_, str>], is_defused: bool) -> (Header, Vec<Refusal>) {
        let mut header = Header { shown: Vec::new(), columns: [None; 9], parts: Vec::new() };
        let mut wrong = Vec::new();
        for (at, cell) in cells.iter().enumerate() {
            header.shown.push(cell.to_string());
            let text = if is_defused { restored(cell) } else { cell };
            let narrow = plain(text);
            if narrow.is_empty() {
                continue;
            }
            if let Some(column) = Column::named(&narrow) {
                match header.columns[column as usize] {
                    None => header.columns[column as usize] = Some(at),
                    Some(_) => wrong.push(refuse::table::twice(text)),
                }
            } else if let Some(near) = misspelt(text).filter(|_| unescaped(text) == text) {
                wrong.push(refuse::table::misspelt(text, near.as_str()));
            } else if header.parts.iter().any(|(_, name)| **name == *unescaped(text)) {
                wrong.push(refuse::table::twice(text));
            } else if !unescaped(text).is_empty() {
                header.parts.push((at, unescaped(text).into()));
            }
        }
        for column in Column::ALL.into_iter().filter(|column| column.is_needed()) {
            if header.columns[column as usize].is_none() {
                let (english, chinese, _) = column.names();
                wrong.push(refuse::table::lacks(chinese, english));
            }
        }
        (header, wrong)
    }

    /// Whether all columns are there that each row needs.
    pub(super) fn is_complete(&self) -> bool {
        Column::ALL.into_iter().all(|column| !column.is_needed() || self.at(column).is_some())
    }

    /// Where a column stands.
    pub(super) fn at(&self, column: Column) -> Option<usize> {
        self.columns[column as usize]
    }

    /// The header of a column as it stands in the table.
    pub(super) fn shown(&self, column: Column) -> Option<&str> {
        self.at(column).and_then(|at| self.shown.get(at)).map(String::as_str)
    }
}
