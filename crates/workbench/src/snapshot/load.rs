//! Facts and observations as the store knew them on a day.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::mpsc;
use wuwei_facts::{Built, RowOrigin, SourceOf, TableBuilder, is_origin_column};
use wuwei_ir::{Date, EntityId};
use wuwei_plan::{Fault, Importer, ObservationRow};
use wuwei_project::Library;
use wuwei_store::{AsOf, KindCount, Store, StoreError, Subject, Upload, UploadId, What};

/// What the store knew on a day, ready to be asked.
#[derive(Default)]
pub(crate) struct Stored {
    /// The facts, kind by kind in the order of the program.
    pub(crate) kinds: Vec<Built>,
    /// Kinds that the documents don't know.
    pub(crate) unknown: Vec<KindCount>,
    /// Observations of the store that the documents don't know.
    pub(crate) faults: Vec<Fault>,
    /// The uploads that count.
    pub(crate) uploads: Arc<Vec<Upload>>,
    /// The last upload that was looked at.
    pub(crate) through: Option<UploadId>,
    /// The day; what was learnt later isn't known.
    pub(crate) day: Option<Date>,
}

/// Subjects that are handed over together, and how many such hands there are.
const CHUNK: usize = 256;
const AHEAD: usize = 4;

/// Reads everything as it was known on a day.
pub(crate) async fn load(store: &Store, library: &Arc<Library>, day: Date) -> Result<Stored, StoreError> {
    let through = store.latest().await?;
    let as_of = AsOf::day(day).through(through);
    let uploads = counting(store, as_of).await?;
    let mut out = Stored { uploads, through: Some(through), day: Some(day), ..Stored::default() };
    for kind in store.kinds(as_of).await? {
        match library.program().entity_named(&kind.kind) {
            Some(entity) => {
                let built = table(store, library, entity, as_of, &out.uploads).await?;
                out.keep(built);
            }
            None => out.unknown.push(kind),
        }
    }
    Ok(out)
}

/// The uploads that count.
pub(crate) async fn counting(store: &Store, as_of: AsOf) -> Result<Arc<Vec<Upload>>, StoreError> {
    let mut uploads = store.uploads().await?;
    uploads.retain(|upload| upload.about.learnt <= as_of.day && as_of.through.is_none_or(|last| upload.id <= last));
    Ok(Arc::new(uploads))
}

impl Stored {
    /// The facts of a kind.
    pub(crate) fn kind(&self, entity: EntityId) -> Option<&Built> {
        self.kinds.iter().find(|built| built.table.entity == entity)
    }

    /// Keeps a table in the place of the one of the same kind.
    pub(crate) fn keep(&mut self, built: Built) {
        let entity = built.table.entity;
        self.kinds.retain(|known| known.table.entity != entity);
        if built.table.rows > 0 {
            let at = self.kinds.partition_point(|known| known.table.entity < entity);
            self.kinds.insert(at, built);
        }
    }

    /// What must be said wherever these facts are shown: the notices of uploads that made something up of which a value is
    /// left.
    pub(crate) fn notice(&self) -> [Option<String>; 2] {
        let mut used: Vec<i64> = self.kinds.iter().flat_map(|built| built.origins.uploads()).collect();
        used.sort_unstable();
        let is_used = |upload: &&Upload| {
            upload.about.synthetic
                && (upload.what == What::Observations || used.binary_search(&upload.id.number()).is_ok())
        };
        let said = |text: fn(&Upload) -> &str| {
            let mut out: Vec<&str> = Vec::new();
            for upload in self.uploads.iter().filter(is_used) {
                let notice = text(upload);
                if !notice.is_empty() && !out.contains(&notice) {
                    out.push(notice);
                }
            }
            (!out.is_empty()).then(|| out.join(" "))
        };
        [said(|upload| &upload.about.notice.zh), said(|upload| &upload.about.notice.en)]
    }
}

/// All subjects of a kind. They are read on one thread and put together on another.
pub(crate) async fn table(
    store: &Store,
    library: &Arc<Library>,
    entity: EntityId,
    as_of: AsOf,
    uploads: &Arc<Vec<Upload>>,
) -> Result<Built, StoreError> {
    let (send, mut receive) = mpsc::channel::<Vec<Subject>>(AHEAD);
    let (own, uploads) = (library.clone(), uploads.clone());
    let building = tokio::task::spawn_blocking(move || {
        let mut builder = TableBuilder::new(own.program(), entity);
        while let Some(subjects) = receive.blocking_recv() {
            subjects.iter().for_each(|subject| add(&mut builder, &uploads, subject));
        }
        builder.finish()
    });
    let mut subjects = store.subjects(library.program().entity(entity).head.name.as_str(), as_of).await?;
    let mut chunk = Vec::with_capacity(CHUNK);
    while let Some(subject) = subjects.next().await? {
        chunk.push(subject);
        if chunk.len() == CHUNK && send.send(std::mem::take(&mut chunk)).await.is_err() {
            return Err(StoreError::Abandoned);
        }
    }
    let _ = send.send(chunk).await;
    drop(send);
    building.await.map_err(|_| StoreError::Abandoned)
}

/// Adds a subject with where each of its values comes from.
pub(crate) fn add(builder: &mut TableBuilder<'_>, uploads: &[Upload], subject: &Subject) {
    builder.begin(&subject.key);
    let mut rows: Vec<(i64, Vec<RowOrigin>)> = Vec::new();
    for cell in subject.cells() {
        if let (Some(upload), Some(text)) = (is_origin_column(&cell.column), &cell.value) {
            rows.push((upload, RowOrigin::read(text)));
        }
    }
    // Most values of a subject come from the same few rows.
    let mut met: Vec<(i64, Option<usize>, SourceOf)> = Vec::new();
    for (place, cell) in subject.cells().iter().enumerate() {
        let Some(text) = cell.value.as_deref().filter(|_| is_origin_column(&cell.column).is_none()) else { continue };
        let number = cell.upload.number();
        let origins = rows.iter().find(|(upload, _)| *upload == number).map_or(&[][..], |(_, origins)| origins);
        let row = RowOrigin::of(origins, &cell.column);
        let known = met.iter().find(|(upload, at, _)| *upload == number && *at == row);
        let source = match known {
            Some((.., source)) => *source,
            None => {
                let source = source(builder, uploads, number, row.and_then(|at| origins.get(at)));
                met.push((number, row, source));
                source
            }
        };
        builder.cell(place, &cell.column, text, source);
    }
}

fn source(builder: &mut TableBuilder<'_>, uploads: &[Upload], number: i64, row: Option<&RowOrigin>) -> SourceOf {
    let found = uploads.binary_search_by_key(&number, |upload| upload.id.number()).ok().and_then(|at| uploads.get(at));
    match found {
        Some(upload) if upload.about.synthetic => builder.made_up(number),
        Some(upload) => {
            let (about, sheet) = (&upload.about, row.and_then(|row| row.sheet.as_deref()));
            builder.sheet_row(number, &about.file, about.learnt, sheet, row.map(|row| row.row))
        }
        None => SourceOf::NOWHERE,
    }
}

/// The library with the observations of the store laid over its own; and what the documents don't know of them.
pub(crate) async fn observed(
    store: &Store,
    library: &Arc<Library>,
    as_of: AsOf,
    uploads: &[Upload],
) -> Result<(Arc<Library>, Vec<Fault>), StoreError> {
    let mut by_upload: BTreeMap<UploadId, Vec<ObservationRow>> = BTreeMap::new();
    let mut order: Vec<UploadId> = Vec::new();
    let mut stored = store.observations(as_of).await?;
    while let Some(seen) = stored.next().await? {
        let rows = by_upload.entry(seen.upload).or_insert_with(|| {
            order.push(seen.upload);
            Vec::new()
        });
        let mut row = ObservationRow::default();
        for (column, text) in &seen.cells {
            match is_origin(column) {
                true => {
                    let origin = RowOrigin::read(text).into_iter().next();
                    (row.row, row.sheet) = origin.map_or((0, None), |origin| (origin.row, origin.sheet));
                }
                false => row.cells.push((column.to_string(), text.to_string())),
            }
        }
        rows.push(row);
    }
    if order.is_empty() {
        return Ok((library.clone(), Vec::new()));
    }
    let files: Vec<(String, Vec<ObservationRow>)> = order
        .into_iter()
        .map(|id| {
            let upload = uploads.iter().find(|upload| upload.id == id);
            let file = upload.map(|upload| upload.about.file.clone()).unwrap_or_default();
            (file, by_upload.remove(&id).unwrap_or_default())
        })
        .collect();
    let library = library.clone();
    let laying = tokio::task::spawn_blocking(move || {
        let mut observations = library.observations.clone();
        let mut importer = Importer::new(library.program());
        let mut faults = Vec::new();
        for (file, rows) in &files {
            faults.extend(observations.lay_over(&mut importer, file, rows));
        }
        (Arc::new(library.with_observations(observations)), faults)
    });
    laying.await.map_err(|_| StoreError::Abandoned)
}

/// The column in which an upload of observations keeps rows of its file.
pub(crate) const ROW: &str = "#";

fn is_origin(column: &str) -> bool {
    column == ROW
}
