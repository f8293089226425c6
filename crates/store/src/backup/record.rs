//! The lines of a backup, a type per table.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use wuwei_source::Text;

use crate::cells::{Columns, write_text};
use crate::digest::Digest;
use crate::pool::Value;
use crate::timestamp::Timestamp;
use crate::upload::{Upload, check_name, check_text, read_upload};

/// A row as a line of JSON.
pub(crate) trait Line {
    /// Appends the line, without its end.
    fn write(&self, out: &mut String);
}

/// A row that was read, as the table takes it; or nothing, where it holds what no store writes.
pub(crate) trait Record<const N: usize>: Sized {
    const COLUMNS: &'static [&'static str];

    /// `number` is the row's place in its table, from one.
    fn values(self, number: u64, columns: &mut Columns) -> Option<[Value; N]>;
}

macro_rules! line_by_serde {
    ($($line:ty),*) => {
        $(impl Line for $line {
            fn write(&self, out: &mut String) {
                // Texts, numbers and truths alone: there is nothing that can't be written.
                out.push_str(&serde_json::to_string(self).unwrap_or_default());
            }
        })*
    };
}

line_by_serde!(UploadLine, Replaced, ShareLine, SettingLine);

fn is_name(text: &str) -> bool {
    check_name(Text::default(), text).is_ok()
}

fn is_text(text: &str) -> bool {
    check_text(Text::default(), text).is_ok()
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UploadLine {
    id: i64,
    what: String,
    file: String,
    sha256: String,
    received_at: String,
    learnt: String,
    actor: String,
    synthetic: bool,
    notice_zh: String,
    notice_en: String,
    rows: i64,
}

impl From<&Upload> for UploadLine {
    fn from(upload: &Upload) -> UploadLine {
        let about = &upload.about;
        UploadLine {
            id: upload.id.0,
            what: upload.what.word().to_string(),
            file: about.file.clone(),
            sha256: about.sha256.to_string(),
            received_at: about.received_at.to_string(),
            learnt: about.learnt.to_string(),
            actor: about.actor.clone(),
            synthetic: about.synthetic,
            notice_zh: about.notice.zh.clone(),
            notice_en: about.notice.en.clone(),
            rows: i64::try_from(upload.rows).unwrap_or(i64::MAX),
        }
    }
}

impl Record<11> for UploadLine {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "what",
        "file",
        "sha256",
        "received_at",
        "learnt",
        "actor",
        "synthetic",
        "notice_zh",
        "notice_en",
        "row_count",
    ];

    fn values(self, number: u64, _: &mut Columns) -> Option<[Value; 11]> {
        // Uploads are numbered without gaps.
        if self.id.unsigned_abs() != number
            || ![&self.file, &self.actor, &self.notice_zh, &self.notice_en].into_iter().all(|text| is_text(text))
        {
            return None;
        }
        let upload = read_upload((
            self.id,
            self.what,
            self.file,
            self.sha256,
            self.received_at,
            self.learnt,
            self.actor,
            self.synthetic,
            self.notice_zh,
            self.notice_en,
            self.rows,
        ))?;
        // Written as the store writes it: a day such as 2025-1-6 would be read and sort wrongly.
        let line = UploadLine::from(&upload);
        Some([
            Value::Int(line.id),
            Value::Text(line.what),
            Value::Text(line.file),
            Value::Text(line.sha256),
            Value::Text(line.received_at),
            Value::Text(line.learnt),
            Value::Text(line.actor),
            Value::Bool(line.synthetic),
            Value::Text(line.notice_zh),
            Value::Text(line.notice_en),
            Value::Int(line.rows),
        ])
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Replaced {
    pub(crate) upload: i64,
    pub(crate) kind: String,
}

impl Record<2> for Replaced {
    const COLUMNS: &'static [&'static str] = &["upload", "kind"];

    fn values(self, _: u64, _: &mut Columns) -> Option<[Value; 2]> {
        is_name(&self.kind).then_some([Value::Int(self.upload), Value::Text(self.kind)])
    }
}

/// What an upload says of a subject, as it is written: the object of cells is in the line as it is in the table.
pub(crate) struct Fact {
    upload: i64,
    kind: String,
    subject: String,
    cells: String,
}

impl From<(i64, String, String, String)> for Fact {
    fn from((upload, kind, subject, cells): (i64, String, String, String)) -> Fact {
        Fact { upload, kind, subject, cells }
    }
}

impl Line for Fact {
    fn write(&self, out: &mut String) {
        out.push_str(&format!(r#"{{"upload":{},"kind":"#, self.upload));
        write_text(out, &self.kind);
        out.push_str(r#","subject":"#);
        write_text(out, &self.subject);
        out.push_str(r#","cells":"#);
        out.push_str(&self.cells);
        out.push('}');
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactLine {
    upload: i64,
    kind: String,
    subject: String,
    cells: Box<RawValue>,
}

impl Record<4> for FactLine {
    const COLUMNS: &'static [&'static str] = &["upload", "kind", "subject", "cells"];

    fn values(self, _: u64, columns: &mut Columns) -> Option<[Value; 4]> {
        let row = columns.read(self.cells.get()).ok()?;
        let is_fit = is_name(&self.kind)
            && is_name(&self.subject)
            && row.is_sorted_by(|(one, _), (other, _)| one < other)
            && row.iter().all(|(column, _)| is_name(column));
        let cells = Value::Text(String::from(Box::<str>::from(self.cells)));
        is_fit.then_some([Value::Int(self.upload), Value::Text(self.kind), Value::Text(self.subject), cells])
    }
}

/// An observation as it is written.
pub(crate) struct Observation {
    upload: i64,
    line: i64,
    cells: String,
}

impl From<(i64, i64, String)> for Observation {
    fn from((upload, line, cells): (i64, i64, String)) -> Observation {
        Observation { upload, line, cells }
    }
}

impl Line for Observation {
    fn write(&self, out: &mut String) {
        out.push_str(&format!(r#"{{"upload":{},"line":{},"cells":{}}}"#, self.upload, self.line, self.cells));
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ObservationLine {
    upload: i64,
    line: i64,
    cells: Box<RawValue>,
}

impl Record<3> for ObservationLine {
    const COLUMNS: &'static [&'static str] = &["upload", "line", "cells"];

    fn values(self, _: u64, columns: &mut Columns) -> Option<[Value; 3]> {
        let row = columns.read(self.cells.get()).ok()?;
        let is_fit = self.line > 0 && row.iter().all(|(column, text)| is_name(column) && text.is_some());
        let cells = Value::Text(String::from(Box::<str>::from(self.cells)));
        is_fit.then_some([Value::Int(self.upload), Value::Int(self.line), cells])
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShareLine {
    token_sha256: String,
    created_at: String,
    expires_at: String,
    payload: String,
}

impl From<(String, String, String, String)> for ShareLine {
    fn from((token_sha256, created_at, expires_at, payload): (String, String, String, String)) -> ShareLine {
        ShareLine { token_sha256, created_at, expires_at, payload }
    }
}

impl Record<4> for ShareLine {
    const COLUMNS: &'static [&'static str] = &["token_sha256", "created_at", "expires_at", "payload"];

    fn values(self, _: u64, _: &mut Columns) -> Option<[Value; 4]> {
        let hash = Digest::parse(&self.token_sha256)?;
        let (created_at, expires_at) = (Timestamp::parse(&self.created_at)?, Timestamp::parse(&self.expires_at)?);
        is_text(&self.payload)
            .then(|| [hash.to_string(), created_at.to_string(), expires_at.to_string(), self.payload].map(Value::Text))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettingLine {
    id: i64,
    name: String,
    value: Option<String>,
    changed_at: String,
    actor: String,
}

impl From<(i64, String, Option<String>, String, String)> for SettingLine {
    fn from((id, name, value, changed_at, actor): (i64, String, Option<String>, String, String)) -> SettingLine {
        SettingLine { id, name, value, changed_at, actor }
    }
}

impl Record<5> for SettingLine {
    const COLUMNS: &'static [&'static str] = &["id", "name", "value", "changed_at", "actor"];

    fn values(self, _: u64, _: &mut Columns) -> Option<[Value; 5]> {
        let changed_at = Timestamp::parse(&self.changed_at)?;
        let is_fit = is_name(&self.name) && is_text(&self.actor) && self.value.as_deref().is_none_or(is_text);
        let value = self.value.map_or(Value::Null, Value::Text);
        is_fit.then(|| {
            let [name, changed_at, actor] = [self.name, changed_at.to_string(), self.actor].map(Value::Text);
            [Value::Int(self.id), name, value, changed_at, actor]
        })
    }
}
