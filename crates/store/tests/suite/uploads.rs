//! Uploads: what was told is given back as it was known, and by whom it was told.

use sqlx::{AssertSqlSafe, Connection as _, Executor as _};
use wuwei_store::{AsOf, Digest, Store, StoreError, UploadId, What};

use crate::fixture::{Backend, Fixture, accept, at, cases, date, line, lines, upload};
use crate::sample;

cases! {
    a_subject_is_known_cell_by_cell_as_of_a_day,
    a_replaced_kind_is_what_was_said_since,
    uploads_are_listed_with_what_they_are,
    subjects_are_read_by_key_in_the_order_asked,
    the_history_of_a_subject_is_whole,
    a_writer_that_is_dropped_leaves_nothing,
    a_subject_twice_in_one_upload_is_refused,
    what_cannot_be_kept_is_refused,
    any_text_comes_back,
    keys_are_in_byte_order,
    a_store_is_there_when_it_is_opened_again,
    rows_are_never_changed_or_removed,
    what_the_store_never_wrote_is_named,
}

async fn a_subject_is_known_cell_by_cell_as_of_a_day(fixture: Fixture) {
    let store = fixture.open().await;
    sample::fill(&store).await;
    let known = async |day: &str| match store.subject("企业", "91A", date(day)).await.unwrap() {
        Some(subject) => line(&subject),
        None => "unknown".to_string(),
    };
    assert_eq!(known("2025-01-09").await, "unknown");
    assert_eq!(known("2025-01-10").await, "91A: 名称=甲\"公司\"\n\\@1 研发费用@2024=1200000@1 职工总数@2024=30@1");
    // What was learnt in February was uploaded after what was learnt in March, which wins all the same.
    let february = "91A: 名称=甲\"公司\"\n\\@1 注册地=高新区@3 研发费用@2024=1250000@3 职工总数@2024=30@1";
    assert_eq!(known("2025-02-15").await, february);
    let march = "91A: 名称=甲\"公司\"\n\\@1 注册地=高新区@3 研发费用@2024=1300000@2 职工总数@2024=-@2";
    assert_eq!(known("2025-04-30").await, march);
    assert_eq!(known("2025-05-01").await, "unknown");
    let before_the_late_one = AsOf::day(date("2025-02-15")).through(UploadId::from_number(2));
    let subject = store.subject("企业", "91A", before_the_late_one).await.unwrap().unwrap();
    assert_eq!(subject.value("研发费用@2024"), Some("1200000"));
}

async fn a_replaced_kind_is_what_was_said_since(fixture: Fixture) {
    let store = fixture.open().await;
    accept(&store, "2025-01-01", &[], &[("a", "1", &[("x", "1")]), ("b", "1", &[("x", "1")])]).await;
    accept(&store, "2025-03-01", &["a"], &[("a", "2", &[("x", "2")])]).await;
    // Learnt before the replacement, though uploaded after it: it no longer counts either.
    accept(&store, "2025-02-01", &[], &[("a", "1", &[("y", "3")])]).await;
    accept(&store, "2025-03-01", &[], &[("a", "1", &[("y", "4")])]).await;
    assert_eq!(lines(&store, "a", date("2025-02-28")).await, ["1: x=1@1 y=3@3"]);
    assert_eq!(lines(&store, "a", date("2025-03-01")).await, ["1: y=4@4", "2: x=2@2"]);
    assert_eq!(lines(&store, "b", date("2025-03-01")).await, ["1: x=1@1"]);
    // A kind can be replaced by nothing.
    accept(&store, "2025-04-01", &["a", "c"], &[]).await;
    assert_eq!(lines(&store, "a", date("2025-04-01")).await, [""; 0]);
    let kinds = store.kinds(date("2025-04-01")).await.unwrap();
    assert_eq!(kinds.iter().map(|count| (&*count.kind, count.subjects)).collect::<Vec<_>>(), [("b", 1)]);
    let kinds = store.kinds(date("2025-03-01")).await.unwrap();
    assert_eq!(kinds.iter().map(|count| (&*count.kind, count.subjects)).collect::<Vec<_>>(), [("a", 2), ("b", 1)]);
}

async fn uploads_are_listed_with_what_they_are(fixture: Fixture) {
    let store = fixture.open().await;
    assert_eq!(store.latest().await.unwrap(), UploadId::NONE);
    sample::fill(&store).await;
    assert_eq!(store.latest().await.unwrap(), UploadId::from_number(7));
    let uploads = store.uploads().await.unwrap();
    let shown: Vec<_> = uploads.iter().map(|upload| (upload.id.number(), upload.what, upload.rows)).collect();
    let (facts, observations) = (What::Facts, What::Observations);
    let expected = [
        (1, facts, 2),
        (2, facts, 1),
        (3, facts, 1),
        (4, facts, 2),
        (5, facts, 1),
        (6, observations, 2),
        (7, observations, 2),
    ];
    assert_eq!(shown, expected);
    assert_eq!(uploads[0].about, upload("2025-01-10"));
    assert_eq!(uploads[3].replaces, ["项目"]);
    assert_eq!(store.upload(UploadId::from_number(4)).await.unwrap().as_ref(), Some(&uploads[3]));
    assert_eq!(store.upload(UploadId::from_number(8)).await.unwrap(), None);
    assert_eq!(store.uploads_of(&Digest::of(b"observations")).await.unwrap(), uploads[5..]);
    assert_eq!(uploads[6].about.received_at, at(5));
}

async fn subjects_are_read_by_key_in_the_order_asked(fixture: Fixture) {
    let store = fixture.open().await;
    let mut writer = store.begin_facts(&upload("2025-01-01")).await.unwrap();
    let keys: Vec<String> = (0..1200).map(|number| format!("k{number}")).collect();
    for key in &keys {
        writer.row("a", key, [("x", Some(key.as_str()))]).await.unwrap();
    }
    writer.commit().await.unwrap();
    let mut asked: Vec<&str> = keys.iter().rev().map(String::as_str).collect();
    asked.insert(1, "nobody");
    asked.push("k7");
    let found = store.subjects_by_key("a", &asked, date("2025-01-01")).await.unwrap();
    for (key, subject) in asked.iter().zip(&found) {
        assert_eq!(subject.as_ref().and_then(|subject| subject.value("x")), Some(*key).filter(|key| *key != "nobody"));
    }
    assert_eq!(found.len(), asked.len());
    assert_eq!(store.subjects_by_key("a", &[], date("2025-01-01")).await.unwrap(), []);
}

async fn the_history_of_a_subject_is_whole(fixture: Fixture) {
    let store = fixture.open().await;
    sample::fill(&store).await;
    let history = store.history("企业", "91A").await.unwrap();
    let shown: Vec<_> =
        history.iter().map(|entry| (entry.upload.id.number(), entry.cells.len(), entry.replaces)).collect();
    assert_eq!(shown, [(1, 3, false), (3, 2, false), (2, 2, false), (5, 0, true)]);
    let history = store.history("企业", "91C").await.unwrap();
    assert_eq!(history.len(), 1);
    assert!(history[0].replaces && history[0].cells.len() == 1);
    assert_eq!(store.history("企业", "nobody").await.unwrap(), []);
}

async fn a_writer_that_is_dropped_leaves_nothing(fixture: Fixture) {
    let store = fixture.open().await;
    for is_discarded in [false, true] {
        let mut writer = store.begin_facts(&upload("2025-01-01")).await.unwrap();
        assert_eq!(writer.id(), UploadId::from_number(1));
        writer.replace("a").await.unwrap();
        for number in 0..2000 {
            writer.row("a", &number.to_string(), [("x", Some("1"))]).await.unwrap();
        }
        if is_discarded {
            writer.discard().await.unwrap();
        } else {
            drop(writer);
        }
    }
    assert_eq!(store.uploads().await.unwrap(), []);
    assert_eq!(lines(&store, "a", date("2025-01-01")).await, [""; 0]);
    assert_eq!(accept(&store, "2025-01-01", &[], &[("a", "1", &[])]).await, UploadId::from_number(1));
}

async fn a_subject_twice_in_one_upload_is_refused(fixture: Fixture) {
    let store = fixture.open().await;
    // Once while the first row still waits, once after it was sent.
    for between in [0, 5000] {
        let mut writer = store.begin_facts(&upload("2025-01-01")).await.unwrap();
        writer.row("a", "1", [("x", Some("1"))]).await.unwrap();
        writer.row("b", "1", [("x", Some("1"))]).await.unwrap();
        for number in 0..between {
            writer.row("a", &format!("n{number}"), []).await.unwrap();
        }
        let error = writer.row("a", "1", [("x", Some("1"))]).await.unwrap_err();
        assert_eq!(error, StoreError::SubjectTwice { kind: "a".to_string(), key: "1".to_string() });
        assert_eq!(writer.row("a", "2", []).await.unwrap_err(), StoreError::Abandoned);
        assert_eq!(writer.commit().await.unwrap_err(), StoreError::Abandoned);
    }
    assert_eq!(store.latest().await.unwrap(), UploadId::NONE);
}

async fn what_cannot_be_kept_is_refused(fixture: Fixture) {
    let store = fixture.open().await;
    let long = "长".repeat(300);
    for (kind, key, column) in [
        ("", "k", "c"),
        ("a", "", "c"),
        ("a", "k", ""),
        ("a\0", "k", "c"),
        ("a", "k\0", "c"),
        ("a", "k", "c\0"),
        (&*long, "k", "c"),
        ("a", &*long, "c"),
        ("a", "k", &*long),
    ] {
        let mut writer = store.begin_facts(&upload("2025-01-01")).await.unwrap();
        let error = writer.row(kind, key, [(column, Some("1"))]).await.unwrap_err();
        assert!(matches!(error, StoreError::Unfit { .. }), "{error}");
        assert_eq!(writer.commit().await.unwrap_err(), StoreError::Abandoned);
    }
    let mut writer = store.begin_facts(&upload("2025-01-01")).await.unwrap();
    let error = writer.row("a", "k", [("x", Some("1")), ("y", None), ("x", None)]).await.unwrap_err();
    assert_eq!(error, StoreError::ColumnTwice { column: "x".to_string() });
    drop(writer);
    let mut bad = upload("2025-01-01");
    bad.file = "a\0.xlsx".to_string();
    assert!(matches!(store.begin_facts(&bad).await, Err(StoreError::Unfit { .. })));
}

async fn any_text_comes_back(fixture: Fixture) {
    let store = fixture.open().await;
    let texts = [
        "",
        " ",
        "null",
        "'; DROP TABLE fact; --",
        "\"\\/\u{8}\u{c}\n\r\t",
        "\0\u{1}\u{7f}\u{2028}",
        "😀 𠀀 ̈é",
        "$1 {} ?",
    ];
    let mut writer = store.begin_facts(&upload("2025-01-01")).await.unwrap();
    for (number, text) in texts.iter().enumerate() {
        writer.row("文本", &format!("{number}"), [("x", Some(*text))]).await.unwrap();
    }
    for text in texts.iter().filter(|text| !text.is_empty() && !text.contains('\0')) {
        writer.row(text, text, [(*text, Some(*text))]).await.unwrap();
    }
    writer.commit().await.unwrap();
    for (number, text) in texts.iter().enumerate() {
        let subject = store.subject("文本", &number.to_string(), date("2025-01-01")).await.unwrap().unwrap();
        assert_eq!(subject.value("x"), Some(*text));
    }
    for text in texts.iter().filter(|text| !text.is_empty() && !text.contains('\0')) {
        let subject = store.subject(text, text, date("2025-01-01")).await.unwrap().unwrap();
        assert_eq!(subject.value(text), Some(*text));
    }
}

async fn keys_are_in_byte_order(fixture: Fixture) {
    let store = fixture.open().await;
    let mut keys = ["b", "B", "a b", "a-b", "ab", "a", "张", "丁", "é", "z", "_", "10", "9", "Ａ"];
    let rows: Vec<_> = keys.iter().map(|key| ("a", *key, &[][..])).collect();
    accept(&store, "2025-01-01", &[], &rows).await;
    keys.sort_unstable();
    assert_eq!(store.keys("a", date("2025-01-01")).await.unwrap(), keys);
    let expected: Vec<String> = keys.iter().map(|key| format!("{key}: ")).collect();
    assert_eq!(lines(&store, "a", date("2025-01-01")).await, expected);
}

async fn a_store_is_there_when_it_is_opened_again(fixture: Fixture) {
    let store = fixture.open().await;
    sample::fill(&store).await;
    let before = sample::describe(&store).await;
    let beside = fixture.open().await;
    assert_eq!(sample::describe(&beside).await, before);
    store.close().await;
    beside.close().await;
    assert_eq!(sample::describe(&fixture.open().await).await, before);
}

async fn rows_are_never_changed_or_removed(fixture: Fixture) {
    let store = fixture.open().await;
    sample::fill(&store).await;
    let before = sample::describe(&store).await;
    let statements = [
        "UPDATE upload SET actor = 'nobody'",
        "DELETE FROM upload",
        "UPDATE replaced SET kind = 'x'",
        "DELETE FROM replaced",
        "UPDATE fact SET cells = '{}'",
        "DELETE FROM fact",
        "UPDATE observation SET cells = '{}'",
        "DELETE FROM observation",
        "UPDATE setting SET value = 'x'",
        "DELETE FROM setting",
        "INSERT INTO fact (upload, kind, subject, cells) VALUES (99, 'a', 'k', '{}')",
    ];
    for statement in statements {
        assert!(execute(&fixture, statement).await.is_err(), "{statement}");
    }
    assert_eq!(sample::describe(&store).await, before);
}

async fn what_the_store_never_wrote_is_named(fixture: Fixture) {
    let store = fixture.open().await;
    sample::fill(&store).await;
    execute(&fixture, "INSERT INTO fact (upload, kind, subject, cells) VALUES (5, '企业', '91D', '[]')").await.unwrap();
    execute(&fixture, "INSERT INTO observation (upload, line, cells) VALUES (6, 3, '{\"value\":null}')").await.unwrap();
    let day = date("2025-12-31");
    let is_corrupt = |error: StoreError| match &error {
        StoreError::Corrupt { what, .. } => what.contains("91D") || what.contains("row 3"),
        _ => false,
    };
    assert!(is_corrupt(store.subject("企业", "91D", day).await.unwrap_err()));
    assert!(is_corrupt(store.history("企业", "91D").await.unwrap_err()));
    assert!(is_corrupt(store.observations(day).await.unwrap().all().await.unwrap_err()));
    // What came before it in the stream isn't taken for all there is.
    let mut subjects = store.subjects("企业", day).await.unwrap();
    let error = loop {
        match subjects.next().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("the stream ended as if it were whole"),
            Err(error) => break error,
        }
    };
    assert!(is_corrupt(error));
    assert_eq!(subjects.next().await.unwrap_err(), StoreError::Abandoned);
    // The others are known as before.
    assert!(store.subject("企业", "91C", day).await.unwrap().is_some());
}

/// Runs a statement past the store.
pub(crate) async fn execute(fixture: &Fixture, sql: &str) -> sqlx::Result<()> {
    let sql = AssertSqlSafe(sql.to_string());
    match fixture.backend {
        Backend::Sqlite => {
            let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&fixture.url).create_if_missing(true);
            let mut connection = sqlx::SqliteConnection::connect_with(&options).await?;
            connection.execute(sqlx::raw_sql(sql)).await?;
            connection.close().await
        }
        Backend::Postgres => {
            let mut connection = sqlx::PgConnection::connect(&fixture.url).await?;
            connection.execute(sqlx::raw_sql(sql)).await?;
            connection.close().await
        }
    }
}

#[test]
fn what_cannot_be_opened_says_why() {
    crate::fixture::run(Backend::Sqlite, async |fixture| {
        let folder = fixture.folder.path();
        std::fs::write(folder.join("text.db"), "这不是数据库".repeat(1000)).unwrap();
        for place in [folder.join("text.db"), folder.join("none/a.db"), folder.to_path_buf()] {
            let error = Store::open(place.to_str().unwrap()).await.unwrap_err();
            assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
            assert!(error.text().zh.contains(place.to_str().unwrap()), "{}", error.text().zh);
        }
        let error = Store::open("postgres://clerk:hunter2@localhost:1/city").await.unwrap_err();
        assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
        assert!(!format!("{error:?}{error}").contains("hunter2"), "{error:?}");
    });
}

#[cfg(unix)]
#[test]
fn the_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    crate::fixture::run(Backend::Sqlite, async |fixture| {
        let store = fixture.open().await;
        accept(&store, "2025-01-01", &[], &[]).await;
        for suffix in ["", "-wal", "-shm"] {
            let mode = std::fs::metadata(format!("{}{suffix}", fixture.url)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{suffix}");
        }
    });
}
