//! What differs: between two states of the store, and between what is known and what somebody proposes.

use std::collections::BTreeMap;

use crate::error::Result;
use crate::pool::on_pool;
use crate::store::Store;
use crate::subject::{Cell, Subject};
use crate::upload::{AsOf, UploadId, What};
use crate::write::day;

/// What may be known otherwise in one state than in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The last upload that was looked at; ask for what changed since it the next time.
    pub through: UploadId,
    /// Subjects of which something was said, kind and key, in byte order.
    pub subjects: Vec<(String, String)>,
    /// Kinds that were replaced: any subject of theirs may have changed or be known no longer.
    pub replaced: Vec<String>,
    /// Whether there are other observations.
    pub observations: bool,
}

/// A proposed row beside what is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which subject.
    pub key: String,
    /// Whether nothing was known of it.
    pub is_new: bool,
    /// The columns in which the row says something else, in byte order.
    pub changes: Vec<Change>,
    /// In how many columns it says what is known already.
    pub same: usize,
}

/// A cell that would be known otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The column.
    pub column: String,
    /// What is known, and from which upload.
    pub before: Option<Cell>,
    /// What would be known; `None` where the value is withdrawn.
    pub after: Option<String>,
}

/// A proposed row: columns and their values, `None` where what was known is withdrawn.
pub type Proposed = BTreeMap<String, Option<String>>;

impl Store {
    /// What was said since an upload, whatever day it was learnt.
    pub async fn changed_since(&self, upload: UploadId) -> Result<Changed> {
        let all = AsOf::day(wuwei_ir::Date::MAX);
        self.changed(all.through(upload), all).await
    }

    /// What may be known otherwise in one state than in another: another day, other uploads, or both.
    pub async fn changed(&self, one: AsOf, other: AsOf) -> Result<Changed> {
        let latest = self.latest().await?;
        let through = |as_of: AsOf| as_of.through.unwrap_or(latest).min(latest);
        let (first, second) = (through(one), through(other));
        // Uploads that count in one state and not in the other.
        let uploads: Vec<(i64, String)> = on_pool!(self.pool(), on => sqlx::query_as(
            "SELECT id, what FROM upload \
             WHERE (id <= $1 AND learnt <= $2) <> (id <= $3 AND learnt <= $4) ORDER BY id",
        ).bind(first.0).bind(day(one.day)).bind(second.0).bind(day(other.day)).fetch_all(on).await)
        .map_err(self.failed())?;
        let mut out = Changed {
            through: first.max(second),
            subjects: Vec::new(),
            replaced: Vec::new(),
            observations: uploads.iter().any(|(_, what)| What::from_word(what) == Some(What::Observations)),
        };
        for (upload, _) in uploads {
            let subjects: Vec<(String, String)> = on_pool!(self.pool(), on => sqlx::query_as(
                "SELECT kind, subject FROM fact WHERE upload = $1 ORDER BY kind, subject",
            ).bind(upload).fetch_all(on).await)
            .map_err(self.failed())?;
            let replaced: Vec<String> = on_pool!(self.pool(), on => sqlx::query_scalar(
                "SELECT kind FROM replaced WHERE upload = $1 ORDER BY kind",
            ).bind(upload).fetch_all(on).await)
            .map_err(self.failed())?;
            out.subjects.extend(subjects);
            out.replaced.extend(replaced);
        }
        out.replaced.sort_unstable();
        out.replaced.dedup();
        out.subjects.sort_unstable();
        out.subjects.dedup();
        Ok(out)
    }

    /// Proposed rows beside what is known, in the order in which they are proposed: what would change if they were
    /// accepted without replacing the kind.
    pub async fn diff(
        &self,
        kind: &str,
        proposed: &[(String, Proposed)],
        as_of: impl Into<AsOf>,
    ) -> Result<Vec<Difference>> {
        let keys: Vec<&str> = proposed.iter().map(|(key, _)| key.as_str()).collect();
        let known = self.subjects_by_key(kind, &keys, as_of).await?;
        Ok(proposed.iter().zip(known).map(|((key, row), known)| compare(key, row, known.as_ref())).collect())
    }

    /// The subjects of a kind that would be known no longer if these alone replaced it, in byte order.
    pub async fn dropped(&self, kind: &str, keys: &[&str], as_of: impl Into<AsOf>) -> Result<Vec<String>> {
        let mut kept = keys.to_vec();
        kept.sort_unstable();
        let mut known = self.keys(kind, as_of).await?;
        known.retain(|key| kept.binary_search(&key.as_str()).is_err());
        Ok(known)
    }
}

fn compare(key: &str, row: &Proposed, known: Option<&Subject>) -> Difference {
    let mut out = Difference { key: key.to_string(), is_new: known.is_none(), changes: Vec::new(), same: 0 };
    for (column, after) in row {
        let before = known.and_then(|subject| subject.cell(column));
        // To withdraw what isn't known changes nothing.
        if before.and_then(|cell| cell.value.as_deref()) == after.as_deref() {
            out.same += 1;
        } else {
            out.changes.push(Change { column: column.clone(), before: before.cloned(), after: after.clone() });
        }
    }
    out
}

impl Difference {
    /// Whether accepting the row would leave everything as it is known.
    pub fn is_nothing(&self) -> bool {
        !self.is_new && self.changes.is_empty()
    }
}
