//! Files that were handed in and not yet accepted. They lie in temporary files, few at a time, and don't stay long.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest as _, Sha256};
use wuwei_facts::{Looked, Mapping, ReadFile};
use wuwei_ir::Date;
use wuwei_plan::Imported;
use wuwei_store::{Digest, Timestamp, UploadId, What};

use super::compare::Compared;

/// The largest file.
pub(crate) const LARGEST: u64 = 64 << 20;
/// So many files wait at most; the oldest gives way.
const WAITING: usize = 8;
/// So long a file waits.
const PATIENCE: i64 = 2 * 3600 * 1000;

/// The files that wait.
#[derive(Default)]
pub(crate) struct Desk {
    waiting: Mutex<Vec<Arc<Pending>>>,
}

/// A file that waits to be accepted.
pub(crate) struct Pending {
    /// Its name in addresses; nobody can foresee it.
    pub(crate) id: String,
    /// The name that it was handed in under.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) what: What,
    /// How many bytes.
    pub(crate) size: u64,
    /// The digest of its bytes.
    pub(crate) sha256: Digest,
    /// When it was handed in.
    pub(crate) since: Timestamp,
    file: Temporary,
    progress: Mutex<Progress>,
    /// The upload that it became; held while it is being accepted, so that it is accepted once.
    pub(crate) accepted: tokio::sync::Mutex<Option<UploadId>>,
}

/// How far a file has come.
#[derive(Clone, Default)]
pub(crate) struct Progress {
    /// What it looks like.
    pub(crate) looked: Arc<Looked>,
    /// What its columns mean, as somebody said.
    pub(crate) mapping: Mapping,
    /// What was read by that.
    pub(crate) read: Option<Arc<ReadFile>>,
    /// What is wrong with its figures.
    pub(crate) imported: Option<Arc<Imported>>,
    /// How it is to be accepted.
    pub(crate) terms: Terms,
    /// What would change.
    pub(crate) compared: Option<Arc<Compared>>,
}

/// How a file is to be accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Terms {
    /// Since when it is known; today where nothing is said.
    pub(crate) learnt: Option<Date>,
    /// Whether it takes the place of all that was known of its kinds.
    pub(crate) replaces: bool,
    /// Whether it is made up.
    pub(crate) synthetic: bool,
    /// Who hands it in.
    pub(crate) actor: String,
}

impl Desk {
    fn waiting(&self, now: Timestamp) -> MutexGuard<'_, Vec<Arc<Pending>>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|pending| now.unix_millis() - pending.since.unix_millis() < PATIENCE);
        waiting
    }

    /// Puts a file on the desk.
    pub(crate) fn put(&self, pending: Pending) -> Arc<Pending> {
        let pending = Arc::new(pending);
        let mut waiting = self.waiting(pending.since);
        waiting.push(pending.clone());
        let many = waiting.len().saturating_sub(WAITING);
        waiting.drain(..many);
        pending
    }

    /// A file by its name in addresses.
    pub(crate) fn get(&self, id: &str, now: Timestamp) -> Option<Arc<Pending>> {
        self.waiting(now).iter().find(|pending| pending.id == id).cloned()
    }

    /// Takes a file away.
    pub(crate) fn remove(&self, id: &str, now: Timestamp) {
        self.waiting(now).retain(|pending| pending.id != id);
    }
}

impl Pending {
    pub(crate) fn new(id: String, name: String, what: What, since: Timestamp, received: Received) -> Pending {
        let Received { file, size, hasher, .. } = received;
        let sha256 = Digest::from_bytes(hasher.finalize().into());
        let (progress, accepted) = (Mutex::default(), tokio::sync::Mutex::default());
        Pending { id, name, what, size, sha256, since, file, progress, accepted }
    }

    /// Where its bytes are.
    pub(crate) fn path(&self) -> &Path {
        &self.file.0
    }

    /// How far it has come.
    pub(crate) fn progress(&self) -> Progress {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Goes on with it.
    pub(crate) fn go_on(&self, change: impl FnOnce(&mut Progress)) {
        change(&mut self.progress.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// A file that is removed when nobody needs it any more.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A file that is being received.
pub(crate) struct Received {
    file: Temporary,
    open: File,
    hasher: Sha256,
    size: u64,
}

impl Received {
    /// Begins a file that only its owner reads.
    pub(crate) fn begin(id: &str) -> io::Result<Received> {
        let path = std::env::temp_dir().join(format!("wuwei-upload-{id}"));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let open = options.open(&path)?;
        Ok(Received { file: Temporary(path), open, hasher: Sha256::new(), size: 0 })
    }

    /// Adds bytes; whether there is room for them.
    pub(crate) fn add(&mut self, bytes: &[u8]) -> io::Result<bool> {
        self.size += bytes.len() as u64;
        if self.size > LARGEST {
            return Ok(false);
        }
        self.hasher.update(bytes);
        self.open.write_all(bytes)?;
        Ok(true)
    }

    /// Whether nothing came.
    pub(crate) fn is_empty(&self) -> bool {
        self.size == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pending(id: &str, millis: i64) -> Pending {
        let mut received = Received::begin(&format!("desk-test-{id}-{}", std::process::id())).unwrap();
        assert!(received.add(b"abc").unwrap());
        let since = Timestamp::from_unix_millis(millis).unwrap();
        Pending::new(id.to_string(), "a.csv".to_string(), What::Facts, since, received)
    }

    #[test]
    fn files_go_when_they_are_old_or_too_many() {
        let desk = Desk::default();
        let at = |millis| Timestamp::from_unix_millis(millis).unwrap();
        let first = desk.put(pending("a", 0));
        let path = first.path().to_path_buf();
        assert!(path.is_file() && first.sha256 == Digest::of(b"abc"));
        assert!(desk.get("a", at(1)).is_some() && desk.get("b", at(1)).is_none());
        drop(first);
        assert!(desk.get("a", at(PATIENCE)).is_none());
        assert!(!path.exists());
        for n in 0..=WAITING {
            desk.put(pending(&n.to_string(), 1));
        }
        assert!(desk.get("0", at(2)).is_none() && desk.get("1", at(2)).is_some());
        desk.remove("1", at(2));
        assert!(desk.get("1", at(2)).is_none());
    }

    #[test]
    fn what_is_too_large_has_no_room() {
        let mut received = Received::begin(&format!("desk-large-{}", std::process::id())).unwrap();
        let megabyte = vec![0; 1 << 20];
        assert!((0..64).all(|_| received.add(&megabyte).unwrap()));
        assert!(!received.add(&[0]).unwrap());
    }
}
