//! Accepting a file: one transaction, all of it or nothing.

use wuwei_facts::{ReadFile, RowOrigin, origin_column};
use wuwei_plan::ObservationRow;
use wuwei_store::{NewUpload, Store, StoreError, UploadId};

use crate::snapshot::load::ROW;

/// Keeps what was read of a file.
pub(crate) async fn accept_facts(
    store: &Store,
    upload: &NewUpload,
    read: &ReadFile,
    replaces: bool,
) -> Result<UploadId, StoreError> {
    let mut writer = store.begin_facts(upload).await?;
    let origin = origin_column(writer.id().number());
    for kind in &read.kinds {
        let name = kind.name.as_str();
        if replaces {
            writer.replace(name).await?;
        }
        for subject in &kind.subjects {
            let rows = (!subject.origins.is_empty()).then(|| RowOrigin::write(&subject.origins));
            let cells = subject.cells.iter().map(|(column, text)| (&**column, Some(text.as_str())));
            let cells = cells.chain(rows.as_deref().map(|rows| (origin.as_str(), Some(rows))));
            writer.row(name, subject.key.as_str(), cells).await?;
        }
    }
    writer.commit().await
}

/// Keeps rows of observations.
pub(crate) async fn accept_observations(
    store: &Store,
    upload: &NewUpload,
    rows: &[ObservationRow],
) -> Result<UploadId, StoreError> {
    let mut writer = store.begin_observations(upload).await?;
    for row in rows {
        let origin = RowOrigin { row: row.row, sheet: row.sheet.clone(), columns: Vec::new() };
        let origin = (row.row > 0).then(|| RowOrigin::write(&[origin]));
        let cells = row.cells.iter().map(|(column, text)| (column.as_str(), text.as_str()));
        writer.row(cells.chain(origin.as_deref().map(|origin| (ROW, origin)))).await?;
    }
    writer.commit().await
}
