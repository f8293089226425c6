//! Uploads that contradict each other, counted column by column.

use wuwei_store::{AsOf, Bounds, Contradictions, Store, UploadId};

use crate::fixture::{Fixture, accept, cases, date};

cases! {
    what_is_said_differently_is_counted_and_shown,
    what_was_replaced_withdrawn_or_learnt_later_contradicts_nothing,
    only_so_much_is_looked_at_and_shown,
}

const BOUNDS: Bounds = Bounds { subjects: 1_000, examples: 2 };

/// Column by column: how many subjects, and the examples as lines.
fn lines(found: &Contradictions) -> Vec<String> {
    let value = |cell: &wuwei_store::Cell| format!("{}@{}", cell.value.as_deref().unwrap_or("-"), cell.upload);
    let column = |one: &wuwei_store::Contradicted| {
        let examples = one.examples.iter().map(|e| format!("{} {}→{}", e.key, value(&e.before), value(&e.after)));
        format!("{} {}: {}", one.column, one.subjects, examples.collect::<Vec<_>>().join(", "))
    };
    found.columns.iter().map(column).collect()
}

async fn found(store: &Store, as_of: impl Into<AsOf>) -> Vec<String> {
    lines(&store.contradictions("企业", as_of, BOUNDS, |column| !column.starts_with('#')).await.unwrap())
}

async fn what_is_said_differently_is_counted_and_shown(fixture: Fixture) {
    let store = fixture.open().await;
    accept(
        &store,
        "2025-01-01",
        &[],
        &[
            ("企业", "a", &[("#1", "2"), ("人数", "1"), ("地区", "长春")]),
            ("企业", "b", &[("#1", "3"), ("人数", "1"), ("地区", "长春")]),
            ("企业", "c", &[("人数", "1")]),
            ("企业", "d", &[("人数", "1")]),
            ("人才", "a", &[("人数", "9")]),
        ],
    )
    .await;
    // Learnt earlier than the first, though accepted later: the first holds.
    accept(&store, "2024-12-01", &[], &[("企业", "a", &[("人数", "7"), ("#2", "4")]), ("企业", "c", &[("人数", "1")])])
        .await;
    accept(
        &store,
        "2025-02-01",
        &[],
        &[("企业", "b", &[("人数", "2")]), ("企业", "d", &[("人数", "3"), ("地区", "吉林")])],
    )
    .await;
    accept(&store, "2025-02-01", &[], &[("企业", "b", &[("人数", "2"), ("地区", "长春")])]).await;
    assert_eq!(found(&store, date("2025-12-31")).await, ["人数 3: a 7@2→1@1, b 1@1→2@3"]);
    let of_people = store.contradictions("人才", date("2025-12-31"), BOUNDS, |_| true).await.unwrap();
    assert_eq!(of_people, Contradictions::default());
    // A column that isn't meant isn't looked at.
    let none = store.contradictions("企业", date("2025-12-31"), BOUNDS, |column| column == "地区").await.unwrap();
    assert_eq!((none.columns.len(), none.looked_at, none.is_cut), (0, 4, false));
}

async fn what_was_replaced_withdrawn_or_learnt_later_contradicts_nothing(fixture: Fixture) {
    let store = fixture.open().await;
    accept(&store, "2025-01-01", &[], &[("企业", "a", &[("x", "1"), ("y", "1"), ("z", "1")])]).await;
    accept(&store, "2025-02-01", &[], &[("企业", "a", &[("x", "-"), ("y", "2"), ("z", "2")])]).await;
    accept(&store, "2025-03-01", &[], &[("企业", "a", &[("x", "2"), ("y", "-"), ("z", "2")])]).await;
    assert_eq!(found(&store, date("2025-12-31")).await, ["z 1: a 1@1→2@2"]);
    assert_eq!(found(&store, date("2025-02-15")).await, ["y 1: a 1@1→2@2", "z 1: a 1@1→2@2"]);
    assert!(found(&store, date("2025-01-15")).await.is_empty());
    assert!(found(&store, AsOf::day(date("2025-12-31")).through(UploadId::from_number(1))).await.is_empty());
    accept(&store, "2025-04-01", &["企业"], &[("企业", "a", &[("z", "9")])]).await;
    assert!(found(&store, date("2025-12-31")).await.is_empty());
    assert_eq!(found(&store, date("2025-03-31")).await.len(), 1);
}

async fn only_so_much_is_looked_at_and_shown(fixture: Fixture) {
    let store = fixture.open().await;
    let keys: Vec<String> = (0..1_200).map(|n| format!("k{n:04}")).collect();
    for value in ["1", "2"] {
        let cells = [("x", value)];
        let rows: Vec<_> = keys.iter().map(|key| ("企业", key.as_str(), &cells[..])).collect();
        accept(&store, "2025-01-01", &[], &rows).await;
    }
    let all = Bounds { subjects: 1_200, examples: 3 };
    let found = store.contradictions("企业", date("2025-12-31"), all, |_| true).await.unwrap();
    assert_eq!((found.columns[0].subjects, found.looked_at, found.is_cut), (1_200, 1_200, false));
    assert_eq!(lines(&found), ["x 1200: k0000 1@1→2@2, k0001 1@1→2@2, k0002 1@1→2@2"]);
    let some = Bounds { subjects: 600, examples: 1 };
    let found = store.contradictions("企业", date("2025-12-31"), some, |_| true).await.unwrap();
    assert_eq!((found.columns[0].subjects, found.looked_at, found.is_cut), (600, 600, true));
}
