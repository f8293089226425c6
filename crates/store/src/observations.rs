//! Reading observations.

use std::collections::VecDeque;
use std::sync::Arc;

use wuwei_ir::Date;

use crate::cells::Columns;
use crate::error::Result;
use crate::pool::on_pool;
use crate::store::Store;
use crate::upload::{AsOf, UploadId};
use crate::write::day;

const PAGE: i64 = 1_000;

/// A row of observed figures, as its file had it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// The upload it comes from.
    pub upload: UploadId,
    /// The day on which the upload became known.
    pub learnt: Date,
    /// The row's place in the upload, from one.
    pub line: u64,
    /// Columns and their texts, in the order of the file.
    pub cells: Vec<(Arc<str>, Box<str>)>,
}

impl Observation {
    /// The text of a column.
    pub fn get(&self, column: &str) -> Option<&str> {
        self.cells.iter().find(|(name, _)| **name == *column).map(|(_, text)| &**text)
    }
}

/// Observations one after the other, in bounded memory.
pub struct Observations {
    store: Store,
    /// Uploads that count and aren't read yet, in the order in which they count.
    uploads: VecDeque<(UploadId, Date)>,
    /// The last line that was read of the first of them.
    line: i64,
    columns: Columns,
    ready: VecDeque<Observation>,
}

impl Store {
    /// All observations known on a day, in the order in which they were learnt, and then in that of uploads and rows.
    pub async fn observations(&self, as_of: impl Into<AsOf>) -> Result<Observations> {
        let as_of = as_of.into();
        let through = as_of.through.unwrap_or(UploadId(i64::MAX));
        let rows: Vec<(i64, String)> = on_pool!(self.pool(), on => sqlx::query_as(
            "SELECT id, learnt FROM upload WHERE what = 'observations' AND learnt <= $1 AND id <= $2 ORDER BY learnt, id",
        ).bind(day(as_of.day)).bind(through.0).fetch_all(on).await)
        .map_err(self.failed())?;
        let read = |(id, learnt): (i64, String)| {
            let date = Date::parse(&learnt).ok_or_else(|| self.corrupt(format!("upload {id}: {learnt}")))?;
            Ok((UploadId(id), date))
        };
        let uploads = rows.into_iter().map(read).collect::<Result<_>>()?;
        let (columns, ready) = (Columns::default(), VecDeque::new());
        Ok(Observations { store: self.clone(), uploads, line: 0, columns, ready })
    }
}

impl Observations {
    /// The next row, or `None` after the last one.
    pub async fn next(&mut self) -> Result<Option<Observation>> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Ok(Some(row));
            }
            let Some((upload, learnt)) = self.uploads.front().copied() else { return Ok(None) };
            let rows: Vec<(i64, String)> = on_pool!(self.store.pool(), on => sqlx::query_as(
                "SELECT line, cells FROM observation WHERE upload = $1 AND line > $2 ORDER BY line LIMIT $3",
            ).bind(upload.0).bind(self.line).bind(PAGE).fetch_all(on).await)
            .map_err(self.store.failed())?;
            match rows.last() {
                Some((line, _)) if rows.len() as i64 == PAGE => self.line = *line,
                _ => {
                    self.uploads.pop_front();
                    self.line = 0;
                }
            }
            for (line, cells) in rows {
                let row = self.row(upload, learnt, line, &cells)?;
                self.ready.push_back(row);
            }
        }
    }

    /// All rows that are left.
    pub async fn all(mut self) -> Result<Vec<Observation>> {
        let mut out = Vec::new();
        while let Some(row) = self.next().await? {
            out.push(row);
        }
        Ok(out)
    }

    fn row(&mut self, upload: UploadId, learnt: Date, line: i64, cells: &str) -> Result<Observation> {
        let wrong = |why: String| self.store.corrupt(format!("upload {upload}, row {line}: {why}"));
        let row = self.columns.read(cells).map_err(|error| wrong(error.to_string()))?;
        let cells = row.into_iter().map(|(column, text)| text.map(|text| (column, text))).collect::<Option<_>>();
        let cells = cells.ok_or_else(|| wrong("null".to_string()))?;
        Ok(Observation { upload, learnt, line: line.unsigned_abs(), cells })
    }
}
