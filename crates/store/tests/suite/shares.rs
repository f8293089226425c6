//! Shares are there until they expire, and the database never learns their tokens.

use wuwei_store::{Share, StoreError, Token};

use crate::fixture::{Fixture, at, cases};

cases! {
    a_share_is_there_until_it_expires,
    a_token_keeps_what_it_has,
    a_token_is_never_kept_or_shown,
}

fn share(payload: &str, expires: i64) -> Share {
    Share { payload: payload.to_string(), created_at: at(0), expires_at: at(expires) }
}

async fn a_share_is_there_until_it_expires(fixture: Fixture) {
    let store = fixture.open().await;
    let (short, long) = (Token::new("short"), Token::new("long"));
    store.put_share(&short, &share("一", 10)).await.unwrap();
    store.put_share(&long, &share("二", 20)).await.unwrap();
    assert_eq!(store.share(&short, at(9)).await.unwrap(), Some(share("一", 10)));
    assert_eq!(store.share(&short, at(10)).await.unwrap(), None);
    assert_eq!(store.share(&Token::new("other"), at(0)).await.unwrap(), None);
    assert_eq!(store.sweep_shares(at(9)).await.unwrap(), 0);
    assert_eq!(store.sweep_shares(at(10)).await.unwrap(), 1);
    // It is gone, not only out of date.
    assert_eq!(store.share(&short, at(0)).await.unwrap(), None);
    assert_eq!(store.share(&long, at(19)).await.unwrap(), Some(share("二", 20)));
}

async fn a_token_keeps_what_it_has(fixture: Fixture) {
    let store = fixture.open().await;
    let token = Token::new("t");
    assert!(store.put_share(&token, &share("一", 10)).await.unwrap());
    assert!(!store.put_share(&token, &share("二", 20)).await.unwrap());
    assert_eq!(store.share(&token, at(0)).await.unwrap(), Some(share("一", 10)));
    let error = store.put_share(&Token::new(""), &share("三", 1)).await.unwrap_err();
    assert!(matches!(error, StoreError::Unfit { .. }), "{error}");
}

async fn a_token_is_never_kept_or_shown(fixture: Fixture) {
    let store = fixture.open().await;
    let token = Token::new("hunter2-hunter2");
    store.put_share(&token, &share("一", 10)).await.unwrap();
    assert!(!format!("{token:?}").contains("hunter"));
    let path = fixture.folder.path().join("all.zip");
    store.backup(&path, at(0)).await.unwrap();
    let mut zip = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
    let shares = std::io::read_to_string(zip.by_name("share.jsonl").unwrap()).unwrap();
    assert!(shares.contains("token_sha256") && !shares.contains("hunter"), "{shares}");
    store.close().await;
    if fixture.backend == crate::fixture::Backend::Sqlite {
        let bytes = std::fs::read(&fixture.url).unwrap();
        assert!(!bytes.windows(6).any(|window| window == b"hunter"));
    }
}
