//! Settings have a present value and a history.

use wuwei_store::{Setting, StoreError};

use crate::fixture::{Fixture, at, cases};

cases! {
    a_setting_has_its_last_value_and_a_history,
    what_cannot_be_set_is_refused,
}

fn setting(name: &str, value: Option<&str>, seconds: i64) -> Setting {
    let value = value.map(str::to_string);
    Setting { name: name.to_string(), value, changed_at: at(seconds), actor: "operator".to_string() }
}

async fn a_setting_has_its_last_value_and_a_history(fixture: Fixture) {
    let store = fixture.open().await;
    assert_eq!(store.setting("place").await.unwrap(), None);
    let all = [
        setting("place", Some("长春市"), 1),
        setting("library", Some("library"), 2),
        setting("place", Some("吉林省"), 3),
        // A clock that was set back doesn't turn the order.
        setting("place", Some("朝阳区"), 0),
        setting("library", None, 5),
    ];
    for setting in &all {
        store.set(setting).await.unwrap();
    }
    assert_eq!(store.setting("place").await.unwrap().as_deref(), Some("朝阳区"));
    assert_eq!(store.setting("library").await.unwrap(), None);
    assert_eq!(store.settings().await.unwrap(), [all[3].clone()]);
    assert_eq!(store.setting_history("place").await.unwrap(), [&all[0], &all[2], &all[3]].map(Clone::clone));
    assert_eq!(store.setting_history("library").await.unwrap(), [&all[1], &all[4]].map(Clone::clone));
}

async fn what_cannot_be_set_is_refused(fixture: Fixture) {
    let store = fixture.open().await;
    for bad in [setting("", Some("1"), 0), setting("a\0", None, 0), setting("a", Some("\0"), 0)] {
        assert!(matches!(store.set(&bad).await, Err(StoreError::Unfit { .. })));
    }
    assert_eq!(store.settings().await.unwrap(), []);
}
