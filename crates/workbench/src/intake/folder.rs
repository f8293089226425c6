//! A folder of facts, as a command wrote it, taken into the store.
//!
//! What the folder knows of its files stays known: there is an upload for each file that facts were loaded from, learnt on
//! the day that it says, with the sheet and row of every value. Facts that somebody made up are one upload that says so.

use std::sync::Arc;

use tokio::sync::mpsc;
use wuwei_engine::Origin;
use wuwei_facts::{FactsError, Folder, Origins, RowOrigin, Table, Texts, origin_column};
use wuwei_ir::{Date, Program};
use wuwei_project::Library;
use wuwei_source::{Name, Text};
use wuwei_store::{Digest, FactsWriter, NewUpload, Store, Timestamp, UploadId};

use super::IntakeError;

/// Who hands a folder over, and when.
#[derive(Clone, Debug)]
pub struct About {
    /// Who.
    pub actor: String,
    /// When.
    pub received_at: Timestamp,
    /// The day on which facts became known that don't say it themselves.
    pub learnt: Date,
}

/// Rows that go to the store together.
const CHUNK: usize = 256;
/// Chunks under way between reading and writing.
const AHEAD: usize = 4;

/// Facts that were learnt together from one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Batch {
    /// Nobody recorded where they come from.
    Unrecorded,
    /// Made up.
    Synthetic,
    File(Name, Date),
}

/// A subject with what a batch says of it.
struct Row {
    kind: Arc<str>,
    key: String,
    cells: Vec<(String, String)>,
    origins: Vec<RowOrigin>,
}

/// The tables of a folder, with where their values come from.
struct Content {
    tables: Vec<(Table, Origins)>,
    batches: Vec<Batch>,
}

/// Takes a folder of facts into a store, and gives the uploads. What was taken in before isn't taken in again, so that
/// whoever was interrupted can simply begin anew.
pub async fn folder(
    store: &Store,
    library: &Arc<Library>,
    folder: &Folder,
    about: &About,
) -> Result<Vec<UploadId>, IntakeError> {
    let (own, of) = (library.clone(), folder.clone());
    let read = tokio::task::spawn_blocking(move || content(own.program(), &of).map(Arc::new));
    let content = read.await.map_err(|_| IntakeError::Abandoned)??;
    let stamp = folder.stamp()?;
    let mut uploads = Vec::new();
    for batch in content.batches.iter().copied() {
        let sha256 = Digest::of(format!("{stamp}{batch:?}").as_bytes());
        if store.uploads_of(&sha256).await?.is_empty() {
            let writer = store.begin_facts(&upload(folder, batch, sha256, about)).await?;
            uploads.push(write(writer, library.clone(), content.clone(), folder.clone(), batch).await?);
        }
    }
    Ok(uploads)
}

fn content(program: &Program, folder: &Folder) -> Result<Content, FactsError> {
    let mut out = Content { tables: Vec::new(), batches: Vec::new() };
    for table in folder.tables(program)? {
        let origins = folder.origins(program, table.entity).unwrap_or_else(|| folder.unrecorded(&table));
        for row in 0..table.rows {
            for (at, column) in table.columns.iter().enumerate() {
                if !table.is_known(at, row) {
                    continue;
                }
                let batch = batch(origins.of(row, column.fact, column.year));
                if !out.batches.contains(&batch) {
                    out.batches.push(batch);
                }
            }
        }
        out.tables.push((table, origins));
    }
    let leftover = if folder.manifest().synthetic { Batch::Synthetic } else { Batch::Unrecorded };
    let has_foreign = out.tables.iter().any(|(table, _)| !table.foreign.is_empty());
    if (has_foreign || !folder.unknown_kinds(program).is_empty()) && !out.batches.contains(&leftover) {
        out.batches.push(leftover);
    }
    out.batches.sort_by_key(|batch| match batch {
        Batch::Unrecorded => (Date::MIN, ""),
        Batch::Synthetic => (Date::MIN, " "),
        Batch::File(file, learnt) => (*learnt, file.as_str()),
    });
    Ok(out)
}

fn batch(origin: Option<Origin>) -> Batch {
    match origin {
        Some(Origin::Table { file, learnt, .. }) => Batch::File(file, learnt),
        Some(Origin::Synthetic) => Batch::Synthetic,
        Some(Origin::Supposed) | None => Batch::Unrecorded,
    }
}

fn upload(folder: &Folder, batch: Batch, sha256: Digest, about: &About) -> NewUpload {
    let name = folder.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let manifest = folder.manifest();
    let synthetic = manifest.synthetic;
    let notice = Text::new(manifest.notice_zh.clone(), manifest.notice_en.clone());
    let (file, learnt) = match batch {
        Batch::File(file, learnt) => (file.to_string(), learnt),
        Batch::Unrecorded | Batch::Synthetic => (name, about.learnt),
    };
    let (received_at, actor) = (about.received_at, about.actor.clone());
    NewUpload { file, sha256, received_at, learnt, actor, synthetic, notice }
}

/// Writes what a batch says: rows are put together on a thread of their own while others are written.
async fn write(
    mut writer: FactsWriter,
    library: Arc<Library>,
    content: Arc<Content>,
    folder: Folder,
    batch: Batch,
) -> Result<UploadId, IntakeError> {
    let (send, mut receive) = mpsc::channel::<Vec<Row>>(AHEAD);
    let reading = tokio::task::spawn_blocking(move || rows(&library, &content, &folder, batch, &send));
    let origin = origin_column(writer.id().number());
    while let Some(rows) = receive.recv().await {
        for row in rows {
            let place = (!row.origins.is_empty()).then(|| RowOrigin::write(&row.origins));
            let cells = row.cells.iter().map(|(name, text)| (name.as_str(), Some(text.as_str())));
            let cells = cells.chain(place.as_deref().map(|place| (origin.as_str(), Some(place))));
            writer.row(&row.kind, &row.key, cells).await?;
        }
    }
    reading.await.map_err(|_| IntakeError::Abandoned)??;
    Ok(writer.commit().await?)
}

fn rows(
    library: &Library,
    content: &Content,
    folder: &Folder,
    batch: Batch,
    send: &mpsc::Sender<Vec<Row>>,
) -> Result<(), FactsError> {
    let program = library.program();
    let mut chunk = Vec::new();
    // Whoever writes has failed and says why; there is nobody left to read for.
    let flush = |chunk: &mut Vec<Row>| send.blocking_send(std::mem::take(chunk)).is_ok();
    for (table, origins) in &content.tables {
        let kind: Arc<str> = program.entity(table.entity).head.name.as_str().into();
        let texts = Texts::of(program, table);
        for at in 0..texts.rows() {
            let row = row(&texts, origins, at, batch, &kind, folder.manifest().synthetic);
            if !row.cells.is_empty() {
                chunk.push(row);
            }
            if chunk.len() >= CHUNK && !flush(&mut chunk) {
                return Ok(());
            }
        }
    }
    if matches!(batch, Batch::Unrecorded | Batch::Synthetic) {
        for (kind, path) in folder.unknown_kinds(program) {
            let kind: Arc<str> = kind.as_str().into();
            for (at, cells) in Folder::rows_of(&path)?.into_iter().enumerate() {
                chunk.push(Row { kind: kind.clone(), key: numbered(at), cells, origins: Vec::new() });
                if chunk.len() >= CHUNK && !flush(&mut chunk) {
                    return Ok(());
                }
            }
        }
    }
    flush(&mut chunk);
    Ok(())
}

/// The name of a subject that has no key; in byte order they stand as they stood in the table.
fn numbered(at: usize) -> String {
    format!("#{:09}", at + 1)
}

fn row(texts: &Texts<'_>, origins: &Origins, at: usize, wanted: Batch, kind: &Arc<str>, is_made_up: bool) -> Row {
    let key = texts.key(at).map_or_else(|| numbered(at), |key| key.to_string());
    let mut out = Row { kind: kind.clone(), key, cells: Vec::new(), origins: Vec::new() };
    for cell in texts.cells(at) {
        let origin = cell.column.and_then(|column| origins.of(at, column.fact, column.year));
        // What the program doesn't know is kept with what nobody recorded.
        let is_wanted = match cell.column {
            Some(_) => batch(origin) == wanted,
            None => wanted == if is_made_up { Batch::Synthetic } else { Batch::Unrecorded },
        };
        if !is_wanted {
            continue;
        }
        if let Some(Origin::Table { sheet, row, .. }) = origin {
            RowOrigin::add(&mut out.origins, row, sheet.map(Name::as_str), cell.name);
        }
        out.cells.push((cell.name.to_string(), cell.text));
    }
    out
}
