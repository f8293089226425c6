//! The two databases behind one interface.
//!
//! A statement is written once and runs on either: the macros below repeat it for both types of connection. Text,
//! 64-bit integers and yes/no are all that the tables hold, and both drivers agree on them.

use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Database, Encode, Postgres, SqlSafeStr as _, Sqlite, Transaction, Type};
use sqlx::{postgres::PgPool, sqlite::SqlitePool};

/// Connections to one of the databases.
#[derive(Debug)]
pub(crate) enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// A transaction that writes; rolled back unless it is committed.
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    pub(crate) async fn commit(self) -> sqlx::Result<()> {
        match self {
            Tx::Sqlite(tx) => tx.commit().await,
            Tx::Postgres(tx) => tx.commit().await,
        }
    }

    pub(crate) async fn rollback(self) -> sqlx::Result<()> {
        match self {
            Tx::Sqlite(tx) => tx.rollback().await,
            Tx::Postgres(tx) => tx.rollback().await,
        }
    }
}

/// Does the same on whichever pool it is.
macro_rules! on_pool {
    ($pool:expr, $on:ident => $statement:expr) => {
        match $pool {
            $crate::pool::Pool::Sqlite($on) => $statement,
            $crate::pool::Pool::Postgres($on) => $statement,
        }
    };
}

/// Does the same in whichever transaction it is.
macro_rules! in_tx {
    ($tx:expr, $on:ident => $statement:expr) => {
        match $tx {
            $crate::pool::Tx::Sqlite(tx) => {
                let $on = &mut **tx;
                $statement
            }
            $crate::pool::Tx::Postgres(tx) => {
                let $on = &mut **tx;
                $statement
            }
        }
    };
}

pub(crate) use {in_tx, on_pool};

/// A value of a row to insert.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Int(i64),
    Bool(bool),
    Text(String),
    /// Text that isn't there.
    Null,
}

/// How many values one statement takes: SQLite allows 32,766 and PostgreSQL 65,535, and beyond some hundreds there is
/// nothing to gain.
const VALUES: usize = 1_000;

/// Rows for one table, inserted many at a time.
pub(crate) struct Batch {
    table: &'static str,
    columns: &'static [&'static str],
    values: Vec<Value>,
    /// The statement of a full batch, which is used again and again.
    full: String,
}

impl Batch {
    pub(crate) fn new(table: &'static str, columns: &'static [&'static str]) -> Batch {
        let mut batch = Batch { table, columns, values: Vec::new(), full: String::new() };
        batch.full = batch.statement(VALUES / columns.len());
        batch
    }

    /// Adds a row, and says whether it is time to flush.
    pub(crate) fn push<const N: usize>(&mut self, row: [Value; N]) -> bool {
        debug_assert_eq!(N, self.columns.len());
        self.values.extend(row);
        self.values.len() + N > VALUES
    }

    /// The rows that wait.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &[Value]> {
        self.values.chunks(self.columns.len())
    }

    pub(crate) fn clear(&mut self) {
        self.values.clear();
    }

    fn statement(&self, rows: usize) -> String {
        let width = self.columns.len();
        let mut sql = format!("INSERT INTO {} ({}) VALUES ", self.table, self.columns.join(", "));
        for row in 0..rows {
            sql.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..width {
                if column > 0 {
                    sql.push_str(", ");
                }
                sql.push_str(&format!("${}", row * width + column + 1));
            }
            sql.push(')');
        }
        sql.push_str(" ON CONFLICT DO NOTHING");
        sql
    }

    /// Inserts the rows that wait, and says how many there were and how many of them the table took: a row whose key is
    /// there already is passed over.
    pub(crate) async fn flush(&mut self, tx: &mut Tx) -> sqlx::Result<(u64, u64)> {
        let rows = self.values.len() / self.columns.len();
        if rows == 0 {
            return Ok((0, 0));
        }
        let is_full = rows == VALUES / self.columns.len();
        let sql = if is_full { self.full.clone() } else { self.statement(rows) };
        // The text is made of names of ours and numbered places only.
        let sql = AssertSqlSafe(sql).into_sql_str();
        let values = self.values.iter().cloned();
        let taken = match tx {
            Tx::Sqlite(tx) => {
                bind(sqlx::query(sql).persistent(is_full), values).execute(&mut **tx).await?.rows_affected()
            }
            Tx::Postgres(tx) => {
                bind(sqlx::query(sql).persistent(is_full), values).execute(&mut **tx).await?.rows_affected()
            }
        };
        Ok((rows as u64, taken))
    }
}

fn bind<'q, DB: Database>(
    mut query: Query<'q, DB, DB::Arguments>,
    values: impl Iterator<Item = Value>,
) -> Query<'q, DB, DB::Arguments>
where
    i64: Encode<'q, DB> + Type<DB>,
    bool: Encode<'q, DB> + Type<DB>,
    String: Encode<'q, DB> + Type<DB>,
    Option<String>: Encode<'q, DB> + Type<DB>,
{
    for value in values {
        query = match value {
            Value::Int(value) => query.bind(value),
            Value::Bool(value) => query.bind(value),
            Value::Text(value) => query.bind(value),
            Value::Null => query.bind(None::<String>),
        };
    }
    query
}
