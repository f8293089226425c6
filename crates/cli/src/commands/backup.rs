//! `wuwei backup` and `wuwei restore`: a whole store as one file, and back again.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use wuwei_source::Lang;
use wuwei_store::{Manifest, Store, StoreError, Timestamp};

use crate::failure::Failure;

#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The store: a file, or a `postgres://` address
    #[arg(id = "backed_up", value_name = "STORE")]
    store: String,
    /// The file to write; it must not be there yet
    #[arg(id = "backup_file", value_name = "FILE")]
    file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup
    #[arg(id = "restored_file", value_name = "FILE")]
    file: PathBuf,
    /// The store to fill, which must be empty: a file, or a `postgres://` address
    #[arg(id = "filled", value_name = "STORE")]
    store: String,
}

impl Backup {
    pub(crate) fn run(&self, lang: Lang) -> Result<ExitCode, Failure> {
        // Opening would make an empty store where the name is mistyped.
        if !self.store.contains("://") && !Path::new(plain(&self.store)).is_file() {
            return Err(Failure::request(
                format!("没有 {} 这个库", self.store),
                format!("there is no store {}", self.store),
            ));
        }
        let now = Timestamp::from_system(std::time::SystemTime::now()).unwrap_or(Timestamp::EPOCH);
        let manifest = finish(async { Store::open(&self.store).await?.backup(&self.file, now).await })?;
        say(lang, ("已备份到", "backed up to"), &self.file.display().to_string(), &manifest);
        Ok(ExitCode::SUCCESS)
    }
}

impl Restore {
    pub(crate) fn run(&self, lang: Lang) -> Result<ExitCode, Failure> {
        if !self.file.is_file() {
            let file = self.file.display();
            return Err(Failure::request(format!("没有 {file} 这个文件"), format!("there is no file {file}")));
        }
        let (place, manifest) = finish(async {
            let store = Store::open(&self.store).await?;
            Ok((store.place().to_string(), store.restore(&self.file).await?))
        })?;
        say(lang, ("已恢复到", "restored to"), &place, &manifest);
        Ok(ExitCode::SUCCESS)
    }
}

/// The path of a store without what says that it is one.
fn plain(store: &str) -> &str {
    store.strip_prefix("sqlite:").unwrap_or(store)
}

fn finish<T>(work: impl Future<Output = Result<T, StoreError>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| {
        Failure::request(format!("开不了线程：{error}"), format!("no thread can be started: {error}"))
    })?;
    runtime.block_on(work).map_err(|error| Failure::Request(error.text()))
}

fn say(lang: Lang, (zh, en): (&str, &str), place: &str, manifest: &Manifest) {
    let rows = |table: &str| manifest.rows(table);
    let (uploads, facts, observations) = (rows("upload"), rows("fact"), rows("observation"));
    match lang {
        Lang::Zh => outln!("{zh} {place}：{uploads} 次上传，{facts} 行事实，{observations} 行观测值"),
        Lang::En => {
            outln!("{en} {place}: {uploads} uploads, {facts} rows of facts, {observations} of observed figures")
        }
    }
}
