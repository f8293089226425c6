//! What may be looked at by whoever has a link, until it expires.

use std::fmt;

use wuwei_source::Text;

use crate::digest::Digest;
use crate::error::Result;
use crate::pool::{in_tx, on_pool};
use crate::store::{Store, Table};
use crate::timestamp::Timestamp;
use crate::upload::{check_name, check_text};

/// The secret in a link. It is made where randomness comes from; the store keeps its digest only, so that nobody who reads
/// the database can open what was shared.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A token from its text.
    pub fn new(text: impl Into<String>) -> Token {
        Token(text.into())
    }

    fn hash(&self) -> String {
        Digest::of(self.0.as_bytes()).to_string()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Something shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// What was shared, as it was given.
    pub payload: String,
    /// Since when.
    pub created_at: Timestamp,
    /// From when on it is gone.
    pub expires_at: Timestamp,
}

impl Store {
    /// Keeps something under a token until it expires, and says whether it was kept: a token that is taken already keeps
    /// what it has.
    pub async fn put_share(&self, token: &Token, share: &Share) -> Result<bool> {
        check_name(Text::new("分享口令", "token"), &token.0).map_err(|_| crate::StoreError::Unfit {
            what: Text::new("分享口令", "token"),
            value: "…".to_string(),
            why: Text::new("为空或过长", "it is empty or too long"),
        })?;
        check_text(Text::new("分享内容", "shared text"), &share.payload)?;
        let mut writing = self.write(Table::Share).await?;
        let taken = in_tx!(&mut writing.tx, on => sqlx::query(
            "INSERT INTO share (token_sha256, created_at, expires_at, payload) VALUES ($1, $2, $3, $4) \
             ON CONFLICT DO NOTHING",
        )
        .bind(token.hash()).bind(share.created_at.to_string()).bind(share.expires_at.to_string()).bind(&share.payload)
        .execute(on).await.map(|done| done.rows_affected()))
        .map_err(self.failed())?;
        writing.tx.commit().await.map_err(self.failed())?;
        Ok(taken == 1)
    }

    /// What was shared under a token, unless it has expired by now.
    pub async fn share(&self, token: &Token, now: Timestamp) -> Result<Option<Share>> {
        let row: Option<(String, String, String)> = on_pool!(self.pool(), on => sqlx::query_as(
            "SELECT payload, created_at, expires_at FROM share WHERE token_sha256 = $1 AND expires_at > $2",
        ).bind(token.hash()).bind(now.to_string()).fetch_optional(on).await)
        .map_err(self.failed())?;
        let Some((payload, created_at, expires_at)) = row else { return Ok(None) };
        let instant = |text: &str| Timestamp::parse(text).ok_or_else(|| self.corrupt(format!("share: {text}")));
        Ok(Some(Share { payload, created_at: instant(&created_at)?, expires_at: instant(&expires_at)? }))
    }

    /// Removes what has expired by now, and says how much that was.
    pub async fn sweep_shares(&self, now: Timestamp) -> Result<u64> {
        let mut writing = self.write(Table::Share).await?;
        let swept = in_tx!(&mut writing.tx, on => sqlx::query("DELETE FROM share WHERE expires_at <= $1")
            .bind(now.to_string()).execute(on).await.map(|done| done.rows_affected()))
        .map_err(self.failed())?;
        writing.tx.commit().await.map_err(self.failed())?;
        Ok(swept)
    }
}
