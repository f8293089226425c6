//! The outside world, as far as compiling and answering need it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use wuwei_ir::Date;

/// Files and the clock. The real one is at the edge, in the command; tests bring their own.
pub trait World: Sync {
    /// All files below a folder, in order of their names.
    fn files(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// The files in a folder itself, in order of their names.
    fn files_in(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// Whether a path is a single file.
    fn is_file(&self, path: &Path) -> bool;

    /// The bytes of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Today.
    fn today(&self) -> Date;
}

/// A world in memory.
#[derive(Debug)]
pub struct Memory {
    files: BTreeMap<PathBuf, Vec<u8>>,
    today: Date,
}

impl Memory {
    /// A world with these files on this day.
    pub fn new<'a>(today: Date, files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Memory {
        let files = files.into_iter().map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec()));
        Memory { files: files.collect(), today }
    }
}

impl World for Memory {
    fn files(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        Ok(self.files.keys().filter(|path| path.starts_with(folder)).cloned().collect())
    }

    fn files_in(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        Ok(self.files.keys().filter(|path| path.parent() == Some(folder)).cloned().collect())
    }

    fn is_file(&self, path: &Path) -> bool {
        self.files.contains_key(path)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.files.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn today(&self) -> Date {
        self.today
    }
}
