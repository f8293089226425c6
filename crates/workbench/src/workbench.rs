//! What the server knows while it runs.

use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};

use wuwei_ir::{Date, DocId, RegionId};

use crate::snapshot::Snapshot;

/// What is set when the server starts.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The region whose plan stands on the first page.
    pub region: RegionId,
    /// The document with its targets.
    pub plan: DocId,
    /// Where the server listens; requests for another host are refused.
    pub address: SocketAddr,
    /// Today, asked anew for every request.
    pub today: fn() -> Date,
}

/// The state of the server.
pub struct Workbench {
    pub(crate) setting: Setting,
    present: RwLock<Arc<Snapshot>>,
}

impl Workbench {
    /// A server of these documents and facts.
    pub fn new(setting: Setting, snapshot: Snapshot) -> Workbench {
        Workbench { setting, present: RwLock::new(Arc::new(snapshot)) }
    }

    /// The documents and facts of this moment.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.present.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts others in their place; requests under way go on with what they began with.
    pub fn replace(&self, snapshot: Snapshot) {
        *self.present.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
    }
}
