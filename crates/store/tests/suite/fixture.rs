//! A store of each case's own, and the cases once per database.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use wuwei_ir::Date;
use wuwei_source::Text;
use wuwei_store::{Digest, NewUpload, Store, Timestamp, UploadId};

use crate::postgres;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Backend {
    Sqlite,
    Postgres,
}

/// Where a case may work.
pub(crate) struct Fixture {
    pub(crate) backend: Backend,
    pub(crate) url: String,
    pub(crate) folder: Folder,
}

/// Runs a case; a case on PostgreSQL passes without being run where there is no server, which is said.
pub(crate) fn run<F: Future<Output = ()>>(backend: Backend, case: impl FnOnce(Fixture) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = Folder::new();
        if let Some(url) = place(backend, &folder).await {
            case(Fixture { backend, url, folder }).await;
        }
    });
}

async fn place(backend: Backend, folder: &Folder) -> Option<String> {
    static FILES: AtomicU32 = AtomicU32::new(0);
    match backend {
        Backend::Sqlite => {
            let name = format!("存 {}.db", FILES.fetch_add(1, Ordering::Relaxed));
            Some(folder.path().join(name).to_str().unwrap().to_string())
        }
        Backend::Postgres => postgres::database(),
    }
}

impl Fixture {
    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.url).await.unwrap()
    }

    /// Another place of the same kind with nothing in it.
    pub(crate) async fn another(&self) -> String {
        place(self.backend, &self.folder).await.unwrap()
    }

    /// A place of the other kind with nothing in it, if there is one.
    pub(crate) async fn the_other(&self) -> Option<String> {
        let other = match self.backend {
            Backend::Sqlite => Backend::Postgres,
            Backend::Postgres => Backend::Sqlite,
        };
        place(other, &self.folder).await
    }
}

/// Each case as a test on either database.
macro_rules! cases {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[test] fn $name() { $crate::fixture::run($crate::fixture::Backend::Sqlite, super::$name); })*
        }
        mod postgres {
            $(#[test] fn $name() { $crate::fixture::run($crate::fixture::Backend::Postgres, super::$name); })*
        }
    };
}

pub(crate) use cases;

/// A folder that goes with the test.
#[derive(Clone)]
pub(crate) struct Folder(Arc<Removed>);

struct Removed(PathBuf);

impl Folder {
    fn new() -> Folder {
        static FOLDERS: AtomicU32 = AtomicU32::new(0);
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("wuwei-store-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(Arc::new(Removed(path)))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0.0
    }
}

impl Drop for Removed {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// An instant so many seconds after some morning.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_millis(1_772_353_800_000 + seconds * 1000).unwrap()
}

/// An upload of a made-up file.
pub(crate) fn upload(learnt: &str) -> NewUpload {
    NewUpload {
        file: "企业.xlsx".to_string(),
        sha256: Digest::of(learnt.as_bytes()),
        received_at: at(0),
        learnt: date(learnt),
        actor: "operator".to_string(),
        synthetic: true,
        notice: Text::new("合成数据", "Made-up data"),
    }
}

/// A row of an upload: kind, key, and cells, where `-` withdraws.
pub(crate) type Row<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

/// Accepts rows as one upload.
pub(crate) async fn accept(store: &Store, learnt: &str, replaces: &[&str], rows: &[Row<'_>]) -> UploadId {
    let mut writer = store.begin_facts(&upload(learnt)).await.unwrap();
    for kind in replaces {
        writer.replace(kind).await.unwrap();
    }
    for (kind, key, cells) in rows {
        let cells = cells.iter().map(|(column, value)| (*column, Some(*value).filter(|value| *value != "-")));
        writer.row(kind, key, cells).await.unwrap();
    }
    writer.commit().await.unwrap()
}

/// What is known of a subject as one line, each cell with its upload.
pub(crate) fn line(subject: &wuwei_store::Subject) -> String {
    let cells = subject
        .cells()
        .iter()
        .map(|cell| format!("{}={}@{}", cell.column, cell.value.as_deref().unwrap_or("-"), cell.upload));
    format!("{}: {}", subject.key, cells.collect::<Vec<_>>().join(" "))
}

/// All subjects of a kind as lines.
pub(crate) async fn lines(store: &Store, kind: &str, as_of: impl Into<wuwei_store::AsOf>) -> Vec<String> {
    let mut subjects = store.subjects(kind, as_of).await.unwrap();
    let mut out = Vec::new();
    while let Some(subject) = subjects.next().await.unwrap() {
        out.push(line(&subject));
    }
    out
}

/// Numbers at random, the same each time.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % end as u64) as usize
    }
}
