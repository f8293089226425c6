//! Writing the file of a backup, away from the threads that answer people.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc::Receiver;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{MANIFEST, Manifest, TableCount, hex};
use crate::error::{Result, StoreError};
use crate::timestamp::Timestamp;

/// What is handed over to be written.
pub(super) enum Part {
    /// From here on lines are of this table.
    Table(&'static str),
    /// Some lines, and how many.
    Lines(String, u64),
    /// That was all.
    End,
}

/// Writes what comes, until it is said that this was all. If nobody says so, nothing is left of it.
pub(super) fn run(path: &Path, now: Timestamp, parts: Receiver<Part>) -> Result<Manifest> {
    if path.exists() {
        return Err(StoreError::Exists { path: path.to_path_buf() });
    }
    let draft = Draft::beside(path);
    let manifest = fill(&draft.0, now, parts).map_err(StoreError::file(path))?;
    let Some(manifest) = manifest else { return Err(StoreError::Abandoned) };
    match std::fs::hard_link(&draft.0, path) {
        Ok(()) => {}
        // A name that somebody took meanwhile is theirs.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(StoreError::Exists { path: path.to_path_buf() });
        }
        // Some disks give a file one name only.
        Err(_) => std::fs::rename(&draft.0, path).map_err(StoreError::file(path))?,
    }
    // The name is on the disk as well once its folder is.
    if let Some(folder) = path.parent() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(StoreError::file(path))?;
    }
    Ok(manifest)
}

fn fill(draft: &Path, now: Timestamp, mut parts: Receiver<Part>) -> io::Result<Option<Manifest>> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    // Facts are nobody's business but their keeper's.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut zip = ZipWriter::new(BufWriter::new(options.open(draft)?));
    let entry = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .unix_permissions(0o600)
        .large_file(true);
    let mut tables: Vec<TableCount> = Vec::new();
    let mut hash = Sha256::new();
    loop {
        match parts.blocking_recv() {
            None => return Ok(None),
            Some(Part::Lines(lines, rows)) => {
                zip.write_all(lines.as_bytes())?;
                hash.update(lines.as_bytes());
                if let Some(table) = tables.last_mut() {
                    table.rows += rows;
                }
            }
            Some(part) => {
                if let Some(table) = tables.last_mut() {
                    table.sha256 = hex(hash.finalize_reset().into());
                }
                let Part::Table(table) = part else { break };
                zip.start_file(format!("{table}.jsonl"), entry)?;
                tables.push(TableCount { name: table.to_string(), rows: 0, sha256: String::new() });
            }
        }
    }
    let manifest = Manifest::new(now, tables);
    zip.start_file(MANIFEST, entry)?;
    zip.write_all(&serde_json::to_vec_pretty(&manifest)?)?;
    let file = zip.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(Some(manifest))
}

/// A file under way, which is gone when it is given up; what it became by then has another name as well.
struct Draft(PathBuf);

impl Draft {
    fn beside(path: &Path) -> Draft {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Draft(path.with_file_name(format!(".{name}.{}.tmp", std::process::id())))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
