//! Reading the file of a backup. Whatever is in it, it is checked before it is believed.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc::Sender;
use zip::ZipArchive;

use super::record::{FactLine, ObservationLine, Record, Replaced, SettingLine, ShareLine, UploadLine};
use super::{FORMAT, MANIFEST, Manifest, TABLES, VERSION, hex};
use crate::cells::Columns;
use crate::error::{Result, StoreError};
use crate::pool::Batch;

/// No manifest is longer.
const LONGEST_MANIFEST: u64 = 1 << 20;
/// No row is longer; it keeps a file made to unpack without end from filling the memory.
const LONGEST_LINE: u64 = 64 << 20;

type Zip = ZipArchive<BufReader<File>>;

/// Reads all tables, handing batches of rows over as they come. The rows may be kept only if this succeeds.
pub(super) fn run(path: &Path, send: &Sender<Batch>) -> Result<Manifest> {
    let file = File::open(path).map_err(StoreError::file(path))?;
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|error| unreadable(path, &error.to_string()))?;
    let manifest = manifest(path, &mut zip)?;
    let mut reader = Reader { path, zip: &mut zip, send, manifest: &manifest };
    reader.table::<UploadLine, 11>("upload")?;
    reader.table::<Replaced, 2>("replaced")?;
    reader.table::<FactLine, 4>("fact")?;
    reader.table::<ObservationLine, 3>("observation")?;
    reader.table::<ShareLine, 4>("share")?;
    reader.table::<SettingLine, 5>("setting")?;
    Ok(manifest)
}

fn unreadable(path: &Path, why: &str) -> StoreError {
    StoreError::damaged(path, format!("读不出来（{why}）"), format!("it can't be read ({why})"))
}

fn manifest(path: &Path, zip: &mut Zip) -> Result<Manifest> {
    let none = || StoreError::damaged(path, "没有清单", "it has no manifest");
    let mut text = String::new();
    let entry = zip.by_name(MANIFEST).map_err(|_| none())?;
    entry.take(LONGEST_MANIFEST).read_to_string(&mut text).map_err(|error| unreadable(path, &error.to_string()))?;
    // What a later version has besides isn't looked at: first it is seen whether this is one.
    let value: serde_json::Value = serde_json::from_str(&text).map_err(|error| unreadable(path, &error.to_string()))?;
    if value["format"] != FORMAT {
        return Err(none());
    }
    match value["version"].as_u64() {
        Some(VERSION) => {}
        Some(found) if found > VERSION => return Err(StoreError::NewerBackup { path: path.to_path_buf(), found }),
        _ => return Err(none()),
    }
    let manifest: Manifest = serde_json::from_value(value).map_err(|error| unreadable(path, &error.to_string()))?;
    let names = manifest.tables.iter().map(|table| table.name.as_str());
    if !names.eq(TABLES) || manifest.created_at().is_none() {
        return Err(StoreError::damaged(path, "清单不完整", "its manifest isn't whole"));
    }
    Ok(manifest)
}

struct Reader<'a> {
    path: &'a Path,
    zip: &'a mut Zip,
    send: &'a Sender<Batch>,
    manifest: &'a Manifest,
}

impl Reader<'_> {
    fn table<R: Record<N> + DeserializeOwned, const N: usize>(&mut self, table: &'static str) -> Result<()> {
        let (path, send) = (self.path, self.send);
        // Nobody takes it where the database has failed, which is what is told then.
        let hand_over = |batch: Batch| send.blocking_send(batch).map_err(|_| StoreError::Abandoned);
        let said = self.manifest.tables.iter().find(|count| count.name == table);
        let missing = || StoreError::damaged(path, format!("缺少 {table}"), format!("{table} is missing"));
        let said = said.ok_or_else(missing)?;
        let entry = self.zip.by_name(&format!("{table}.jsonl")).map_err(|_| missing())?;
        let mut lines = BufReader::new(entry);
        let (mut hash, mut columns, mut number) = (Sha256::new(), Columns::default(), 0);
        let mut batch = Batch::new(table, R::COLUMNS);
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = lines.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line);
            read.map_err(|error| unreadable(path, &error.to_string()))?;
            let Some(text) = line.strip_suffix(b"\n") else { break };
            hash.update(&line);
            number += 1;
            let record: Option<R> = serde_json::from_slice(text).ok();
            let values = record.and_then(|record| record.values(number, &mut columns)).ok_or_else(|| {
                StoreError::damaged(
                    path,
                    format!("{table} 第 {number} 行不合格式"),
                    format!("row {number} of {table} isn't what it should be"),
                )
            })?;
            if batch.push(values) {
                let full = std::mem::replace(&mut batch, Batch::new(table, R::COLUMNS));
                hand_over(full)?;
            }
        }
        if !line.is_empty() || number != said.rows || hex(hash.finalize().into()) != said.sha256 {
            return Err(StoreError::damaged(
                path,
                format!("{table} 的行数或校验值与清单不符"),
                format!("the rows or the checksum of {table} aren't those of its manifest"),
            ));
        }
        hand_over(batch)
    }
}
