//! `wuwei backup` and `wuwei restore`

use std::path::Path;

use wuwei_ir::Date;
use wuwei_source::Text;
use wuwei_store::{Digest, NewUpload, Store, Timestamp};

use crate::tool::Place;

fn block<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(work)
}

fn fill(path: &Path) {
    block(async {
        let store = Store::open(&path.to_string_lossy()).await.unwrap();
        let upload = NewUpload {
            file: "企业.csv".to_string(),
            sha256: Digest::of(b"x"),
            received_at: Timestamp::EPOCH,
            learnt: Date::parse("2025-01-01").unwrap(),
            actor: "张三".to_string(),
            synthetic: false,
            notice: Text::new("", ""),
        };
        let mut writer = store.begin_facts(&upload).await.unwrap();
        writer.row("企业", "k1", [("名称", Some("甲")), ("职工总数@2024", Some("12"))]).await.unwrap();
        writer.row("企业", "k2", [("名称", Some("=1+1"))]).await.unwrap();
        writer.commit().await.unwrap();
        let mut writer = store.begin_observations(&upload).await.unwrap();
        writer.row([("指标", "研发投入强度"), ("数值", "1.5")]).await.unwrap();
        writer.commit().await.unwrap();
        store.close().await;
    });
}

fn content(path: &Path) -> String {
    block(async {
        let store = Store::open(&path.to_string_lossy()).await.unwrap();
        let day = Date::parse("2026-01-01").unwrap();
        let subjects = store.subjects_by_key("企业", &["k1", "k2"], day).await.unwrap();
        let observations = store.observations(day).await.unwrap().all().await.unwrap();
        format!("{:?} {subjects:?} {observations:?}", store.uploads().await.unwrap())
    })
}

#[test]
fn a_store_comes_back_from_its_backup() {
    let place = Place::new();
    let (store, copy) = (place.path("store.db"), place.path("copy.db"));
    fill(&store);
    place.wuwei(&["backup", "store.db", "all.zip"]).ends(0).prints("2 次上传，2 行事实，1 行观测值");
    place.wuwei(&["restore", "all.zip", "copy.db", "--lang", "en"]).ends(0).prints("2 uploads, 2 rows of facts");
    assert_eq!(content(&store), content(&copy));
}

#[test]
fn nothing_is_overwritten_and_nothing_is_made_of_a_mistyped_name() {
    let place = Place::new();
    fill(&place.path("store.db"));
    place.wuwei(&["backup", "stor.db", "all.zip"]).ends(2).complains("stor.db");
    assert!(!place.path("stor.db").exists());
    place.wuwei(&["backup", "store.db", "all.zip"]).ends(0);
    place.wuwei(&["backup", "store.db", "all.zip", "--lang", "en"]).ends(2).complains("all.zip");
    place.wuwei(&["restore", "all.zip", "store.db"]).ends(2);
    place.wuwei(&["restore", "nothing.zip", "copy.db"]).ends(2).complains("nothing.zip");
    assert!(!place.path("copy.db").exists());
    std::fs::write(place.path("broken.zip"), b"PK\x03\x04").unwrap();
    place.wuwei(&["restore", "broken.zip", "copy.db"]).ends(2);
}
