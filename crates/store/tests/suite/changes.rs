//! What changed since an upload, and what a proposal would change.

use std::collections::BTreeMap;

use wuwei_store::{AsOf, Proposed, UploadId};

use crate::fixture::{Fixture, accept, cases, date};
use crate::sample;

cases! {
    what_was_said_since_an_upload_is_named,
    a_day_that_comes_changes_what_was_learnt_for_it,
    a_proposal_is_compared_cell_by_cell,
    what_a_replacement_would_drop_is_named,
}

fn pair(kind: &str, key: &str) -> (String, String) {
    (kind.to_string(), key.to_string())
}

async fn what_was_said_since_an_upload_is_named(fixture: Fixture) {
    let store = fixture.open().await;
    sample::fill(&store).await;
    let all = store.changed_since(UploadId::NONE).await.unwrap();
    assert_eq!(all.through, UploadId::from_number(7));
    let pairs = [("企业", "91A"), ("企业", "91B"), ("企业", "91C"), ("项目", "X1"), ("项目", "x0")];
    assert_eq!(all.subjects, pairs.map(|(kind, key)| pair(kind, key)));
    assert_eq!(all.replaced, ["企业", "项目"]);
    assert!(all.observations);
    let since = store.changed_since(UploadId::from_number(2)).await.unwrap();
    assert_eq!(since.subjects[0], pair("企业", "91A"));
    assert_eq!(since.subjects.len(), 4);
    let none = store.changed_since(all.through).await.unwrap();
    assert!(none.subjects.is_empty() && none.replaced.is_empty() && !none.observations);
    assert_eq!(none.through, all.through);
}

async fn a_day_that_comes_changes_what_was_learnt_for_it(fixture: Fixture) {
    let store = fixture.open().await;
    sample::fill(&store).await;
    let day = |text: &str| AsOf::day(date(text));
    let changed = store.changed(day("2025-02-28"), day("2025-03-01")).await.unwrap();
    assert_eq!(changed.subjects, [pair("企业", "91A")]);
    assert_eq!(store.changed(day("2025-03-01"), day("2025-02-28")).await.unwrap(), changed);
    assert!(store.changed(day("2025-03-01"), day("2025-03-31")).await.unwrap().subjects.is_empty());
}

async fn a_proposal_is_compared_cell_by_cell(fixture: Fixture) {
    let store = fixture.open().await;
    accept(&store, "2025-01-01", &[], &[("a", "1", &[("x", "1"), ("y", "2"), ("z", "-"), ("w", "3")])]).await;
    let row = |cells: &[(&str, Option<&str>)]| -> Proposed {
        cells.iter().map(|(column, value)| (column.to_string(), value.map(str::to_string))).collect()
    };
    let known = row(&[("x", Some("1")), ("y", Some("3")), ("z", None), ("w", None), ("v", None), ("u", Some("4"))]);
    let proposed =
        [("1".to_string(), known), ("2".to_string(), row(&[("x", Some("1"))])), ("1".to_string(), BTreeMap::new())];
    let found = store.diff("a", &proposed, date("2025-02-01")).await.unwrap();
    let changes = |at: usize| -> Vec<(&str, Option<&str>, Option<&str>)> {
        let changes = found[at].changes.iter();
        changes
            .map(|change| {
                let before = change.before.as_ref().and_then(|cell| cell.value.as_deref());
                (change.column.as_str(), before, change.after.as_deref())
            })
            .collect()
    };
    assert_eq!(changes(0), [("u", None, Some("4")), ("w", Some("3"), None), ("y", Some("2"), Some("3"))]);
    assert_eq!((found[0].same, found[0].is_new, found[0].is_nothing()), (3, false, false));
    assert_eq!(changes(1), [("x", None, Some("1"))]);
    assert!(found[1].is_new && found[2].is_nothing());
    assert_eq!(found[0].changes[1].before.as_ref().map(|cell| cell.upload), Some(UploadId::from_number(1)));
    // Before anything was known, everything is new.
    assert!(store.diff("a", &proposed, date("2024-12-31")).await.unwrap()[0].is_new);
}

async fn what_a_replacement_would_drop_is_named(fixture: Fixture) {
    let store = fixture.open().await;
    accept(&store, "2025-01-01", &[], &[("a", "1", &[]), ("a", "2", &[]), ("a", "3", &[]), ("b", "4", &[])]).await;
    assert_eq!(store.dropped("a", &["3", "9", "1"], date("2025-01-01")).await.unwrap(), ["2"]);
    assert_eq!(store.dropped("a", &[], date("2024-01-01")).await.unwrap(), [""; 0]);
}
