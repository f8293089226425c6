//! What can go wrong, in words that say what, where, why and what to do.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use wuwei_source::{Lang, Text};

/// Why the store could not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// The address names no store.
    Address {
        /// The address, without a password.
        address: String,
        /// What is wrong with it.
        why: Text,
    },
    /// The database could not be opened or reached.
    Unreachable {
        /// Where, without a password.
        place: String,
        /// What the database or the system said.
        why: String,
    },
    /// The database was made by a later version of Wuwei.
    Newer {
        /// Where.
        place: String,
        /// The version of its tables.
        found: i64,
        /// The latest version known here.
        known: i64,
    },
    /// The record of how the tables were made disagrees with ours.
    Altered {
        /// Where.
        place: String,
        /// The version that differs.
        version: i64,
    },
    /// Somebody else is writing, for longer than one waits.
    Busy {
        /// Where.
        place: String,
    },
    /// The disk is full.
    Full {
        /// Where.
        place: String,
    },
    /// The database refused or failed.
    Database {
        /// Where.
        place: String,
        /// What it said.
        why: String,
    },
    /// A row of the database doesn't hold what the store writes.
    Corrupt {
        /// Where.
        place: String,
        /// Which row, and what is wrong with it.
        what: String,
    },
    /// A name or text that can't be kept.
    Unfit {
        /// What it was to be.
        what: Text,
        /// The beginning of it.
        value: String,
        /// What is wrong with it.
        why: Text,
    },
    /// One upload says something of one subject twice.
    SubjectTwice {
        /// The kind of subject.
        kind: String,
        /// Which subject.
        key: String,
    },
    /// One row has a column twice.
    ColumnTwice {
        /// Which.
        column: String,
    },
    /// What failed or was given up half-way can't go on.
    Abandoned,
    /// A backup can be restored only where there is nothing yet.
    NotEmpty {
        /// Where.
        place: String,
    },
    /// A backup never takes the place of a file.
    Exists {
        /// Which file.
        path: PathBuf,
    },
    /// A file could not be read or written.
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
    /// A backup isn't whole, or isn't a backup.
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        why: Text,
    },
    /// A backup in a format of a later version.
    NewerBackup {
        /// Which file.
        path: PathBuf,
        /// Its format.
        found: u64,
    },
}

/// What every operation of the store gives.
pub type Result<T> = std::result::Result<T, StoreError>;

impl StoreError {
    /// What happened, where, why, and what to do about it.
    pub fn text(&self) -> Text {
        match self {
            StoreError::Address { address, why } => Text::new(
                format!(
                    "不能用「{address}」作数据库地址：{}。请写 SQLite 文件的路径，或 postgres://用户@主机/库名。",
                    why.zh
                ),
                format!(
                    "`{address}` can't be used as the address of a store: {}. Give the path of an SQLite file, or \
                     postgres://user@host/database.",
                    why.en
                ),
            ),
            StoreError::Unreachable { place, why } => Text::new(
                format!("打不开数据库 {place}：{why}。请检查路径或地址、访问权限，以及数据库服务是否在运行。"),
                format!(
                    "The database {place} can't be opened: {why}. Check the path or address, the permissions, and \
                     whether the server is running."
                ),
            ),
            StoreError::Newer { place, found, known } => Text::new(
                format!(
                    "数据库 {place} 由更新版本的程序建立（表结构第 {found} 版，本程序只认到第 {known} 版）。请使用更新的程序；数据未作任何改动。"
                ),
                format!(
                    "The database {place} was made by a later version (its tables are version {found}, this program \
                     knows them up to {known}). Use the later program; nothing was changed."
                ),
            ),
            StoreError::Altered { place, version } => Text::new(
                format!(
                    "数据库 {place} 记载的第 {version} 版建表记录与本程序不一致，可能不是本程序建立的库，或建库后被改过。请换一个库，或从备份恢复。"
                ),
                format!(
                    "What the database {place} records of version {version} of its tables isn't what this program \
                     made: it may belong to something else, or was altered. Use another database, or restore a backup."
                ),
            ),
            StoreError::Busy { place } => Text::new(
                format!("数据库 {place} 正被另一次写入占用，等候超时。本次操作未生效，请稍后重试。"),
                format!(
                    "The database {place} is being written by somebody else, and waiting took too long. Nothing was \
                     done; try again later."
                ),
            ),
            StoreError::Full { place } => Text::new(
                format!("数据库 {place} 所在磁盘已满。本次操作未生效，请腾出空间后重试。"),
                format!("The disk of the database {place} is full. Nothing was done; make room and try again."),
            ),
            StoreError::Database { place, why } => Text::new(
                format!("数据库 {place} 出错：{why}。本次操作未生效；如再次出现，请检查磁盘和数据库服务。"),
                format!(
                    "The database {place} failed: {why}. Nothing was done; if it happens again, check the disk and \
                     the server."
                ),
            ),
            StoreError::Corrupt { place, what } => Text::new(
                format!("数据库 {place} 中有不是本程序写入的内容：{what}。请从备份恢复到新的库，并保留原库备查。"),
                format!(
                    "The database {place} holds something that this program doesn't write: {what}. Restore a backup \
                     into a new database, and keep this one to be looked at."
                ),
            ),
            StoreError::Unfit { what, value, why } => Text::new(
                format!("{}「{value}」不能存入：{}。请改正后重试。", what.zh, why.zh),
                format!("The {} `{value}` can't be kept: {}. Correct it and try again.", what.en, why.en),
            ),
            StoreError::SubjectTwice { kind, key } => Text::new(
                format!("同一次上传中，{kind}「{key}」出现了两次。请合并为一行后重新上传；本次上传未生效。"),
                format!(
                    "{kind} `{key}` is there twice in one upload. Make one row of them and upload again; nothing of \
                     this upload was kept."
                ),
            ),
            StoreError::ColumnTwice { column } => Text::new(
                format!("同一行中，列「{column}」出现了两次。请删去其一后重新上传；本次上传未生效。"),
                format!(
                    "The column `{column}` is there twice in one row. Remove one and upload again; nothing of this \
                     upload was kept."
                ),
            ),
            StoreError::Abandoned => Text::new(
                "操作中途已出错或被中止，不能继续，全部未生效。请从头再来。",
                "This failed or was given up before, so it can't go on, and nothing of it was kept. Begin anew.",
            ),
            StoreError::NotEmpty { place } => Text::new(
                format!("数据库 {place} 中已有内容，备份只能恢复到空库。请指定一个新的库；原有内容未作改动。"),
                format!(
                    "The database {place} isn't empty, and a backup is only restored into an empty one. Name a new \
                     database; nothing was changed."
                ),
            ),
            StoreError::Exists { path } => Text::new(
                format!("文件 {} 已存在，备份不会覆盖它。请换一个文件名。", path.display()),
                format!(
                    "The file {} exists, and a backup doesn't take its place. Choose another name.",
                    path.display()
                ),
            ),
            StoreError::File { path, why } => Text::new(
                format!("文件 {} 不能读写：{why}。请检查路径、权限和磁盘空间。", path.display()),
                format!(
                    "The file {} can't be read or written: {why}. Check the path, the permissions and the room on \
                     the disk.",
                    path.display()
                ),
            ),
            StoreError::Damaged { path, why } => Text::new(
                format!("{} 不是完好的备份：{}。没有恢复任何内容，请换用另一份备份。", path.display(), why.zh),
                format!("{} isn't a whole backup: {}. Nothing was restored; use another copy.", path.display(), why.en),
            ),
            StoreError::NewerBackup { path, found } => Text::new(
                format!(
                    "备份 {} 由更新版本的程序生成（格式第 {found} 版）。请使用更新的程序恢复；没有恢复任何内容。",
                    path.display()
                ),
                format!(
                    "The backup {} was made by a later version (format {found}). Restore it with the later program; \
                     nothing was restored.",
                    path.display()
                ),
            ),
        }
    }

    pub(crate) fn file(path: &Path) -> impl Fn(io::Error) -> StoreError {
        let path = path.to_path_buf();
        move |error| StoreError::File { path: path.clone(), why: error.to_string() }
    }

    pub(crate) fn damaged(path: &Path, zh: impl Into<String>, en: impl Into<String>) -> StoreError {
        StoreError::Damaged { path: path.to_path_buf(), why: Text::new(zh, en) }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text().get(Lang::En))
    }
}

impl std::error::Error for StoreError {}

/// What kind of trouble the database means by its error.
pub(crate) fn from_database(place: &str) -> impl Fn(sqlx::Error) -> StoreError + use<> {
    let place = place.to_string();
    move |error| {
        let place = place.clone();
        match &error {
            sqlx::Error::PoolTimedOut => StoreError::Busy { place },
            sqlx::Error::Database(said) => {
                let code = said.code().unwrap_or_default();
                if is_postgres(&**said) {
                    match &*code {
                        // lock_not_available, deadlock_detected
                        "55P03" | "40P01" => StoreError::Busy { place },
                        // disk_full
                        "53100" => StoreError::Full { place },
                        _ => StoreError::Database { place, why: said.message().to_string() },
                    }
                } else {
                    // The low byte of SQLite's extended codes is the kind of error: busy, locked, full.
                    match code.parse::<i64>().map(|code| code & 0xff) {
                        Ok(5 | 6) => StoreError::Busy { place },
                        Ok(13) => StoreError::Full { place },
                        _ => StoreError::Database { place, why: said.message().to_string() },
                    }
                }
            }
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                StoreError::Corrupt { place, what: error.to_string() }
            }
            _ => StoreError::Database { place, why: error.to_string() },
        }
    }
}

fn is_postgres(error: &dyn sqlx::error::DatabaseError) -> bool {
    error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>().is_some()
}
