//! Opening a store, and taking turns at writing.

use std::fs::OpenOptions;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::address::Address;
use crate::error::{Result, StoreError, from_database};
use crate::migrations;
use crate::pool::{Pool, Tx};

/// How long one waits for somebody else who is writing, unless it is said otherwise.
const PATIENCE: Duration = Duration::from_secs(30);
const CONNECTIONS: u32 = 8;

/// What a place was told, and when. Cheap to clone: all clones share the same connections.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    pool: Pool,
    place: String,
    patience: Duration,
    /// Who writes to SQLite holds this: there is one writer at a time, and within one program they queue.
    turn: Arc<Mutex<()>>,
}

impl Store {
    /// Opens the store at a path, a `sqlite:` URL or a `postgres://` URL, and brings its tables to the present version.
    /// A file that isn't there is made, for its owner only; its folder must exist.
    pub async fn open(address: &str) -> Result<Store> {
        Store::open_with(address, PATIENCE).await
    }

    /// The same, waiting only so long for somebody else who is writing.
    pub async fn open_with(address: &str, patience: Duration) -> Result<Store> {
        let address = Address::parse(address)?;
        let place = address.shown();
        let unreachable = |why: String| StoreError::Unreachable { place: place.clone(), why };
        let pool = match address {
            Address::Sqlite(path) => Pool::Sqlite(open_sqlite(&path, patience).await.map_err(unreachable)?),
            Address::Postgres(options) => {
                Pool::Postgres(open_postgres(*options, patience).await.map_err(|error| unreachable(error.to_string()))?)
            }
        };
        migrations::run(&pool, &place).await?;
        Ok(Store { inner: Arc::new(Inner { pool, place, patience, turn: Arc::new(Mutex::new(())) }) })
    }

    /// Where the store is, as it is shown to people: never with a password.
    pub fn place(&self) -> &str {
        &self.inner.place
    }

    /// Waits for what is under way and closes every connection.
    pub async fn close(&self) {
        match self.pool() {
            Pool::Sqlite(pool) => pool.close().await,
            Pool::Postgres(pool) => pool.close().await,
        }
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.inner.pool
    }

    /// Makes an error of the database one of ours.
    pub(crate) fn failed(&self) -> impl Fn(sqlx::Error) -> StoreError + use<> {
        from_database(self.place())
    }

    pub(crate) fn corrupt(&self, what: impl Into<String>) -> StoreError {
        StoreError::Corrupt { place: self.place().to_string(), what: what.into() }
    }

    /// A transaction that may write to `table`, which nobody else writes to meanwhile. Readers aren't held up.
    pub(crate) async fn write(&self, table: Table) -> Result<Writing> {
        let turn = match self.pool() {
            Pool::Sqlite(_) => {
                let turn = tokio::time::timeout(self.inner.patience, self.inner.turn.clone().lock_owned()).await;
                Some(turn.map_err(|_| StoreError::Busy { place: self.place().to_string() })?)
            }
            Pool::Postgres(_) => None,
        };
        let mut tx = begin(self.pool()).await.map_err(self.failed())?;
        if let Tx::Postgres(tx) = &mut tx {
            let lock = match table {
                Table::Upload => "LOCK TABLE upload IN EXCLUSIVE MODE",
                Table::Setting => "LOCK TABLE setting IN EXCLUSIVE MODE",
                Table::Share => "LOCK TABLE share IN ROW EXCLUSIVE MODE",
                Table::All => "LOCK TABLE upload, setting, share IN EXCLUSIVE MODE",
            };
            sqlx::query(lock).execute(&mut **tx).await.map_err(self.failed())?;
        }
        Ok(Writing { tx, _turn: turn })
    }
}

/// What a transaction is going to write to.
#[derive(Clone, Copy)]
pub(crate) enum Table {
    Upload,
    Setting,
    Share,
    All,
}

/// A transaction that writes, and the turn it has. Dropped, it leaves everything as it was.
pub(crate) struct Writing {
    pub(crate) tx: Tx,
    _turn: Option<OwnedMutexGuard<()>>,
}

/// Begins a transaction that writes.
pub(crate) async fn begin(pool: &Pool) -> sqlx::Result<Tx> {
    Ok(match pool {
        // A transaction that only begins to write later could find that it may not.
        Pool::Sqlite(pool) => Tx::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
        Pool::Postgres(pool) => Tx::Postgres(pool.begin().await?),
    })
}

async fn open_sqlite(path: &Path, patience: Duration) -> std::result::Result<sqlx::SqlitePool, String> {
    create(path).map_err(|error| error.to_string())?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        // Rows are some kilobytes.
        .page_size(8192)
        .journal_mode(SqliteJournalMode::Wal)
        // What was acknowledged is on the disk, whatever happens to the machine.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(patience)
        // A page of rows at a time goes from the thread of a connection to who asked, not a few.
        .row_buffer_size(1_000)
        .pragma("cache_size", "-16000")
        .pragma("journal_size_limit", "67108864")
        .disable_statement_logging();
    let pool =
        SqlitePoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(patience.max(Duration::from_secs(5)));
    pool.connect_with(options).await.map_err(|error| error.to_string())
}

/// Makes an empty file that only its owner reads, where there is none; what SQLite puts beside it is made alike.
fn create(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| ())
}

async fn open_postgres(options: PgConnectOptions, patience: Duration) -> sqlx::Result<sqlx::PgPool> {
    let lock_timeout = format!("{}ms", patience.as_millis());
    let options = options
        .options([("lock_timeout", lock_timeout.as_str()), ("client_min_messages", "warning")])
        .disable_statement_logging();
    PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(patience.max(Duration::from_secs(5)))
        .connect_with(options)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_acknowledged_is_on_the_disk() {
        let path = std::env::temp_dir().join(format!("wuwei-store-pragmas-{}.db", std::process::id()));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let read = runtime.block_on(async {
            let pool = open_sqlite(&path, PATIENCE).await.unwrap();
            let journal: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&pool).await.unwrap();
            let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous").fetch_one(&pool).await.unwrap();
            let foreign_keys: i64 = sqlx::query_scalar("PRAGMA foreign_keys").fetch_one(&pool).await.unwrap();
            let timeout: i64 = sqlx::query_scalar("PRAGMA busy_timeout").fetch_one(&pool).await.unwrap();
            pool.close().await;
            (journal, synchronous, foreign_keys, timeout)
        });
        std::fs::remove_file(&path).unwrap();
        assert_eq!(read, ("wal".to_string(), 2, 1, 30_000));
    }
}
