//! Claims in an order, in memory as far as they fit and beyond that in sorted files that are merged when they are read.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Files beyond this number are merged into one before the next is written, so that few are open together.
const FILES: usize = 64;

/// Where a claim stands: its rank among priorities, its order, its subject, and when it was made.
pub(super) type Standing = (i128, i64, u64, u64);

/// A claim as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) standing: Standing,
    /// What is claimed at the low and at the high end.
    pub(super) claimed: [i128; 2],
}

/// Bytes of a record in a file.
const BYTES: usize = 16 + 8 * 3 + 16 * 2;

impl Record {
    fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let (rank, order, subject, number) = self.standing;
        to.write_all(&rank.to_le_bytes())?;
        to.write_all(&order.to_le_bytes())?;
        to.write_all(&subject.to_le_bytes())?;
        to.write_all(&number.to_le_bytes())?;
        self.claimed.iter().try_for_each(|claimed| to.write_all(&claimed.to_le_bytes()))
    }

    fn read(bytes: &[u8; BYTES]) -> Record {
        fn field<const N: usize>(bytes: &[u8; BYTES], at: usize) -> [u8; N] {
            std::array::from_fn(|n| bytes[at + n])
        }
        Record {
            standing: (
                i128::from_le_bytes(field(bytes, 0)),
                i64::from_le_bytes(field(bytes, 16)),
                u64::from_le_bytes(field(bytes, 24)),
                u64::from_le_bytes(field(bytes, 32)),
            ),
            claimed: [i128::from_le_bytes(field(bytes, 40)), i128::from_le_bytes(field(bytes, 56))],
        }
    }
}

/// A file that can't be written or read.
#[derive(Debug)]
pub struct FileFault {
    /// Which one.
    pub path: PathBuf,
    /// Why.
    pub reason: io::Error,
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.reason)
    }
}

impl std::error::Error for FileFault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.reason)
    }
}

/// A sorted file, removed when it isn't needed any more.
#[derive(Debug)]
struct Sorted {
    path: PathBuf,
    records: u64,
}

impl Drop for Sorted {
    fn drop(&mut self) {
        // Who can't remove it has nobody left to tell.
        let _ = fs::remove_file(&self.path);
    }
}

impl Sorted {
    /// Writes a file of records that come in order.
    fn write(
        folder: &Path,
        each: impl FnOnce(&mut dyn FnMut(&Record)) -> Result<(), FileFault>,
    ) -> Result<Sorted, FileFault> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!("wuwei-claims-{}-{number}.tmp", std::process::id()));
        let fault = |path: &Path, reason| FileFault { path: path.to_path_buf(), reason };
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        // Claims name subjects: nobody else on the machine reads them.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(|reason| fault(&path, reason))?;
        // From here on the file is removed whatever happens.
        let mut sorted = Sorted { path, records: 0 };
        let mut to = BufWriter::with_capacity(1 << 16, file);
        let (mut failed, mut records) = (None, 0);
        each(&mut |record| {
            if failed.is_none() {
                failed = record.write(&mut to).err();
                records += 1;
            }
        })?;
        match failed.map_or_else(|| to.flush(), Err) {
            Ok(()) => {
                sorted.records = records;
                Ok(sorted)
            }
            Err(reason) => Err(fault(&sorted.path, reason)),
        }
    }

    fn open(&self) -> Result<Reader<'_>, FileFault> {
        let file = File::open(&self.path).map_err(|reason| FileFault { path: self.path.clone(), reason })?;
        Ok(Reader { file: BufReader::with_capacity(1 << 16, file), left: self.records, of: self })
    }
}

struct Reader<'s> {
    file: BufReader<File>,
    left: u64,
    of: &'s Sorted,
}

impl Reader<'_> {
    fn next(&mut self) -> Result<Option<Record>, FileFault> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let mut bytes = [0; BYTES];
        match self.file.read_exact(&mut bytes) {
            Ok(()) => Ok(Some(Record::read(&bytes))),
            Err(reason) => Err(FileFault { path: self.of.path.clone(), reason }),
        }
    }
}

/// Records, most of them perhaps in files.
#[derive(Debug)]
pub(super) struct Spill {
    folder: PathBuf,
    /// So many are kept in memory.
    most: usize,
    memory: Vec<Record>,
    files: Vec<Sorted>,
}

impl Spill {
    pub(super) fn new(folder: PathBuf, most: usize) -> Spill {
        Spill { folder, most: most.max(1), memory: Vec::new(), files: Vec::new() }
    }

    pub(super) fn push(&mut self, record: Record) -> Result<(), FileFault> {
        if self.memory.len() >= self.most {
            self.spill()?;
        }
        self.memory.push(record);
        Ok(())
    }

    fn spill(&mut self) -> Result<(), FileFault> {
        if self.files.len() >= FILES {
            let merged = Sorted::write(&self.folder, |write| merge(&self.files, &[], write))?;
            self.files = vec![merged];
        }
        self.memory.sort_unstable_by_key(|record| record.standing);
        let memory = &self.memory;
        let sorted = Sorted::write(&self.folder, |write| {
            memory.iter().for_each(write);
            Ok(())
        })?;
        self.files.push(sorted);
        self.memory.clear();
        Ok(())
    }

    /// Every record, in any order.
    pub(super) fn scan(&self, visit: &mut dyn FnMut(&Record)) -> Result<(), FileFault> {
        for file in &self.files {
            let mut reader = file.open()?;
            while let Some(record) = reader.next()? {
                visit(&record);
            }
        }
        self.memory.iter().for_each(visit);
        Ok(())
    }

    /// Every record, in the order of their standing.
    pub(super) fn in_order(&mut self, visit: &mut dyn FnMut(&Record)) -> Result<(), FileFault> {
        self.memory.sort_unstable_by_key(|record| record.standing);
        merge(&self.files, &self.memory, visit)
    }

    #[cfg(test)]
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        self.files.iter().map(|file| file.path.clone()).collect()
    }
}

fn merge(files: &[Sorted], memory: &[Record], visit: &mut dyn FnMut(&Record)) -> Result<(), FileFault> {
    let mut readers = files.iter().map(Sorted::open).collect::<Result<Vec<_>, FileFault>>()?;
    let mut memory = memory.iter().copied();
    // Memory is the source behind the files.
    let mut next = |source: usize| match readers.get_mut(source) {
        Some(reader) => reader.next(),
        None => Ok(memory.next()),
    };
    let mut heads = BinaryHeap::new();
    for source in 0..=files.len() {
        heads.extend(next(source)?.map(|record| Reverse((record.standing, source, record.claimed))));
    }
    while let Some(Reverse((standing, source, claimed))) = heads.pop() {
        visit(&Record { standing, claimed });
        heads.extend(next(source)?.map(|record| Reverse((record.standing, source, record.claimed))));
    }
    Ok(())
}
