//! What is known equals what a naive reading of all uploads says, for uploads at random, any day and any state.

use std::collections::{BTreeMap, BTreeSet};

use wuwei_store::{AsOf, Store, Subject, UploadId};

use crate::fixture::{Fixture, Random, cases, date, upload};

cases! {
    folding_equals_a_naive_model,
    a_subject_with_many_rows_crosses_pages,
}

const DAYS: [&str; 6] = ["2024-12-31", "2025-01-01", "2025-01-02", "2025-02-28", "2025-03-01", "2025-12-31"];
const KINDS: [&str; 2] = ["企业", "人才"];

type Cells = BTreeMap<String, Option<String>>;

/// An upload as it was made.
struct Made {
    id: i64,
    day: &'static str,
    replaces: BTreeSet<&'static str>,
    rows: BTreeMap<(&'static str, String), Cells>,
}

/// Kind by kind, key by key, column by column: the value and the upload it comes from.
type State = BTreeMap<&'static str, BTreeMap<String, BTreeMap<String, (Option<String>, i64)>>>;

fn model(made: &[Made], day: &str, through: i64) -> State {
    let mut uploads: Vec<&Made> = made.iter().filter(|made| made.day <= day && made.id <= through).collect();
    uploads.sort_by_key(|made| (made.day, made.id));
    let mut state = State::new();
    for made in uploads {
        for kind in &made.replaces {
            state.remove(kind);
        }
        for ((kind, key), cells) in &made.rows {
            let subject = state.entry(kind).or_default().entry(key.clone()).or_default();
            for (column, value) in cells {
                subject.insert(column.clone(), (value.clone(), made.id));
            }
        }
    }
    state
}

fn cells(subject: &Subject) -> BTreeMap<String, (Option<String>, i64)> {
    let cells = subject
        .cells()
        .iter()
        .map(|cell| (cell.column.to_string(), (cell.value.as_deref().map(str::to_string), cell.upload.number())));
    cells.collect()
}

async fn accept(store: &Store, random: &mut Random) -> Made {
    let mut made = Made { id: 0, day: DAYS[random.below(6)], replaces: BTreeSet::new(), rows: BTreeMap::new() };
    let mut writer = store.begin_facts(&upload(made.day)).await.unwrap();
    for kind in KINDS {
        // A kind may be replaced before, between or after its rows: all the same.
        if random.below(8) == 0 {
            writer.replace(kind).await.unwrap();
            made.replaces.insert(kind);
        }
        for number in 0..6 {
            if random.below(3) > 0 {
                continue;
            }
            let key = format!("{number}号");
            let mut row = Cells::new();
            for column in 0..5 {
                let value = match random.below(6) {
                    0 => None,
                    value @ 1..=3 => Some(value.to_string()),
                    _ => continue,
                };
                row.insert(format!("列{column}"), value);
            }
            // In whatever order the columns come.
            let shuffled = row.iter().rev().map(|(column, value)| (column.as_str(), value.as_deref()));
            writer.row(kind, &key, shuffled).await.unwrap();
            made.rows.insert((kind, key), row);
        }
    }
    made.id = writer.commit().await.unwrap().number();
    made
}

async fn check(store: &Store, made: &[Made], as_of: AsOf) -> State {
    let through = as_of.through.map_or(i64::MAX, UploadId::number);
    let state = model(made, &as_of.day.to_string(), through);
    for kind in KINDS {
        let expected = state.get(kind).cloned().unwrap_or_default();
        let mut subjects = store.subjects(kind, as_of).await.unwrap();
        let mut found = BTreeMap::new();
        let mut last = String::new();
        while let Some(subject) = subjects.next().await.unwrap() {
            assert!(last < subject.key, "in order");
            last = subject.key.clone();
            found.insert(subject.key.clone(), cells(&subject));
        }
        assert_eq!(found, expected, "{kind} {as_of:?}");
        let keys: Vec<&String> = expected.keys().collect();
        assert_eq!(store.keys(kind, as_of).await.unwrap().iter().collect::<Vec<_>>(), keys);
        for number in 0..6 {
            let key = format!("{number}号");
            let subject = store.subject(kind, &key, as_of).await.unwrap();
            assert_eq!(subject.as_ref().map(cells), expected.get(&key).cloned(), "{kind} {key} {as_of:?}");
        }
    }
    let kinds = store.kinds(as_of).await.unwrap();
    let mut expected: Vec<(&str, u64)> = state.iter().map(|(kind, keys)| (*kind, keys.len() as u64)).collect();
    expected.retain(|(_, count)| *count > 0);
    assert_eq!(
        kinds.iter().map(|count| (count.kind.as_str(), count.subjects)).collect::<BTreeSet<_>>(),
        expected.into_iter().collect()
    );
    state
}

async fn folding_equals_a_naive_model(fixture: Fixture) {
    for seed in 0..6 {
        let mut random = Random::new(seed + 1);
        let store = Store::open(&fixture.another().await).await.unwrap();
        let mut made = Vec::new();
        for _ in 0..14 {
            made.push(accept(&store, &mut random).await);
        }
        let mut states = Vec::new();
        for _ in 0..10 {
            let as_of = AsOf::day(date(DAYS[random.below(6)]));
            let as_of = match random.below(3) {
                0 => as_of,
                _ => as_of.through(UploadId::from_number(random.below(17) as i64)),
            };
            states.push((as_of, check(&store, &made, as_of).await));
        }
        // Whatever differs between two states is named as changed.
        for pair in states.windows(2) {
            let [(one, before), (other, after)] = pair else { unreachable!() };
            let changed = store.changed(*one, *other).await.unwrap();
            for kind in KINDS {
                let none = BTreeMap::new();
                let (before, after) = (before.get(kind).unwrap_or(&none), after.get(kind).unwrap_or(&none));
                for key in before.keys().chain(after.keys()) {
                    let is_named = changed.replaced.iter().any(|replaced| replaced == kind)
                        || changed.subjects.contains(&(kind.to_string(), key.clone()));
                    assert!(is_named || before.get(key) == after.get(key), "{kind} {key} {one:?} {other:?}");
                }
            }
        }
        store.close().await;
    }
}

/// Subjects have three rows each, so that pages end in the middle of one.
async fn a_subject_with_many_rows_crosses_pages(fixture: Fixture) {
    let store = fixture.open().await;
    let keys: Vec<String> = (0..1700).map(|number| format!("{number:05}")).collect();
    for (upload_number, day) in ["2025-01-01", "2025-03-01", "2025-02-01"].into_iter().enumerate() {
        let mut writer = store.begin_facts(&upload(day)).await.unwrap();
        for key in &keys {
            let value = upload_number.to_string();
            let own = format!("只{upload_number}");
            let cells = [("共", Some(value.as_str())), (own.as_str(), Some(key.as_str()))];
            writer.row("企业", key, cells).await.unwrap();
        }
        writer.commit().await.unwrap();
    }
    let mut subjects = store.subjects("企业", date("2025-12-31")).await.unwrap();
    assert_eq!(subjects.through(), UploadId::from_number(3));
    for key in &keys {
        let subject = subjects.next().await.unwrap().unwrap();
        assert_eq!(&subject.key, key);
        assert_eq!(subject.value("共"), Some("1"));
        for own in ["只0", "只1", "只2"] {
            assert_eq!(subject.value(own), Some(key.as_str()));
        }
    }
    assert_eq!(subjects.next().await.unwrap(), None);
    assert_eq!(subjects.next().await.unwrap(), None, "and it stays so");
}
