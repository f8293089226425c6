//! Files under way.
//!
//! A file is written beside its place under a name of its own and renamed onto it when it is whole. Whoever fails on the
//! way removes it; whoever is interrupted can ask which files are unfinished.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::folder::{FactsError, io_error};

static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn list() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The files that are being written at this moment.
pub fn unfinished() -> Vec<PathBuf> {
    list().clone()
}

/// A file under way; removed when it is dropped before it is kept.
pub(crate) struct Draft {
    draft: PathBuf,
    place: PathBuf,
}

impl Draft {
    /// A draft beside the place where it belongs.
    pub(crate) fn beside(place: &Path) -> Draft {
        let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let draft = place.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
        list().push(draft.clone());
        Draft { draft, place: place.to_path_buf() }
    }

    /// Where to write.
    pub(crate) fn path(&self) -> &Path {
        &self.draft
    }

    /// Puts the finished file in another place than the one it was begun for, in the same folder.
    pub(crate) fn keep_at(self, place: &Path) -> Result<(), FactsError> {
        std::fs::rename(&self.draft, place).map_err(io_error(place))
    }

    /// Puts the finished file in its place.
    pub(crate) fn keep(self) -> Result<(), FactsError> {
        std::fs::rename(&self.draft, &self.place).map_err(io_error(&self.place))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        list().retain(|path| *path != self.draft);
        // After a rename there is nothing to remove.
        let _ = std::fs::remove_file(&self.draft);
    }
}

/// Writes a whole file, or leaves what was there.
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), FactsError> {
    let draft = Draft::beside(path);
    std::fs::write(draft.path(), bytes).map_err(io_error(path))?;
    draft.keep()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_that_is_not_kept_leaves_nothing() {
        let folder = std::env::temp_dir().join(format!("wuwei-draft-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let place = folder.join("a.txt");
        replace_file(&place, b"first").unwrap();
        let draft = Draft::beside(&place);
        std::fs::write(draft.path(), b"half").unwrap();
        assert_eq!(unfinished().iter().filter(|path| path.starts_with(&folder)).count(), 1);
        drop(draft);
        assert_eq!(std::fs::read(&place).unwrap(), b"first");
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
