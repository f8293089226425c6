//! Every version of the tables that was released opens with its data intact.
//!
//! `tests/dumps` has the sample store of each version as its database wrote it down. A dump is never changed; whoever adds
//! a version of the tables adds its dumps.

use std::path::{Path, PathBuf};
use std::process::Command;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection as _};
use wuwei_store::{SCHEMA_VERSION, Store, StoreError};

use crate::fixture::{Backend, Fixture, accept, at, cases};
use crate::sample;
use crate::uploads::execute;

cases! {
    every_released_version_opens_with_its_data,
    tables_of_a_later_version_are_left_alone,
    tables_of_somebody_else_are_left_alone,
}

fn path(backend: Backend, version: i64) -> PathBuf {
    let name = match backend {
        Backend::Sqlite => format!("v{version}.sqlite.sql"),
        Backend::Postgres => format!("v{version}.postgres.sql"),
    };
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dumps").join(name)
}

fn dump(backend: Backend, version: i64) -> String {
    let path = path(backend, version);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Writes the dumps of the present version, for whoever has just added it:
/// `cargo test -p wuwei-store migrations::write -- --ignored`. Those that are there stay.
#[test]
#[ignore = "writes files"]
fn write_the_dumps_of_the_present_version() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        crate::fixture::run(backend, async |fixture| {
            let store = fixture.open().await;
            sample::fill(&store).await;
            store.close().await;
            let text = match backend {
                Backend::Sqlite => dump_sqlite(&fixture.url).await,
                Backend::Postgres => pg_dump(&fixture.url),
            };
            let path = path(backend, SCHEMA_VERSION);
            assert!(!path.exists(), "{} is there already", path.display());
            std::fs::write(path, text).unwrap();
        });
    }
}

/// Tables, then rows, then indexes and triggers, as SQLite's own program does it.
async fn dump_sqlite(path: &str) -> String {
    let mut connection = SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(path)).await.unwrap();
    let sql = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid";
    let schema: Vec<(String, String, String)> = sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap();
    let (tables, rest): (Vec<_>, Vec<_>) = schema.into_iter().partition(|(kind, ..)| kind == "table");
    let mut out = String::new();
    for (_, name, sql) in &tables {
        out.push_str(&format!("{sql};\n"));
        let columns = AssertSqlSafe(format!("SELECT name FROM pragma_table_info('{name}')"));
        let columns: Vec<String> = sqlx::query_scalar(columns).fetch_all(&mut connection).await.unwrap();
        let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
        let rows = AssertSqlSafe(format!("SELECT {} FROM {name} ORDER BY rowid", quoted.join(" || ', ' || ")));
        let rows: Vec<String> = sqlx::query_scalar(rows).fetch_all(&mut connection).await.unwrap();
        out.extend(rows.iter().map(|row| format!("INSERT INTO {name} VALUES ({row});\n")));
    }
    out.extend(rest.iter().map(|(_, _, sql)| format!("{sql};\n")));
    out
}

async fn every_released_version_opens_with_its_data(fixture: Fixture) {
    let fresh = Store::open(&fixture.another().await).await.unwrap();
    sample::fill(&fresh).await;
    let expected = sample::describe(&fresh).await;
    let path = |name: &str| fixture.folder.path().join(name);
    let whole = fresh.backup(&path("fresh.zip"), at(0)).await.unwrap();
    for version in 1..=SCHEMA_VERSION {
        let old = Fixture { url: fixture.another().await, ..fixture_like(&fixture) };
        execute(&old, &dump(fixture.backend, version)).await.unwrap();
        let store = old.open().await;
        assert_eq!(sample::describe(&store).await, expected, "version {version}");
        // To the last byte of every table.
        assert_eq!(store.backup(&path(&format!("{version}.zip")), at(0)).await.unwrap(), whole);
        // It works on, too.
        accept(&store, "2025-06-01", &[], &[("企业", "91D", &[("名称", "丁")])]).await;
        store.close().await;
    }
}

fn fixture_like(fixture: &Fixture) -> Fixture {
    Fixture { backend: fixture.backend, url: String::new(), folder: fixture.folder.clone() }
}

async fn tables_of_a_later_version_are_left_alone(fixture: Fixture) {
    let store = fixture.open().await;
    sample::fill(&store).await;
    store.close().await;
    let success = if fixture.backend == Backend::Sqlite { "1" } else { "TRUE" };
    let add = format!(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (999, 'later', {success}, '', 0)"
    );
    execute(&fixture, &add).await.unwrap();
    let error = Store::open(&fixture.url).await.unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 999, known: SCHEMA_VERSION, .. }), "{error:?}");
}

async fn tables_of_somebody_else_are_left_alone(fixture: Fixture) {
    fixture.open().await.close().await;
    execute(&fixture, "UPDATE _sqlx_migrations SET checksum = ''").await.unwrap();
    let error = Store::open(&fixture.url).await.unwrap_err();
    assert!(matches!(error, StoreError::Altered { version: 1, .. }), "{error:?}");
    // Tables of the same names, made by nobody we know.
    let other = Fixture { url: fixture.another().await, ..fixture_like(&fixture) };
    execute(&other, "CREATE TABLE fact (id INTEGER)").await.unwrap();
    let error = Store::open(&other.url).await.unwrap_err();
    assert!(matches!(error, StoreError::Database { .. }), "{error:?}");
    // Nothing of ours is left there: it happens in one transaction.
    assert!(execute(&other, "SELECT * FROM upload").await.is_err());
    assert!(execute(&other, "SELECT * FROM _sqlx_migrations").await.is_err());
}

/// A database of ours as its server writes it down.
fn pg_dump(url: &str) -> String {
    let programs = crate::postgres::programs().unwrap();
    let mut command = Command::new(programs.join("pg_dump"));
    command.args(["--inserts", "--no-owner", "--no-privileges", url]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    // What is meant for the server's own terminal isn't SQL.
    text.lines().filter(|line| !line.starts_with('\\')).fold(String::new(), |text, line| text + line + "\n")
}
