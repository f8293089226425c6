//! The tables, version by version.
//!
//! A released file is never edited: what changes comes in a new one. Every released version is opened by a test.

use sqlx::migrate::{AppliedMigration, Migrate as _, MigrateError, Migration, MigrationType, Migrator};
use sqlx::{SqlSafeStr as _, SqlStr};

use crate::error::{Result, StoreError, from_database};
use crate::pool::{Pool, Tx};
use crate::store::begin;

const TABLE: &str = "_sqlx_migrations";

/// Where PostgreSQL keeps others from migrating at the same time; a number of our own.
const LOCK: i64 = 0x7775_7765_6900;

const SQLITE: [(i64, &str, &str); 1] = [(1, "initial", include_str!("../migrations/sqlite/0001_initial.sql"))];
const POSTGRES: [(i64, &str, &str); 1] = [(1, "initial", include_str!("../migrations/postgres/0001_initial.sql"))];

/// The version of the tables that this program works with.
pub const SCHEMA_VERSION: i64 = SQLITE[SQLITE.len() - 1].0;

fn migrator(pool: &Pool) -> Migrator {
    let files = match pool {
        Pool::Sqlite(_) => SQLITE,
        Pool::Postgres(_) => POSTGRES,
    };
    let migrations = files.map(|(version, name, sql)| {
        Migration::new(version, name.into(), MigrationType::Simple, SqlStr::from_static(sql).into_sql_str(), false)
    });
    let mut migrator = Migrator::with_migrations(migrations.into());
    // All of it happens in one transaction of ours, under a lock that lasts as long.
    migrator.set_locking(false);
    migrator
}

/// Brings the tables to the present version, all at once or not at all.
pub(crate) async fn run(pool: &Pool, place: &str) -> Result<()> {
    let migrator = migrator(pool);
    if is_present(pool, &migrator).await {
        return Ok(());
    }
    let failed = from_database(place);
    let mut tx = begin(pool).await.map_err(&failed)?;
    let outcome = match &mut tx {
        Tx::Sqlite(tx) => migrator.run_direct(None, &mut **tx, false).await,
        Tx::Postgres(tx) => {
            let lock = sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(LOCK);
            lock.execute(&mut **tx).await.map_err(&failed)?;
            migrator.run_direct(None, &mut **tx, false).await
        }
    };
    outcome.map_err(|error| match error {
        MigrateError::VersionMissing(found) => {
            StoreError::Newer { place: place.to_string(), found, known: SCHEMA_VERSION }
        }
        MigrateError::VersionMismatch(version) | MigrateError::Dirty(version) => {
            StoreError::Altered { place: place.to_string(), version }
        }
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => failed(error),
        error => StoreError::Database { place: place.to_string(), why: error.to_string() },
    })?;
    tx.commit().await.map_err(&failed)
}

/// Whether there is nothing to do; asked first, so that opening doesn't wait for who writes.
async fn is_present(pool: &Pool, migrator: &Migrator) -> bool {
    let applied: Vec<AppliedMigration> = match pool {
        Pool::Sqlite(pool) => match pool.acquire().await {
            Ok(mut connection) => connection.list_applied_migrations(TABLE).await.unwrap_or_default(),
            Err(_) => return false,
        },
        Pool::Postgres(pool) => match pool.acquire().await {
            Ok(mut connection) => connection.list_applied_migrations(TABLE).await.unwrap_or_default(),
            Err(_) => return false,
        },
    };
    let same = |(applied, known): (&AppliedMigration, &Migration)| {
        applied.version == known.version && applied.checksum == known.checksum
    };
    applied.len() == migrator.iter().count() && applied.iter().zip(migrator.iter()).all(same)
}
