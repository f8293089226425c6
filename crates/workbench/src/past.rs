//! Facts as they were known on past days: a few of them are kept, and made one after the other.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OnceCell, Semaphore};
use wuwei_ir::Date;
use wuwei_project::Library;
use wuwei_store::{Store, StoreError, UploadId};

use crate::snapshot::Snapshot;

/// So many past states are kept; the one that was asked for longest ago gives way.
const KEPT: usize = 3;

/// Past states of the facts.
pub(crate) struct Past {
    kept: Mutex<Vec<Kept>>,
    /// One is made at a time: whoever asks for many days doesn't get all of the machine.
    turn: Semaphore,
}

/// A past state, made once however many ask for it at the same time.
struct Kept {
    /// The last day on which something was learnt, up to the day that is asked about: all days until the next one are alike.
    learnt: Option<Date>,
    through: Option<UploadId>,
    made: Arc<OnceCell<Arc<Snapshot>>>,
}

impl Default for Past {
    fn default() -> Past {
        Past { kept: Mutex::default(), turn: Semaphore::new(1) }
    }
}

impl Past {
    /// The facts as they were known on a day, of which the present ones are the latest state.
    pub(crate) async fn at(
        &self,
        store: &Store,
        library: &Arc<Library>,
        present: &Arc<Snapshot>,
        day: Date,
    ) -> Result<Arc<Snapshot>, StoreError> {
        let days = || present.stored().uploads.iter().map(|upload| upload.about.learnt);
        let learnt = days().filter(|learnt| *learnt <= day).max();
        if learnt == days().max() {
            return Ok(present.clone());
        }
        let made = self.place(learnt, present.through());
        let make = async || {
            let _turn = self.turn.acquire().await.map_err(|_| StoreError::Abandoned)?;
            Snapshot::load(store, library, learnt.unwrap_or(Date::MIN)).await.map(Arc::new)
        };
        made.get_or_try_init(make).await.cloned()
    }

    fn place(&self, learnt: Option<Date>, through: Option<UploadId>) -> Arc<OnceCell<Arc<Snapshot>>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // Something handed in since may belong to a past day.
        kept.retain(|one| one.through == through);
        let known = kept.iter().position(|one| one.learnt == learnt).map(|at| kept.remove(at));
        let one = known.unwrap_or_else(|| Kept { learnt, through, made: Arc::default() });
        let made = one.made.clone();
        kept.push(one);
        let many = kept.len().saturating_sub(KEPT);
        kept.drain(..many);
        made
    }
}
