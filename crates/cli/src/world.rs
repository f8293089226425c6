//! The real world.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use wuwei_ir::Date;
use wuwei_project::World;

/// Files on disk, and the clock.
pub(crate) struct Disk;

impl World for Disk {
    fn files(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        if folder.is_file() {
            files.push(folder.to_path_buf());
        } else {
            collect(folder, &mut files)?;
        }
        files.sort();
        Ok(files)
    }

    fn files_in(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_file() && !entry.file_name().to_string_lossy().starts_with('.') {
                files.push(entry.path());
            }
        }
        files.sort();
        Ok(files)
    }

    fn is_file(&self, path: &Path) -> bool {
        path.is_file()
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }

    fn today(&self) -> Date {
        // Deadlines of Chinese policies fall at midnight in Beijing, wherever the machine stands.
        const BEIJING: u64 = 8 * 3600;
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs());
        Date::from_days(((seconds + BEIJING) / 86_400) as i64).unwrap_or(Date::MIN)
    }
}

/// Everything below a folder; what begins with a dot is none of ours.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        // Links to folders are not followed: a circle of them would have no end.
        if entry.file_type()?.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
