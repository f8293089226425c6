//! Where a store is: a file for SQLite, a URL for PostgreSQL.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;
use wuwei_source::Text;

use crate::error::{Result, StoreError};

/// Where a store is.
pub(crate) enum Address {
    Sqlite(PathBuf),
    Postgres(Box<PgConnectOptions>),
}

impl Address {
    pub(crate) fn parse(text: &str) -> Result<Address> {
        let wrong = |zh: &str, en: &str| StoreError::Address { address: shown(text), why: Text::new(zh, en) };
        if text.contains('\0') {
            return Err(wrong("含有不能使用的字符", "it has a character that can't be used"));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(text).map_err(|error| StoreError::Address {
                address: shown(text),
                why: Text::new(format!("不是完整的网址（{error}）"), format!("it isn't a whole URL ({error})")),
            })?;
            return Ok(Address::Postgres(Box::new(options.application_name("wuwei"))));
        }
        let path = text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:")).unwrap_or(text);
        if path.is_empty() {
            return Err(wrong("没有写文件路径", "it names no file"));
        }
        if path.starts_with(":memory:") {
            return Err(wrong("内存中的库关闭后不留内容", "what is in memory is gone when it is closed"));
        }
        if path.len() == text.len() && text.contains("://") {
            return Err(wrong("只支持 SQLite 和 PostgreSQL", "only SQLite and PostgreSQL are supported"));
        }
        Ok(Address::Sqlite(Path::new(path).to_path_buf()))
    }

    /// The place in a sentence; never with a password.
    pub(crate) fn shown(&self) -> String {
        match self {
            Address::Sqlite(path) => path.display().to_string(),
            Address::Postgres(options) => {
                let host = match options.get_socket() {
                    Some(socket) => socket.display().to_string(),
                    None => format!("{}:{}", options.get_host(), options.get_port()),
                };
                format!("postgres://{host}/{}", options.get_database().unwrap_or(options.get_username()))
            }
        }
    }
}

/// An address that couldn't be read, without what may be a password: neither before the `@` nor in the query.
fn shown(text: &str) -> String {
    let text: String = text.chars().filter(|char| !char.is_control()).collect();
    let Some((scheme, rest)) = text.split_once("://") else { return text };
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let rest = rest.rsplit('@').next().unwrap_or_default();
    format!("{scheme}://{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str) -> String {
        match Address::parse(text) {
            Ok(address) => address.shown(),
            Err(error) => error.text().en,
        }
    }

    #[test]
    fn a_path_and_a_url_of_sqlite_are_files() {
        for text in ["data/市.db", "sqlite:data/市.db", "sqlite://data/市.db"] {
            assert_eq!(place(text), "data/市.db");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        for text in [
            "postgres://clerk:hunter2@db.example:5433/city",
            "postgresql://clerk@db.example:5433/city?password=hunter2",
            "postgres://clerk:hunter2@db.example:port/city",
            "mysql://clerk:hunter2@db.example/city",
        ] {
            let shown = place(text);
            assert!(!shown.contains("hunter2"), "{shown}");
            assert!(shown.contains("db.example"), "{shown}");
        }
    }

    #[test]
    fn what_is_no_store_is_refused() {
        for text in ["", "sqlite:", "sqlite::memory:", ":memory:", "mysql://host/db", "a\0b"] {
            assert!(matches!(Address::parse(text), Err(StoreError::Address { .. })), "{text}");
        }
    }
}
