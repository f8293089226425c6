//! What is watched of a running server.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Instant;

use crate::metrics::Metrics;
use crate::snapshot::Snapshot;

/// What is watched of a running server.
pub(crate) struct Watched {
    pub(crate) metrics: Metrics,
    /// The snapshot that was seen last, and since when.
    since: Mutex<(Weak<Snapshot>, Instant)>,
}

impl Watched {
    pub(crate) fn new() -> Watched {
        Watched { metrics: Metrics::new(), since: Mutex::new((Weak::new(), Instant::now())) }
    }

    /// How long the facts have been as they are, as far as anybody looked.
    pub(crate) fn snapshot_age(&self, snapshot: &Arc<Snapshot>) -> f64 {
        let mut since = self.since.lock().unwrap_or_else(PoisonError::into_inner);
        if !std::ptr::eq(since.0.as_ptr(), Arc::as_ptr(snapshot)) {
            *since = (Arc::downgrade(snapshot), Instant::now());
        }
        since.1.elapsed().as_secs_f64()
    }
}
