//! A small store with some of everything, and what it says of itself.
//!
//! The dumps of earlier versions of the tables hold this very sample: what is changed here is changed there.

use wuwei_source::Text;
use wuwei_store::{Digest, NewUpload, Setting, Share, Store, Token};

use crate::fixture::{accept, at, date, lines, upload};

pub(crate) const KINDS: [&str; 2] = ["企业", "项目"];

pub(crate) fn token() -> Token {
    Token::new("not-a-secret")
}

pub(crate) async fn fill(store: &Store) {
    let cells = [("名称", "甲\"公司\"\n\\"), ("研发费用@2024", "1200000"), ("职工总数@2024", "30")];
    accept(store, "2025-01-10", &[], &[("企业", "91A", &cells), ("企业", "91B", &[("名称", "乙")])]).await;
    accept(store, "2025-03-01", &[], &[("企业", "91A", &[("研发费用@2024", "1300000"), ("职工总数@2024", "-")])]).await;
    accept(store, "2025-02-01", &[], &[("企业", "91A", &[("研发费用@2024", "1250000"), ("注册地", "高新区")])]).await;
    accept(store, "2025-04-01", &["项目"], &[("项目", "X1", &[("名称", "")]), ("项目", "x0", &[])]).await;
    accept(store, "2025-05-01", &["企业"], &[("企业", "91C", &[("名称", "丙")])]).await;
    for learnt in ["2025-06-01", "2025-05-15"] {
        let about = NewUpload {
            file: "观测.csv".to_string(),
            synthetic: false,
            notice: Text::default(),
            received_at: at(5),
            sha256: Digest::of(b"observations"),
            ..upload(learnt)
        };
        let mut writer = store.begin_observations(&about).await.unwrap();
        writer.row([("indicator", "高新技术企业数"), ("value", "3024"), ("as of", learnt)]).await.unwrap();
        writer.row([("indicator", "科技成果本地转化数"), ("value", "12"), ("as of", learnt)]).await.unwrap();
        writer.commit().await.unwrap();
    }
    let share = Share { payload: r#"{"facts":{}}"#.to_string(), created_at: at(0), expires_at: at(3600) };
    assert!(store.put_share(&token(), &share).await.unwrap());
    for (name, value) in [("place", Some("长春市")), ("library", Some("library")), ("place", None)] {
        let value = value.map(str::to_string);
        let (name, actor) = (name.to_string(), "operator".to_string());
        store.set(&Setting { name, value, changed_at: at(1), actor }).await.unwrap();
    }
}

/// Everything that can be read of a store, as lines.
pub(crate) async fn describe(store: &Store) -> Vec<String> {
    let mut out = Vec::new();
    for upload in store.uploads().await.unwrap() {
        out.push(format!("{upload:?}"));
    }
    for day in ["2025-01-09", "2025-01-10", "2025-02-15", "2025-03-15", "2025-04-15", "2025-06-15"].map(date) {
        out.push(format!("{day} {:?}", store.kinds(day).await.unwrap()));
        for kind in KINDS {
            out.extend(lines(store, kind, day).await);
        }
        for row in store.observations(day).await.unwrap().all().await.unwrap() {
            out.push(format!("{row:?}"));
        }
    }
    for key in ["91A", "91B", "91C"] {
        out.extend(store.history("企业", key).await.unwrap().iter().map(|entry| format!("{entry:?}")));
    }
    out.push(format!("{:?}", store.share(&token(), at(10)).await.unwrap()));
    out.push(format!("{:?}", store.settings().await.unwrap()));
    for name in ["place", "library"] {
        out.push(format!("{:?}", store.setting_history(name).await.unwrap()));
    }
    out
}
