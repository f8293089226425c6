//! A whole store as one file that either database can read: a zip of a file of JSON lines per table, and a manifest with
//! the rows and the SHA-256 of each.
//!
//! The format has a version of its own: it stays the same when tables are arranged otherwise.

mod read;
mod record;
mod write;

use std::path::Path;

use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use crate::digest::Digest;
use crate::error::{Result, StoreError};
use crate::pool::{in_tx, on_pool};
use crate::store::{Store, Table, Writing};
use crate::timestamp::Timestamp;
use record::{Fact, Line, Observation, Replaced, SettingLine, ShareLine, UploadLine};

const FORMAT: &str = "wuwei-backup";
const VERSION: u64 = 1;
const MANIFEST: &str = "manifest.json";
/// The tables in the order in which they are written: a row comes after those it refers to.
const TABLES: [&str; 6] = ["upload", "replaced", "fact", "observation", "share", "setting"];
const PAGE: i64 = 1_000;
/// Pages under way between the database and the file.
const AHEAD: usize = 4;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    format: String,
    version: u64,
    created_at: String,
    tables: Vec<TableCount>,
}

/// How much a backup has of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableCount {
    /// The table.
    pub name: String,
    /// Its rows.
    pub rows: u64,
    /// The SHA-256 of their lines.
    pub sha256: String,
}

impl Manifest {
    fn new(created_at: Timestamp, tables: Vec<TableCount>) -> Manifest {
        Manifest { format: FORMAT.to_string(), version: VERSION, created_at: created_at.to_string(), tables }
    }

    /// When the backup was made.
    pub fn created_at(&self) -> Option<Timestamp> {
        Timestamp::parse(&self.created_at)
    }

    /// What it has of each table.
    pub fn tables(&self) -> &[TableCount] {
        &self.tables
    }

    /// How many rows it has of a table.
    pub fn rows(&self, table: &str) -> u64 {
        self.tables.iter().find(|count| count.name == table).map_or(0, |count| count.rows)
    }
}

impl Store {
    /// Writes everything that the store holds at this moment to a new file. Nobody waits for it, neither readers nor
    /// writers. The file appears under its name only when it is whole.
    pub async fn backup(&self, path: &Path, now: Timestamp) -> Result<Manifest> {
        let (send, receive) = mpsc::channel(AHEAD);
        let target = path.to_path_buf();
        let writer = tokio::task::spawn_blocking(move || write::run(&target, now, receive));
        // Where the writer has failed, it says why; where reading fails, the writer finds nobody there and tidies up.
        let read = self.send_all(&send).await;
        let read = match read {
            Ok(()) => send.send(write::Part::End).await.map_err(|_| StoreError::Abandoned),
            Err(error) => Err(error),
        };
        drop(send);
        let written = writer.await.map_err(|_| StoreError::Abandoned)?;
        match read {
            Ok(()) | Err(StoreError::Abandoned) => written,
            Err(error) => Err(error),
        }
    }

    /// Fills an empty store from a backup, all of it or nothing. Rows, digests and what refers to what are checked before
    /// anything is kept.
    pub async fn restore(&self, path: &Path) -> Result<Manifest> {
        let mut writing = self.write(Table::All).await?;
        self.check_empty(&mut writing).await?;
        let (send, mut receive) = mpsc::channel(AHEAD);
        let source = path.to_path_buf();
        let reader = tokio::task::spawn_blocking(move || read::run(&source, &send));
        let failed = self.failed();
        let failed = |error: sqlx::Error| match error.as_database_error() {
            Some(said)
                if said.is_unique_violation() || said.is_foreign_key_violation() || said.is_check_violation() =>
            {
                let said = said.message();
                StoreError::damaged(path, format!("内容相互矛盾（{said}）"), format!("its rows disagree ({said})"))
            }
            _ => failed(error),
        };
        while let Some(mut batch) = receive.recv().await {
            let (rows, taken) = batch.flush(&mut writing.tx).await.map_err(&failed)?;
            if taken < rows {
                return Err(StoreError::damaged(path, "有重复的行", "some row is there twice"));
            }
        }
        let manifest = reader.await.map_err(|_| StoreError::Abandoned)??;
        self.check_restored(&mut writing, path, &manifest).await?;
        writing.tx.commit().await.map_err(&failed)?;
        self.look_anew().await;
        Ok(manifest)
    }

    async fn check_empty(&self, writing: &mut Writing) -> Result<()> {
        for count in ["SELECT COUNT(*) FROM upload", "SELECT COUNT(*) FROM share", "SELECT COUNT(*) FROM setting"] {
            let rows: i64 =
                in_tx!(&mut writing.tx, on => sqlx::query_scalar(count).fetch_one(on).await).map_err(self.failed())?;
            if rows > 0 {
                return Err(StoreError::NotEmpty { place: self.place().to_string() });
            }
        }
        Ok(())
    }

    async fn check_restored(&self, writing: &mut Writing, path: &Path, manifest: &Manifest) -> Result<()> {
        let wrong = || StoreError::damaged(path, "行数与清单不符", "its rows aren't as many as it says");
        for (table, count) in TABLES.into_iter().zip([
            "SELECT COUNT(*) FROM upload",
            "SELECT COUNT(*) FROM replaced",
            "SELECT COUNT(*) FROM fact",
            "SELECT COUNT(*) FROM observation",
            "SELECT COUNT(*) FROM share",
            "SELECT COUNT(*) FROM setting",
        ]) {
            let rows: i64 =
                in_tx!(&mut writing.tx, on => sqlx::query_scalar(count).fetch_one(on).await).map_err(self.failed())?;
            if rows.unsigned_abs() != manifest.rows(table) {
                return Err(wrong());
            }
        }
        let short: Option<i64> = in_tx!(&mut writing.tx, on => sqlx::query_scalar(
            "SELECT u.id FROM upload u WHERE u.row_count <> \
             CASE u.what WHEN 'facts' THEN (SELECT COUNT(*) FROM fact f WHERE f.upload = u.id) \
             ELSE (SELECT COUNT(*) FROM observation o WHERE o.upload = u.id) END LIMIT 1",
        )
        .fetch_optional(on)
        .await)
        .map_err(self.failed())?;
        short.map_or(Ok(()), |_| Err(wrong()))
    }

    /// Reads table after table, up to the upload that is the last one now, and hands the lines over.
    async fn send_all(&self, send: &mpsc::Sender<write::Part>) -> Result<()> {
        let latest = self.latest().await?;
        let lines = self.uploads_between(crate::UploadId::NONE, latest).await?;
        let replaced: Vec<(i64, String)> =
            lines.iter().flat_map(|upload| upload.replaces.iter().map(|kind| (upload.id.0, kind.clone()))).collect();
        hand_over(send, "upload", lines.iter().map(UploadLine::from)).await?;
        hand_over(send, "replaced", replaced.into_iter().map(|(upload, kind)| Replaced { upload, kind })).await?;

        start(send, "fact").await?;
        let mut last = (0, String::new(), String::new());
        loop {
            let rows: Vec<(i64, String, String, String)> = on_pool!(self.pool(), on => sqlx::query_as(
                "SELECT upload, kind, subject, cells FROM fact \
                 WHERE (upload, kind, subject) > ($1, $2, $3) AND upload <= $4 ORDER BY upload, kind, subject LIMIT $5",
            )
            .bind(last.0).bind(&last.1).bind(&last.2).bind(latest.0).bind(PAGE).fetch_all(on).await)
            .map_err(self.failed())?;
            let is_last = (rows.len() as i64) < PAGE;
            if let Some((upload, kind, subject, _)) = rows.last() {
                last = (*upload, kind.clone(), subject.clone());
            }
            lines_of(send, rows.into_iter().map(Fact::from)).await?;
            if is_last {
                break;
            }
        }

        start(send, "observation").await?;
        let mut last = (0, 0);
        loop {
            let rows: Vec<(i64, i64, String)> = on_pool!(self.pool(), on => sqlx::query_as(
                "SELECT upload, line, cells FROM observation \
                 WHERE (upload, line) > ($1, $2) AND upload <= $3 ORDER BY upload, line LIMIT $4",
            )
            .bind(last.0).bind(last.1).bind(latest.0).bind(PAGE).fetch_all(on).await)
            .map_err(self.failed())?;
            let is_last = (rows.len() as i64) < PAGE;
            if let Some((upload, line, _)) = rows.last() {
                last = (*upload, *line);
            }
            lines_of(send, rows.into_iter().map(Observation::from)).await?;
            if is_last {
                break;
            }
        }

        let shares: Vec<(String, String, String, String)> = on_pool!(self.pool(), on => sqlx::query_as(
            "SELECT token_sha256, created_at, expires_at, payload FROM share ORDER BY token_sha256",
        ).fetch_all(on).await)
        .map_err(self.failed())?;
        hand_over(send, "share", shares.into_iter().map(ShareLine::from)).await?;
        let settings: Vec<(i64, String, Option<String>, String, String)> = on_pool!(self.pool(), on => sqlx::query_as(
            "SELECT id, name, value, changed_at, actor FROM setting ORDER BY id",
        ).fetch_all(on).await)
        .map_err(self.failed())?;
        hand_over(send, "setting", settings.into_iter().map(SettingLine::from)).await
    }
}

async fn start(send: &mpsc::Sender<write::Part>, table: &'static str) -> Result<()> {
    send.send(write::Part::Table(table)).await.map_err(|_| StoreError::Abandoned)
}

async fn lines_of(send: &mpsc::Sender<write::Part>, lines: impl Iterator<Item = impl Line>) -> Result<()> {
    let mut text = String::new();
    let mut rows = 0;
    for line in lines {
        line.write(&mut text);
        text.push('\n');
        rows += 1;
    }
    send.send(write::Part::Lines(text, rows)).await.map_err(|_| StoreError::Abandoned)
}

async fn hand_over(
    send: &mpsc::Sender<write::Part>,
    table: &'static str,
    lines: impl Iterator<Item = impl Line>,
) -> Result<()> {
    start(send, table).await?;
    lines_of(send, lines).await
}

fn hex(digest: [u8; 32]) -> String {
    Digest::from_bytes(digest).to_string()
}
