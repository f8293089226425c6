//! Reading facts: one subject, some, or all of a kind, as of a day.

use rustc_hash::FxHashMap;

use crate::cells::Columns;
use crate::error::Result;
use crate::pool::on_pool;
use crate::store::Store;
use crate::subject::{Cell, Said, Subject, fold};
use crate::upload::{AsOf, Upload, UploadId};
use crate::write::day;

/// How many subjects one statement asks for by name.
const NAMES: usize = 500;

/// A kind of subject, and how many of it are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindCount {
    /// The kind.
    pub kind: String,
    /// How many subjects.
    pub subjects: u64,
}

/// What one upload did to a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The upload.
    pub upload: Upload,
    /// What it says of the subject, by column; nothing, if it only made earlier rows of the kind count no longer.
    pub cells: Vec<Cell>,
    /// Whether from it on what was said of the kind before no longer counts.
    pub replaces: bool,
}

/// Which rows of a kind count: those of uploads up to `through`, learnt up to a day, and not before the last upload that
/// replaced the kind. Uploads are only ever added, so this names the same rows whenever it is used.
#[derive(Clone, Debug)]
pub(crate) struct View {
    pub(crate) kind: String,
    pub(crate) day: String,
    pub(crate) through: i64,
    pub(crate) since: (String, i64),
}

/// What a row counts by, after the parameters `$1` kind, `$2` day, `$3` through, `$4` and `$5` since. The order of the
/// tables is the order of the work: SQLite doesn't change that of a cross join.
macro_rules! counted {
    ($head:literal, $tail:literal) => {
        concat!(
            $head,
            " FROM fact f CROSS JOIN upload u WHERE u.id = f.upload AND f.kind = $1 AND f.upload <= $3 \
             AND u.learnt <= $2 AND (u.learnt, u.id) >= ($4, $5) ",
            $tail
        )
    };
}

pub(crate) use counted;

impl Store {
    /// What counts of a kind.
    pub(crate) async fn view(&self, kind: &str, as_of: AsOf) -> Result<View> {
        let latest = self.latest().await?;
        let through = as_of.through.unwrap_or(latest).min(latest).0;
        let day = day(as_of.day);
        let since: Option<(String, i64)> = on_pool!(self.pool(), on => sqlx::query_as(
            "SELECT u.learnt, u.id FROM replaced r JOIN upload u ON u.id = r.upload \
             WHERE r.kind = $1 AND u.learnt <= $2 AND u.id <= $3 ORDER BY u.learnt DESC, u.id DESC LIMIT 1",
        ).bind(kind).bind(&day).bind(through).fetch_optional(on).await)
        .map_err(self.failed())?;
        Ok(View { kind: kind.to_string(), day, through, since: since.unwrap_or_default() })
    }

    /// The kinds of which some subject is known, and how many are.
    pub async fn kinds(&self, as_of: impl Into<AsOf>) -> Result<Vec<KindCount>> {
        let as_of = as_of.into();
        let kinds: Vec<String> = on_pool!(self.pool(), on =>
            sqlx::query_scalar("SELECT DISTINCT kind FROM fact ORDER BY kind").fetch_all(on).await)
        .map_err(self.failed())?;
        let mut out = Vec::new();
        for kind in kinds {
            let view = self.view(&kind, as_of).await?;
            let subjects: i64 =
                on_pool!(self.pool(), on => sqlx::query_scalar(counted!("SELECT COUNT(DISTINCT f.subject)", ""))
                .bind(&view.kind).bind(&view.day).bind(view.through).bind(&view.since.0).bind(view.since.1)
                .fetch_one(on).await)
                .map_err(self.failed())?;
            if subjects > 0 {
                out.push(KindCount { kind, subjects: subjects.unsigned_abs() });
            }
        }
        Ok(out)
    }

    /// The keys of a kind's subjects, in byte order.
    pub async fn keys(&self, kind: &str, as_of: impl Into<AsOf>) -> Result<Vec<String>> {
        let view = self.view(kind, as_of.into()).await?;
        on_pool!(self.pool(), on => sqlx::query_scalar(counted!("SELECT DISTINCT f.subject", "ORDER BY f.subject"))
            .bind(&view.kind).bind(&view.day).bind(view.through).bind(&view.since.0).bind(view.since.1)
            .fetch_all(on).await)
        .map_err(self.failed())
    }

    /// What is known of one subject; `None` if nothing was ever said of it, or not since its kind was replaced.
    pub async fn subject(&self, kind: &str, key: &str, as_of: impl Into<AsOf>) -> Result<Option<Subject>> {
        Ok(self.subjects_by_key(kind, &[key], as_of).await?.pop().flatten())
    }

    /// What is known of some subjects, in the order in which they are asked for.
    pub async fn subjects_by_key(
        &self,
        kind: &str,
        keys: &[&str],
        as_of: impl Into<AsOf>,
    ) -> Result<Vec<Option<Subject>>> {
        let view = self.view(kind, as_of.into()).await?;
        let mut found: FxHashMap<String, Vec<Said>> = FxHashMap::default();
        let mut columns = Columns::default();
        for keys in keys.chunks(NAMES) {
            let rows = self.rows_by_key(&view, keys).await?;
            for (key, upload, learnt, cells) in rows {
                let row = self.read_cells(&mut columns, &cells, &view.kind, &key, upload)?;
                found.entry(key).or_default().push(Said { learnt, upload: UploadId(upload), row });
            }
        }
        let mut first: FxHashMap<&str, usize> = FxHashMap::default();
        let mut out: Vec<Option<Subject>> = Vec::with_capacity(keys.len());
        for key in keys {
            // A key that is asked for twice is answered twice.
            let again = first.get(key).and_then(|at| out.get(*at)).cloned();
            first.entry(key).or_insert(out.len());
            out.push(again.unwrap_or_else(|| found.remove_entry(*key).map(|(key, said)| fold(key, said))));
        }
        Ok(out)
    }

    async fn rows_by_key(&self, view: &View, keys: &[&str]) -> Result<Vec<(String, i64, String, String)>> {
        let head = counted!("SELECT f.subject, f.upload, u.learnt, f.cells", "AND f.subject IN (");
        let places: Vec<String> = (0..keys.len()).map(|at| format!("${}", at + 6)).collect();
        // The text is made of numbered places only. One subject is asked for so often that its statement is kept.
        let sql = format!("{head}{}) ORDER BY f.subject, f.upload", places.join(", "));
        on_pool!(self.pool(), on => {
            let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql))
                .persistent(keys.len() == 1)
                .bind(&view.kind).bind(&view.day).bind(view.through).bind(&view.since.0).bind(view.since.1);
            for key in keys {
                query = query.bind(*key);
            }
            query.fetch_all(on).await
        })
        .map_err(self.failed())
    }

    /// Everything that was ever said of a subject, in the order in which it counts, together with the uploads that
    /// replaced its kind.
    pub async fn history(&self, kind: &str, key: &str) -> Result<Vec<Entry>> {
        let latest = self.latest().await?;
        let rows: Vec<(i64, String)> = on_pool!(self.pool(), on => sqlx::query_as(
            "SELECT upload, cells FROM fact WHERE kind = $1 AND subject = $2 AND upload <= $3 ORDER BY upload",
        ).bind(kind).bind(key).bind(latest.0).fetch_all(on).await)
        .map_err(self.failed())?;
        let mut columns = Columns::default();
        let mut said = FxHashMap::default();
        for (upload, cells) in rows {
            let row = self.read_cells(&mut columns, &cells, kind, key, upload)?;
            let id = UploadId(upload);
            said.insert(id, row.into_iter().map(|(column, value)| Cell { column, value, upload: id }).collect());
        }
        if said.is_empty() {
            return Ok(Vec::new());
        }
        let mut out: Vec<Entry> = Vec::new();
        for upload in self.uploads_between(UploadId::NONE, latest).await? {
            let replaces = upload.replaces.iter().any(|replaced| replaced == kind);
            let cells: Option<Vec<Cell>> = said.remove(&upload.id);
            if replaces || cells.is_some() {
                out.push(Entry { upload, cells: cells.unwrap_or_default(), replaces });
            }
        }
        out.sort_by_key(|entry| (entry.upload.about.learnt, entry.upload.id));
        // What replaced the kind before anything was said of the subject did nothing to it.
        let first = out.iter().position(|entry| !entry.cells.is_empty() || !entry.replaces).unwrap_or(0);
        Ok(out.split_off(first))
    }

    pub(crate) fn read_cells(
        &self,
        columns: &mut Columns,
        cells: &str,
        kind: &str,
        key: &str,
        upload: i64,
    ) -> Result<crate::cells::Row> {
        columns.read(cells).map_err(|error| self.corrupt(format!("{kind} {key}, upload {upload}: {error}")))
    }
}
