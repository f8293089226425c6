//! What the server knows while it runs.

use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::Mutex;
use wuwei_ir::{Date, DocId, RegionId};
use wuwei_project::Library;
use wuwei_source::Text;
use wuwei_store::{Store, StoreError, Timestamp};

use crate::access::{Access, Sessions};
use crate::fault::Fault;
use crate::intake::desk::Desk;
use crate::log::Log;
use crate::past::Past;
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
    /// Other names under which it answers, as those of a server in front of it that speaks TLS.
    pub hosts: Vec<String>,
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
    /// Files that were handed in and not yet accepted.
    pub(crate) desk: Desk,
    /// The documents, with their own observations only; nothing where the facts don't come from the store.
    library: Option<Arc<Library>>,
    pub(crate) watched: Watched,
    present: RwLock<Arc<Snapshot>>,
    past: Past,
    /// Held by whoever brings the snapshot up to date; who waits for it mostly finds nothing left to do.
    renewing: Mutex<()>,
    /// Why the snapshot couldn't be brought up to date the last time.
    trouble: RwLock<Option<Text>>,
}

impl Workbench {
    /// A server of these documents and facts, whatever the store holds.
    pub fn new(setting: Setting, store: Store, snapshot: Snapshot) -> Workbench {
        Workbench::made(setting, store, None, snapshot)
    }

    /// A server of these documents, and of the facts and observations that the store holds.
    pub async fn open(setting: Setting, store: Store, library: Arc<Library>) -> Result<Workbench, StoreError> {
        let snapshot = Snapshot::load(&store, &library, (setting.today)()).await?;
        Ok(Workbench::made(setting, store, Some(library), snapshot))
    }

    fn made(setting: Setting, store: Store, library: Option<Arc<Library>>, snapshot: Snapshot) -> Workbench {
        let sessions = Sessions::new((setting.random)());
        let present = RwLock::new(Arc::new(snapshot));
        let (desk, past, renewing, trouble) = (Desk::default(), Past::default(), Mutex::default(), RwLock::default());
        let watched = Watched::new();
        Workbench { setting, store, sessions, watched, desk, library, present, past, renewing, trouble }
    }

    /// The documents and facts of this moment.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.present.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The documents and facts as they were known on a day; those of this moment where none is named, or one that isn't over.
    pub(crate) async fn at(self: &Arc<Self>, day: Option<Date>) -> Result<Arc<Snapshot>, Fault> {
        let (present, today) = (self.snapshot(), (self.setting.today)());
        let Some((library, known)) = self.library.as_ref().zip(present.day()) else { return Ok(present) };
        if known < today {
            // What was handed in as learnt later may be known by now.
            self.renew();
        }
        let Some(day) = day.filter(|day| *day < known) else { return Ok(present) };
        self.past.at(&self.store, library, &present, day).await.map_err(|error| Fault::failed(error.text()))
    }

    /// Puts others in their place; requests under way go on with what they began with.
    pub fn replace(&self, snapshot: Snapshot) {
        *self.present.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
    }

    /// Brings the snapshot up to date in the background. Readers keep the old one until the new one is whole.
    pub(crate) fn renew(self: &Arc<Self>) {
        let bench = self.clone();
        tokio::spawn(async move { bench.settled().await });
    }

    /// Waits until the snapshot holds everything that the store has accepted before.
    pub async fn settled(&self) {
        let Some(library) = &self.library else { return };
        let _turn = self.renewing.lock().await;
        let (present, today) = (self.snapshot(), (self.setting.today)());
        let trouble = match self.store.latest().await {
            Ok(latest) if Some(latest) == present.through() && present.day().is_some_and(|day| day >= today) => return,
            Ok(_) => match present.renewed(&self.store, library, today).await {
                Ok((snapshot, changed)) => {
                    let snapshot = Arc::new(snapshot);
                    let own = snapshot.clone();
                    let work = tokio::task::spawn_blocking(move || own.survey_again(&present, changed.as_ref()));
                    // Where this fails, whoever asks makes the surveys.
                    self.watched.metrics.surveyed(&work.await.unwrap_or_default());
                    *self.present.write().unwrap_or_else(PoisonError::into_inner) = snapshot;
                    None
                }
                Err(error) => Some(error.text()),
            },
            Err(error) => Some(error.text()),
        };
        *self.trouble.write().unwrap_or_else(PoisonError::into_inner) = trouble;
    }

    /// Why the snapshot couldn't be brought up to date the last time.
    pub(crate) fn trouble(&self) -> Option<Text> {
        self.trouble.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
