//! Readers are never held up by who writes, and see the state before it; writers wait for each other.

use std::time::{Duration, Instant};

use wuwei_store::{Setting, Store, StoreError, Token, UploadId};

use crate::fixture::{Fixture, accept, at, cases, date, lines, upload};
use crate::sample;

cases! {
    readers_see_the_state_before_a_long_import,
    a_stream_keeps_the_state_it_began_with,
    writers_take_turns,
    who_waits_too_long_is_told,
    a_store_is_opened_by_many_at_once,
}

async fn readers_see_the_state_before_a_long_import(fixture: Fixture) {
    let store = fixture.open().await;
    // Another program on the same database.
    let beside = fixture.open().await;
    sample::fill(&store).await;
    let before = sample::describe(&store).await;
    let mut writer = store.begin_facts(&upload("2025-01-10")).await.unwrap();
    writer.replace("企业").await.unwrap();
    for number in 0..3000 {
        writer.row("企业", &format!("new {number}"), [("名称", Some("新"))]).await.unwrap();
        if number % 1000 == 500 {
            let start = Instant::now();
            assert_eq!(sample::describe(&store).await, before);
            assert_eq!(sample::describe(&beside).await, before);
            assert!(start.elapsed() < Duration::from_secs(10), "readers were held up: {:?}", start.elapsed());
        }
    }
    let id = writer.commit().await.unwrap();
    for store in [&store, &beside] {
        assert_eq!(store.latest().await.unwrap(), id);
        assert_eq!(lines(store, "企业", date("2025-01-10")).await.len(), 3000);
    }
}

async fn a_stream_keeps_the_state_it_began_with(fixture: Fixture) {
    let store = fixture.open().await;
    let mut writer = store.begin_facts(&upload("2025-01-01")).await.unwrap();
    for number in 0..3500 {
        writer.row("a", &format!("{number:05}"), [("x", Some("1"))]).await.unwrap();
    }
    let id = writer.commit().await.unwrap();
    let mut subjects = store.subjects("a", date("2025-12-31")).await.unwrap();
    subjects.next().await.unwrap().unwrap();
    accept(&store, "2025-01-01", &["a"], &[("a", "03000", &[("x", "2")]), ("a", "9", &[("x", "2")])]).await;
    let mut count = 1;
    while let Some(subject) = subjects.next().await.unwrap() {
        assert_eq!((subject.value("x"), subject.cells()[0].upload), (Some("1"), id));
        count += 1;
    }
    assert_eq!(count, 3500);
    assert_eq!(lines(&store, "a", date("2025-12-31")).await, ["03000: x=2@2", "9: x=2@2"]);
}

async fn writers_take_turns(fixture: Fixture) {
    let store = fixture.open().await;
    let beside = fixture.open().await;
    let writing = |store: Store, name: &'static str| {
        tokio::spawn(async move {
            for number in 0..10 {
                let mut writer = store.begin_facts(&upload("2025-01-01")).await.unwrap();
                let id = writer.id();
                for row in 0..300 {
                    writer.row(name, &format!("{number} {row}"), [("x", Some("1"))]).await.unwrap();
                }
                if number % 3 == 0 {
                    drop(writer);
                } else {
                    assert_eq!(writer.commit().await.unwrap(), id);
                }
                let setting = Setting {
                    name: name.to_string(),
                    value: Some(number.to_string()),
                    changed_at: at(0),
                    actor: String::new(),
                };
                store.set(&setting).await.unwrap();
                let token = Token::new(format!("{name} {number}"));
                let share = wuwei_store::Share { payload: String::new(), created_at: at(0), expires_at: at(1) };
                assert!(store.put_share(&token, &share).await.unwrap());
            }
        })
    };
    let tasks = [writing(store.clone(), "a"), writing(store.clone(), "b"), writing(beside, "c")];
    for task in tasks {
        task.await.unwrap();
    }
    let uploads = store.uploads().await.unwrap();
    assert_eq!(uploads.len(), 18);
    // Without gaps, whatever was given up in between.
    assert!(uploads.iter().zip(1..).all(|(upload, number)| upload.id == UploadId::from_number(number)));
    for kind in ["a", "b", "c"] {
        assert_eq!(lines(&store, kind, date("2025-01-01")).await.len(), 1800);
        assert_eq!(store.setting_history(kind).await.unwrap().len(), 10);
    }
    assert_eq!(store.sweep_shares(at(1)).await.unwrap(), 30);
}

async fn who_waits_too_long_is_told(fixture: Fixture) {
    let short = Duration::from_millis(200);
    let store = Store::open_with(&fixture.url, short).await.unwrap();
    let beside = Store::open_with(&fixture.url, short).await.unwrap();
    let mut writer = store.begin_facts(&upload("2025-01-01")).await.unwrap();
    writer.row("a", "1", [("x", Some("1"))]).await.unwrap();
    for store in [&store, &beside] {
        let Err(error) = store.begin_facts(&upload("2025-01-01")).await else { panic!("two at a time") };
        assert!(matches!(error, StoreError::Busy { .. }), "{error:?}");
        assert!(error.text().zh.contains(store.place()));
    }
    // Who looks isn't held up, and who writes isn't disturbed.
    assert_eq!(beside.latest().await.unwrap(), UploadId::NONE);
    writer.commit().await.unwrap();
    assert_eq!(accept(&beside, "2025-01-01", &[], &[]).await, UploadId::from_number(2));
}

async fn a_store_is_opened_by_many_at_once(fixture: Fixture) {
    let opening: Vec<_> = (0..6)
        .map(|_| {
            let url = fixture.url.clone();
            tokio::spawn(async move { Store::open(&url).await.unwrap().latest().await.unwrap() })
        })
        .collect();
    for opened in opening {
        assert_eq!(opened.await.unwrap(), UploadId::NONE);
    }
}
