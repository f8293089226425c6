//! Observations come back as their files had them, as of a day.

use wuwei_store::{AsOf, StoreError, UploadId};

use crate::fixture::{Fixture, cases, date, upload};
use crate::sample;

cases! {
    observations_are_known_as_of_a_day,
    many_rows_come_in_their_order,
    a_column_twice_is_refused,
}

async fn observations_are_known_as_of_a_day(fixture: Fixture) {
    let store = fixture.open().await;
    sample::fill(&store).await;
    let known = async |as_of: AsOf| {
        let rows = store.observations(as_of).await.unwrap().all().await.unwrap();
        rows.iter()
            .map(|row| (row.upload.number(), row.line, row.get("value").unwrap().to_string()))
            .collect::<Vec<_>>()
    };
    let row = |upload, line, value: &str| (upload, line, value.to_string());
    assert_eq!(known(date("2025-05-14").into()).await, []);
    assert_eq!(known(date("2025-05-31").into()).await, [row(7, 1, "3024"), row(7, 2, "12")]);
    let all = [row(7, 1, "3024"), row(7, 2, "12"), row(6, 1, "3024"), row(6, 2, "12")];
    assert_eq!(known(date("2025-06-01").into()).await, all);
    assert_eq!(known(AsOf::day(date("2025-06-01")).through(UploadId::from_number(6))).await, all[2..]);
    let rows = store.observations(date("2025-06-01")).await.unwrap().all().await.unwrap();
    let columns: Vec<&str> = rows[0].cells.iter().map(|(column, _)| &**column).collect();
    assert_eq!(columns, ["indicator", "value", "as of"]);
    assert_eq!((rows[0].learnt, rows[0].get("none")), (date("2025-05-15"), None));
}

async fn many_rows_come_in_their_order(fixture: Fixture) {
    let store = fixture.open().await;
    for rows in [2000, 999, 1000, 1001, 0] {
        let mut writer = store.begin_observations(&upload("2025-01-01")).await.unwrap();
        for number in 0..rows {
            writer.row([("value", number.to_string().as_str())]).await.unwrap();
        }
        writer.commit().await.unwrap();
    }
    let mut rows = store.observations(date("2025-01-01")).await.unwrap();
    for (upload, count) in [(1, 2000), (2, 999), (3, 1000), (4, 1001)] {
        for number in 0..count {
            let row = rows.next().await.unwrap().unwrap();
            assert_eq!((row.upload.number(), row.line), (upload, number + 1));
            assert_eq!(row.get("value"), Some(number.to_string().as_str()));
        }
    }
    assert_eq!(rows.next().await.unwrap(), None);
}

async fn a_column_twice_is_refused(fixture: Fixture) {
    let store = fixture.open().await;
    let mut writer = store.begin_observations(&upload("2025-01-01")).await.unwrap();
    let error = writer.row([("value", "1"), ("value", "2")]).await.unwrap_err();
    assert_eq!(error, StoreError::ColumnTwice { column: "value".to_string() });
    assert_eq!(writer.commit().await.unwrap_err(), StoreError::Abandoned);
    assert_eq!(store.latest().await.unwrap(), UploadId::NONE);
}
