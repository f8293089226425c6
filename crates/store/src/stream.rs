//! All subjects of a kind, one after the other, in bounded memory.
//!
//! Rows are read page by page in the order of an index. No transaction spans the pages, and none needs to: uploads are
//! only added, so the rows up to an upload are the same whenever they are read, and who writes is held up by nobody.

use std::collections::VecDeque;

use tokio::task::JoinHandle;

use crate::cells::Columns;
use crate::error::{Result, StoreError};
use crate::facts::{View, counted};
use crate::pool::on_pool;
use crate::store::Store;
use crate::subject::{Said, Subject, fold};
use crate::upload::{AsOf, UploadId};

const PAGE: i64 = 1_000;

type Row = (String, i64, String, String);

/// All subjects of a kind as of a day, by key in byte order. The next page is read while this one is used.
pub struct Subjects {
    store: Store,
    view: View,
    ahead: Ahead,
    columns: Columns,
    /// The subject whose rows may go on in the next page.
    open: Option<(String, Vec<Said>)>,
    ready: VecDeque<Subject>,
    /// After a failure there is no next subject, and no end either: nobody may take what came so far for everything.
    is_broken: bool,
}

impl Store {
    /// All subjects of a kind, by key in byte order, each as it was known.
    pub async fn subjects(&self, kind: &str, as_of: impl Into<AsOf>) -> Result<Subjects> {
        let view = self.view(kind, as_of.into()).await?;
        let ahead = Ahead::read(self, &view, String::new(), 0);
        let (columns, ready) = (Columns::default(), VecDeque::new());
        Ok(Subjects { store: self.clone(), view, ahead, columns, open: None, ready, is_broken: false })
    }
}

impl Subjects {
    /// The last upload that counts in this answer.
    pub fn through(&self) -> UploadId {
        UploadId(self.view.through)
    }

    /// The next subject, or `None` after the last one.
    pub async fn next(&mut self) -> Result<Option<Subject>> {
        loop {
            if self.is_broken {
                return Err(StoreError::Abandoned);
            }
            if let Some(subject) = self.ready.pop_front() {
                return Ok(Some(subject));
            }
            let page = self.ahead.take().await.inspect_err(|_| self.is_broken = true)?;
            let Some(rows) = page else { return Ok(self.open.take().map(|(key, said)| fold(key, said))) };
            if let Some((key, upload, ..)) = rows.last()
                && rows.len() as i64 == PAGE
            {
                self.ahead = Ahead::read(&self.store, &self.view, key.clone(), *upload);
            }
            self.fold(rows).inspect_err(|_| self.is_broken = true)?;
        }
    }

    fn fold(&mut self, rows: Vec<Row>) -> Result<()> {
        for (key, upload, learnt, cells) in rows {
            let row = self.store.read_cells(&mut self.columns, &cells, &self.view.kind, &key, upload)?;
            let said = Said { learnt, upload: UploadId(upload), row };
            match &mut self.open {
                Some((open, rows)) if *open == key => rows.push(said),
                open => {
                    if let Some((key, rows)) = open.replace((key, vec![said])) {
                        self.ready.push_back(fold(key, rows));
                    }
                }
            }
        }
        Ok(())
    }
}

/// A page that is being read; given up when nobody wants it any more.
struct Ahead(Option<JoinHandle<Result<Vec<Row>>>>);

impl Ahead {
    fn read(store: &Store, view: &View, key: String, upload: i64) -> Ahead {
        let (store, view) = (store.clone(), view.clone());
        Ahead(Some(tokio::spawn(async move {
            on_pool!(store.pool(), on => sqlx::query_as(counted!(
                "SELECT f.subject, f.upload, u.learnt, f.cells",
                "AND (f.subject, f.upload) > ($6, $7) ORDER BY f.subject, f.upload LIMIT $8"
            ))
            .bind(&view.kind).bind(&view.day).bind(view.through).bind(&view.since.0).bind(view.since.1)
            .bind(&key).bind(upload).bind(PAGE)
            .fetch_all(on).await)
            .map_err(store.failed())
        })))
    }

    async fn take(&mut self) -> Result<Option<Vec<Row>>> {
        let Some(task) = &mut self.0 else { return Ok(None) };
        let page = task.await;
        self.0 = None;
        // A task ends without an answer only where the runtime is being shut down.
        page.map_err(|_| StoreError::Abandoned)?.map(Some)
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        if let Some(task) = &self.0 {
            task.abort();
        }
    }
}
