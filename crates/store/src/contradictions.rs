//! Uploads that contradict each other: of the same subject and column they say something else, and the later one holds.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::cells::Columns;
use crate::error::Result;
use crate::facts::counted;
use crate::pool::on_pool;
use crate::store::Store;
use crate::subject::Cell;
use crate::upload::{AsOf, UploadId};

/// How much is looked at and shown.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// So many subjects of which more than one upload speaks are looked at, in byte order of their keys.
    pub subjects: u32,
    /// So many examples of a column are kept.
    pub examples: usize,
}

/// Where uploads contradict each other in a kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contradictions {
    /// The columns in which they do, in byte order.
    pub columns: Vec<Contradicted>,
    /// How many subjects were looked at.
    pub looked_at: u64,
    /// Whether there may be more subjects than were looked at.
    pub is_cut: bool,
}

/// A column in which uploads contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradicted {
    /// The column.
    pub column: Arc<str>,
    /// Of how many subjects.
    pub subjects: u64,
    /// Some of them, in byte order of their keys.
    pub examples: Vec<Contradiction>,
}

/// Two uploads that say something else of a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// Which subject.
    pub key: String,
    /// What was said before, and by which upload.
    pub before: Cell,
    /// What holds.
    pub after: Cell,
}

/// A subject's rows: upload and cells, in the order in which they count.
type Rows = Vec<(String, i64, String)>;

impl Store {
    /// Where uploads contradict each other in columns of a kind that `is_meant`. What was said before its kind was replaced,
    /// or before it was withdrawn, contradicts nothing.
    pub async fn contradictions(
        &self,
        kind: &str,
        as_of: impl Into<AsOf>,
        bounds: Bounds,
        is_meant: impl Fn(&str) -> bool,
    ) -> Result<Contradictions> {
        let view = self.view(kind, as_of.into()).await?;
        // Both parts follow the index by kind, subject and upload, so that no more is read than is looked at.
        let keys: Vec<String> = on_pool!(self.pool(), on => sqlx::query_scalar(
            "SELECT subject FROM fact WHERE kind = $1 AND upload <= $2 GROUP BY subject HAVING COUNT(*) > 1 \
             ORDER BY subject LIMIT $3",
        ).bind(&view.kind).bind(view.through).bind(i64::from(bounds.subjects) + 1).fetch_all(on).await)
        .map_err(self.failed())?;
        let most = bounds.subjects as usize;
        let mut out = Contradictions { is_cut: keys.len() > most, ..Contradictions::default() };
        let mut columns = Columns::default();
        let mut found: BTreeMap<Arc<str>, Contradicted> = BTreeMap::new();
        for keys in keys[..keys.len().min(most)].chunks(SUBJECTS) {
            let (Some(first), Some(last)) = (keys.first(), keys.last()) else { break };
            let rows: Vec<(String, i64, String, String)> = on_pool!(self.pool(), on => sqlx::query_as(counted!(
                "SELECT f.subject, f.upload, u.learnt, f.cells",
                "AND f.subject >= $6 AND f.subject <= $7 ORDER BY f.subject, f.upload"
            ))
            .bind(&view.kind).bind(&view.day).bind(view.through).bind(&view.since.0).bind(view.since.1)
            .bind(first).bind(last).fetch_all(on).await)
            .map_err(self.failed())?;
            let mut by_key: BTreeMap<String, Rows> = BTreeMap::new();
            for (key, upload, learnt, cells) in rows {
                if keys.binary_search(&key).is_ok() {
                    by_key.entry(key).or_default().push((learnt, upload, cells));
                }
            }
            for (key, mut rows) in by_key {
                out.looked_at += 1;
                rows.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
                let mut said = Vec::with_capacity(rows.len());
                for (_, upload, cells) in rows {
                    let row = self.read_cells(&mut columns, &cells, &view.kind, &key, upload)?;
                    let cells = row.into_iter().filter(|(column, _)| is_meant(column));
                    said.push(cells.map(|(column, value)| Cell { column, value, upload: UploadId(upload) }).collect());
                }
                for (before, after) in contradicted(said) {
                    let column = found.entry(after.column.clone()).or_insert_with(|| Contradicted {
                        column: after.column.clone(),
                        subjects: 0,
                        examples: Vec::new(),
                    });
                    column.subjects += 1;
                    if column.examples.len() < bounds.examples {
                        column.examples.push(Contradiction { key: key.clone(), before, after });
                    }
                }
            }
        }
        out.columns = found.into_values().collect();
        Ok(out)
    }
}

/// How many subjects are read at a time.
const SUBJECTS: usize = 500;

/// The columns of which the rows of a subject, in the order in which they count, say something else: what was said last
/// before what holds.
fn contradicted(rows: Vec<Vec<Cell>>) -> Vec<(Cell, Cell)> {
    let mut columns: BTreeMap<Arc<str>, (Option<Cell>, Cell)> = BTreeMap::new();
    for cell in rows.into_iter().flatten() {
        match columns.remove(&cell.column) {
            // The same said again leaves open what it was said against.
            Some((before, last)) if last.value == cell.value => {
                columns.insert(cell.column.clone(), (before, last));
            }
            Some((_, last)) => {
                let before = Some(last).filter(|last| last.value.is_some() && cell.value.is_some());
                columns.insert(cell.column.clone(), (before, cell));
            }
            None => {
                columns.insert(cell.column.clone(), (None, cell));
            }
        }
    }
    columns.into_values().filter_map(|(before, after)| Some((before?, after))).collect()
}
