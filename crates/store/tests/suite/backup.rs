//! A backup holds everything, goes into either database, and is refused unless it is whole.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use wuwei_store::{Digest, Store, StoreError, UploadId};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::fixture::{Fixture, Random, accept, at, cases, date, lines, upload};
use crate::sample;

cases! {
    a_restored_store_is_equal,
    a_large_store_is_restored_in_the_other_database,
    a_backup_is_of_one_moment,
    only_an_empty_store_is_filled,
    a_damaged_file_is_refused,
    a_forged_file_is_refused,
    a_backup_takes_nobodys_place,
}

impl Fixture {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

async fn a_restored_store_is_equal(fixture: Fixture) {
    let store = fixture.open().await;
    sample::fill(&store).await;
    let before = sample::describe(&store).await;
    let made = store.backup(&fixture.path("all.zip"), at(7)).await.unwrap();
    assert_eq!(made.created_at(), Some(at(7)));
    let rows: Vec<(&str, u64)> = made.tables().iter().map(|table| (table.name.as_str(), table.rows)).collect();
    assert_eq!(rows, [("upload", 7), ("replaced", 2), ("fact", 7), ("observation", 4), ("share", 1), ("setting", 3)]);
    for place in [Some(fixture.another().await), fixture.the_other().await].into_iter().flatten() {
        let restored = Store::open(&place).await.unwrap();
        assert_eq!(restored.restore(&fixture.path("all.zip")).await.unwrap(), made);
        assert_eq!(sample::describe(&restored).await, before);
        // And what is made of the copy is the same to the byte.
        std::fs::remove_file(fixture.path("again.zip")).unwrap_or_default();
        assert_eq!(restored.backup(&fixture.path("again.zip"), at(7)).await.unwrap(), made);
        assert_eq!(std::fs::read(fixture.path("again.zip")).unwrap(), std::fs::read(fixture.path("all.zip")).unwrap());
        // Numbers go on where they were.
        assert_eq!(accept(&restored, "2025-06-01", &[], &[]).await, UploadId::from_number(8));
    }
    // An empty store has an empty backup.
    let (empty, other) = (fixture.another().await, fixture.another().await);
    let made = Store::open(&empty).await.unwrap().backup(&fixture.path("empty.zip"), at(0)).await.unwrap();
    let restored = Store::open(&other).await.unwrap();
    assert_eq!(restored.restore(&fixture.path("empty.zip")).await.unwrap(), made);
    assert_eq!(restored.latest().await.unwrap(), UploadId::NONE);
}

async fn a_large_store_is_restored_in_the_other_database(fixture: Fixture) {
    let Some(place) = fixture.the_other().await else { return };
    let store = fixture.open().await;
    for learnt in ["2025-01-01", "2025-02-01"] {
        let mut writer = store.begin_facts(&upload(learnt)).await.unwrap();
        for number in 0..2500 {
            writer.row("企业", &format!("{number}"), [("名称", Some("某")), (learnt, None)]).await.unwrap();
        }
        writer.commit().await.unwrap();
        let mut writer = store.begin_observations(&upload(learnt)).await.unwrap();
        for number in 0..1500 {
            writer.row([("value", number.to_string().as_str())]).await.unwrap();
        }
        writer.commit().await.unwrap();
    }
    let made = store.backup(&fixture.path("all.zip"), at(0)).await.unwrap();
    let restored = Store::open(&place).await.unwrap();
    assert_eq!(restored.restore(&fixture.path("all.zip")).await.unwrap(), made);
    let day = date("2025-12-31");
    assert_eq!(lines(&restored, "企业", day).await, lines(&store, "企业", day).await);
    let all = async |store: &Store| store.observations(day).await.unwrap().all().await.unwrap();
    assert_eq!(all(&restored).await, all(&store).await);
    assert_eq!(restored.uploads().await.unwrap(), store.uploads().await.unwrap());
}

async fn a_backup_is_of_one_moment(fixture: Fixture) {
    let store = fixture.open().await;
    accept(&store, "2025-01-01", &[], &[("a", "1", &[("x", "1")])]).await;
    let mut writer = store.begin_facts(&upload("2025-01-01")).await.unwrap();
    writer.replace("a").await.unwrap();
    for number in 0..2000 {
        writer.row("a", &format!("{number}"), [("x", Some("2"))]).await.unwrap();
    }
    // The import isn't waited for, and nothing of it is in the file.
    let made = store.backup(&fixture.path("all.zip"), at(0)).await.unwrap();
    assert_eq!((made.rows("upload"), made.rows("fact"), made.rows("replaced")), (1, 1, 0));
    writer.commit().await.unwrap();
}

async fn only_an_empty_store_is_filled(fixture: Fixture) {
    let store = fixture.open().await;
    sample::fill(&store).await;
    let before = sample::describe(&store).await;
    store.backup(&fixture.path("all.zip"), at(0)).await.unwrap();
    let error = store.restore(&fixture.path("all.zip")).await.unwrap_err();
    assert!(matches!(error, StoreError::NotEmpty { .. }), "{error:?}");
    assert_eq!(sample::describe(&store).await, before);
}

/// The store refused a file, said so in both languages, and has nothing of it.
async fn refused(store: &Store, path: &Path) -> StoreError {
    let error = store.restore(path).await.unwrap_err();
    assert!(!error.text().zh.is_empty() && error.text().en == error.to_string());
    assert_eq!(store.latest().await.unwrap(), UploadId::NONE);
    assert_eq!(store.settings().await.unwrap(), []);
    error
}

async fn a_damaged_file_is_refused(fixture: Fixture) {
    let store = fixture.open().await;
    sample::fill(&store).await;
    let before = sample::describe(&store).await;
    store.backup(&fixture.path("all.zip"), at(0)).await.unwrap();
    let whole = std::fs::read(fixture.path("all.zip")).unwrap();
    let mut target = Store::open(&fixture.another().await).await.unwrap();
    let path = fixture.path("damaged.zip");
    let mut random = Random::new(7);
    let mut harmless = 0;
    for round in 0..120 {
        let mut bytes = whole.clone();
        if round % 4 == 0 {
            bytes.truncate(random.below(whole.len()));
        } else {
            let at = random.below(whole.len());
            bytes[at] ^= 1 << random.below(8);
        }
        std::fs::write(&path, &bytes).unwrap();
        // A bit that means nothing, such as the time of an entry, may differ: then everything is there all the same.
        if target.restore(&path).await.is_ok() {
            assert_eq!(sample::describe(&target).await, before);
            target = Store::open(&fixture.another().await).await.unwrap();
            harmless += 1;
        } else {
            let error = refused(&target, &path).await;
            assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
        }
    }
    assert!(harmless < 60, "{harmless}");
    for bytes in ["", "PK", "{}", "备份"] {
        std::fs::write(&path, bytes).unwrap();
        assert!(matches!(refused(&target, &path).await, StoreError::Damaged { .. }));
    }
    let error = refused(&target, &fixture.path("none.zip")).await;
    assert!(matches!(error, StoreError::File { .. }), "{error:?}");
    target.restore(&fixture.path("all.zip")).await.unwrap();
    assert_eq!(sample::describe(&target).await, before);
}

/// The files of a backup by name.
type Files = BTreeMap<String, String>;

fn unpack(path: &Path) -> Files {
    let mut zip = ZipArchive::new(File::open(path).unwrap()).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut out = Files::new();
    for name in names {
        let mut text = String::new();
        zip.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        out.insert(name, text);
    }
    out
}

fn pack(path: &Path, files: &Files) {
    let mut zip = ZipWriter::new(File::create(path).unwrap());
    for (name, text) in files {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
}

/// Makes the manifest agree with the tables.
fn agree(files: &mut Files) {
    let mut manifest: serde_json::Value = serde_json::from_str(&files["manifest.json"]).unwrap();
    for table in manifest["tables"].as_array_mut().unwrap() {
        let text = &files[&format!("{}.jsonl", table["name"].as_str().unwrap())];
        table["rows"] = text.lines().count().into();
        table["sha256"] = Digest::of(text.as_bytes()).to_string().into();
    }
    files.insert("manifest.json".to_string(), manifest.to_string());
}

async fn a_forged_file_is_refused(fixture: Fixture) {
    let store = fixture.open().await;
    sample::fill(&store).await;
    store.backup(&fixture.path("all.zip"), at(0)).await.unwrap();
    let whole = unpack(&fixture.path("all.zip"));
    let target = Store::open(&fixture.another().await).await.unwrap();
    let path = fixture.path("forged.zip");
    // A file, what is replaced in it, by what; the manifest is made to agree.
    let forgeries = [
        ("fact", r#"{"upload":1,"kind""#, r#"{"upload":99,"kind""#),
        ("fact", r#"{"upload":1,"kind""#, r#"{"upload":6,"kind""#),
        ("fact", r#""cells":{"#, r#""cells":{"a":1,"#),
        ("fact", r#""cells":{"#, r#""cells":["#),
        ("fact", r#""subject":"91A""#, r#""subject":"""#),
        ("fact", r#""subject":"91A""#, r#""subject":"91B""#),
        ("fact", r#""subject":"91A""#, r#""other":"91A""#),
        ("observation", r#""line":2"#, r#""line":1"#),
        ("observation", r#""line":1"#, r#""line":-1"#),
        ("observation", r#""3024""#, "null"),
        ("upload", r#""learnt":"2025-01-10""#, r#""learnt":"2025-02-30""#),
        ("upload", r#""id":2"#, r#""id":20"#),
        ("upload", r#""rows":2"#, r#""rows":3"#),
        ("upload", r#""what":"facts""#, r#""what":"rumours""#),
        ("upload", r#""received_at":"2026"#, r#""received_at":"x2026"#),
        ("share", r#""token_sha256":""#, r#""token_sha256":"0"#),
        ("setting", r#""id":2"#, r#""id":1"#),
        ("setting", r#""name":"place""#, r#""name":"\u0000""#),
        ("replaced", "\n", "\n\n"),
        ("replaced", "{", "x{"),
    ];
    for (table, from, to) in forgeries {
        let mut files = whole.clone();
        let text = files.get_mut(&format!("{table}.jsonl")).unwrap();
        let forged = text.replacen(from, to, 1);
        assert_ne!(*text, forged, "{table} {from}");
        *text = forged;
        pack(&path, &files);
        assert!(matches!(refused(&target, &path).await, StoreError::Damaged { .. }), "{table} {from} {to}: checksum");
        agree(&mut files);
        pack(&path, &files);
        let error = refused(&target, &path).await;
        assert!(matches!(error, StoreError::Damaged { .. }), "{table} {from} {to}: {error:?}");
    }
    // A file that is missing, a row that is missing, a row that isn't ended, a manifest of something else.
    for name in whole.keys() {
        let mut files = whole.clone();
        files.remove(name);
        pack(&path, &files);
        assert!(matches!(refused(&target, &path).await, StoreError::Damaged { .. }), "{name}");
    }
    let mut files = whole.clone();
    files.get_mut("fact.jsonl").unwrap().truncate(whole["fact.jsonl"].trim_end().rfind('\n').unwrap() + 1);
    agree(&mut files);
    pack(&path, &files);
    assert!(matches!(refused(&target, &path).await, StoreError::Damaged { .. }));
    let mut files = whole.clone();
    files.get_mut("setting.jsonl").unwrap().pop();
    agree(&mut files);
    pack(&path, &files);
    assert!(matches!(refused(&target, &path).await, StoreError::Damaged { .. }));
    for (from, to) in [("wuwei-backup", "other"), (r#""version": 1"#, r#""version": 0"#), ("\"name\"", "\"nom\"")] {
        let mut files = whole.clone();
        files.insert("manifest.json".to_string(), whole["manifest.json"].replace(from, to));
        pack(&path, &files);
        assert!(matches!(refused(&target, &path).await, StoreError::Damaged { .. }), "{from}");
    }
    let mut files = whole.clone();
    files.insert(
        "manifest.json".to_string(),
        whole["manifest.json"].replace(r#""version": 1"#, r#""version": 2, "x": 1"#),
    );
    pack(&path, &files);
    assert!(matches!(refused(&target, &path).await, StoreError::NewerBackup { found: 2, .. }));
    // What was taken apart and put together again is whole.
    pack(&path, &whole);
    target.restore(&path).await.unwrap();
}

async fn a_backup_takes_nobodys_place(fixture: Fixture) {
    let store = fixture.open().await;
    sample::fill(&store).await;
    let path = fixture.path("letter.txt");
    std::fs::write(&path, "亲启").unwrap();
    let error = store.backup(&path, at(0)).await.unwrap_err();
    assert!(matches!(error, StoreError::Exists { .. }), "{error:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "亲启");
    let error = store.backup(&fixture.path("none/all.zip"), at(0)).await.unwrap_err();
    assert!(matches!(error, StoreError::File { .. }), "{error:?}");
    store.backup(&fixture.path("all.zip"), at(0)).await.unwrap();
    // No draft is left behind, and nobody else may read the file.
    let names = std::fs::read_dir(fixture.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().ends_with(".tmp")));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(fixture.path("all.zip")).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
