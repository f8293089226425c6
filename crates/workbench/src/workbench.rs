//! What the server knows while it runs.

use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};

use wuwei_ir::{Date, DocId, RegionId};
use wuwei_store::{Store, Timestamp};

use crate::access::{Access, Sessions};
use crate::fault::Fault;
use crate::log::Log;
use crate::snapshot::Snapshot;
use crate::watched::Watched;

/// What is set when the server starts. Clock and randomness come in here, so that tests bring their own.
pub struct Setting {
    /// The region whose plan stands on the first page.
    pub region: RegionId,
    /// The document with its targets.
    pub plan: DocId,
    /// Where the server listens; requests for another host are refused.
    pub address: SocketAddr,
    /// Who may change anything.
    pub access: Access,
    /// Today, asked anew for every request.
    pub today: fn() -> Date,
    /// This moment, asked anew for every request.
    pub now: fn() -> Timestamp,
    /// Bytes that nobody can foresee.
    pub random: fn() -> [u8; 32],
    /// Where the lines of the log go.
    pub log: Log,
}

/// The state of the server.
pub struct Workbench {
    pub(crate) setting: Setting,
    pub(crate) store: Store,
    pub(crate) sessions: Sessions,
    pub(crate) watched: Watched,
    present: RwLock<Arc<Snapshot>>,
}

impl Workbench {
    /// A server of these documents and facts.
    pub fn new(setting: Setting, store: Store, snapshot: Snapshot) -> Workbench {
        let sessions = Sessions::new((setting.random)());
        let watched = Watched::new();
        Workbench { setting, store, sessions, watched, present: RwLock::new(Arc::new(snapshot)) }
    }

    /// The documents and facts of this moment.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.present.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The documents and facts as they were known on a day; those of this moment where none is named.
    pub(crate) async fn at(&self, _day: Option<Date>) -> Result<Arc<Snapshot>, Fault> {
        Ok(self.snapshot())
    }

    /// Puts others in their place; requests under way go on with what they began with.
    pub fn replace(&self, snapshot: Snapshot) {
        *self.present.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
    }
}
