//! Accepting uploads, each in one transaction.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, BuildHasherDefault};

use rustc_hash::FxHasher;
use wuwei_ir::Date;
use wuwei_source::Text;

use crate::cells;
use crate::error::{Result, StoreError};
use crate::pool::{Batch, Pool, Value, in_tx};
use crate::store::{Store, Table, Writing};
use crate::upload::{NewUpload, UploadId, What, check_name, check_text};

/// So many rows are much.
const MANY: u64 = 1_000;

/// An upload of facts under way. Dropped before it is committed, it leaves nothing behind.
#[must_use = "without `commit` nothing is kept"]
pub struct FactsWriter {
    draft: Draft,
    /// Hashes of the subjects that are there already; where one is met again, the rows themselves decide.
    seen: HashSet<u64, BuildHasherDefault<FxHasher>>,
}

/// An upload of observations under way. Dropped before it is committed, it leaves nothing behind.
#[must_use = "without `commit` nothing is kept"]
pub struct ObservationsWriter(Draft);

struct Draft {
    store: Store,
    writing: Writing,
    id: UploadId,
    batch: Batch,
    rows: u64,
    is_broken: bool,
}

impl Store {
    /// Begins an upload of facts. Until it is committed nobody sees anything of it; other uploads wait for it.
    pub async fn begin_facts(&self, upload: &NewUpload) -> Result<FactsWriter> {
        let batch = Batch::new("fact", &["upload", "kind", "subject", "cells"]);
        let draft = Draft::begin(self, What::Facts, upload, batch).await?;
        Ok(FactsWriter { draft, seen: HashSet::default() })
    }

    /// Begins an upload of observations. Until it is committed nobody sees anything of it; other uploads wait for it.
    pub async fn begin_observations(&self, upload: &NewUpload) -> Result<ObservationsWriter> {
        let batch = Batch::new("observation", &["upload", "line", "cells"]);
        Ok(ObservationsWriter(Draft::begin(self, What::Observations, upload, batch).await?))
    }
}

impl Store {
    /// Has PostgreSQL look at the tables anew after much was added; it would do so by itself some time later, and until
    /// then read them in a slow way. What was added is kept whether or not this works.
    pub(crate) async fn look_anew(&self) {
        if let Pool::Postgres(pool) = self.pool() {
            let _ = sqlx::query("ANALYZE upload, fact, observation").execute(pool).await;
        }
    }
}

impl FactsWriter {
    /// The number that the upload has once it is committed.
    pub fn id(&self) -> UploadId {
        self.draft.id
    }

    /// From this upload on, earlier rows of a kind no longer count: the kind is what this upload says, and what is said
    /// later.
    pub async fn replace(&mut self, kind: &str) -> Result<()> {
        self.draft.check()?;
        check_name(Text::new("主体类别", "kind"), kind)?;
        let id = self.draft.id.0;
        in_tx!(&mut self.draft.writing.tx, on => sqlx::query(
            "INSERT INTO replaced (upload, kind) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        ).bind(id).bind(kind).execute(on).await.map(|_| ()))
        .map_err(self.draft.store.failed())
    }

    /// Adds what the upload says of a subject: columns and their values, `None` where a value that was known is
    /// withdrawn. Columns that aren't named stay as they were. A subject may be there once only.
    pub async fn row<'a>(
        &mut self,
        kind: &str,
        key: &str,
        cells: impl IntoIterator<Item = (&'a str, Option<&'a str>)>,
    ) -> Result<()> {
        self.draft.check()?;
        let row = check_name(Text::new("主体类别", "kind"), kind)
            .and_then(|()| check_name(Text::new("主体标识", "key"), key))
            .and_then(|()| cells::write_sorted(cells));
        let cells = row.inspect_err(|_| self.draft.is_broken = true)?;
        let hash = BuildHasherDefault::<FxHasher>::default().hash_one((kind, key));
        if !self.seen.insert(hash) && self.draft.has(kind, key).await? {
            self.draft.is_broken = true;
            return Err(StoreError::SubjectTwice { kind: kind.to_string(), key: key.to_string() });
        }
        let id = Value::Int(self.draft.id.0);
        self.draft.push([id, Value::Text(kind.to_string()), Value::Text(key.to_string()), Value::Text(cells)]).await
    }

    /// Keeps the upload. When this returns, it is on the disk.
    pub async fn commit(self) -> Result<UploadId> {
        self.draft.commit().await
    }

    /// Leaves everything as it was, and waits until that is so.
    pub async fn discard(self) -> Result<()> {
        self.draft.discard().await
    }
}

impl ObservationsWriter {
    /// The number that the upload has once it is committed.
    pub fn id(&self) -> UploadId {
        self.0.id
    }

    /// Adds a row: columns and their texts, in the order in which they stand in the file.
    pub async fn row<'a>(&mut self, cells: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<()> {
        self.0.check()?;
        let cells: Vec<_> = cells.into_iter().map(|(column, value)| (column, Some(value))).collect();
        let cells = cells::write(&cells).inspect_err(|_| self.0.is_broken = true)?;
        let line = i64::try_from(self.0.rows).unwrap_or(i64::MAX) + 1;
        self.0.push([Value::Int(self.0.id.0), Value::Int(line), Value::Text(cells)]).await
    }

    /// Keeps the upload. When this returns, it is on the disk.
    pub async fn commit(self) -> Result<UploadId> {
        self.0.commit().await
    }

    /// Leaves everything as it was, and waits until that is so.
    pub async fn discard(self) -> Result<()> {
        self.0.discard().await
    }
}

impl Draft {
    async fn begin(store: &Store, what: What, upload: &NewUpload, batch: Batch) -> Result<Draft> {
        check_text(Text::new("文件名", "file name"), &upload.file)?;
        check_text(Text::new("上传人", "actor"), &upload.actor)?;
        check_text(Text::new("说明", "notice"), &upload.notice.zh)?;
        check_text(Text::new("说明", "notice"), &upload.notice.en)?;
        let mut writing = store.write(Table::Upload).await?;
        // Nobody else adds an upload meanwhile, so the order of numbers is the order in which uploads appear.
        let id: i64 = in_tx!(&mut writing.tx, on => sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) + 1 FROM upload").fetch_one(on).await)
            .map_err(store.failed())?;
        in_tx!(&mut writing.tx, on => sqlx::query(
            "INSERT INTO upload (id, what, file, sha256, received_at, learnt, actor, synthetic, notice_zh, notice_en) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(id)
        .bind(what.word())
        .bind(&upload.file)
        .bind(upload.sha256.to_string())
        .bind(upload.received_at.to_string())
        .bind(day(upload.learnt))
        .bind(&upload.actor)
        .bind(upload.synthetic)
        .bind(&upload.notice.zh)
        .bind(&upload.notice.en)
        .execute(on).await.map(|_| ()))
        .map_err(store.failed())?;
        Ok(Draft { store: store.clone(), writing, id: UploadId(id), batch, rows: 0, is_broken: false })
    }

    fn check(&self) -> Result<()> {
        if self.is_broken { Err(StoreError::Abandoned) } else { Ok(()) }
    }

    async fn push<const N: usize>(&mut self, row: [Value; N]) -> Result<()> {
        self.rows += 1;
        if self.batch.push(row) { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<()> {
        // Broken until it has gone well: whoever stops waiting half-way can't go on either.
        self.is_broken = true;
        let (rows, taken) = self.batch.flush(&mut self.writing.tx).await.map_err(self.store.failed())?;
        if taken < rows {
            return Err(self.store.corrupt(format!("upload {}: {} of {rows} rows taken", self.id, taken)));
        }
        self.batch.clear();
        self.is_broken = false;
        Ok(())
    }

    /// Whether the upload has a row of this subject.
    async fn has(&mut self, kind: &str, key: &str) -> Result<bool> {
        let is_it = |value: &Value, text: &str| matches!(value, Value::Text(value) if value == text);
        if self.batch.rows().any(|row| is_it(&row[1], kind) && is_it(&row[2], key)) {
            return Ok(true);
        }
        let id = self.id.0;
        let found: Option<i64> = in_tx!(&mut self.writing.tx, on => sqlx::query_scalar(
            "SELECT upload FROM fact WHERE kind = $1 AND subject = $2 AND upload = $3",
        ).bind(kind).bind(key).bind(id).fetch_optional(on).await)
        .map_err(self.store.failed())?;
        Ok(found.is_some())
    }

    async fn commit(mut self) -> Result<UploadId> {
        self.check()?;
        self.flush().await?;
        let (id, rows) = (self.id.0, i64::try_from(self.rows).unwrap_or(i64::MAX));
        in_tx!(&mut self.writing.tx, on => sqlx::query("UPDATE upload SET row_count = $1 WHERE id = $2")
            .bind(rows).bind(id).execute(on).await.map(|_| ()))
        .map_err(self.store.failed())?;
        self.writing.tx.commit().await.map_err(self.store.failed())?;
        if self.rows >= MANY {
            self.store.look_anew().await;
        }
        Ok(self.id)
    }

    async fn discard(self) -> Result<()> {
        self.writing.tx.rollback().await.map_err(self.store.failed())
    }
}

/// A day as the tables have it.
pub(crate) fn day(date: Date) -> String {
    date.to_string()
}
