//! A program that is killed while it imports loses nothing that it acknowledged, and leaves nothing half done.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wuwei_store::{NewUpload, Store, UploadId, What};

use crate::fixture::{Backend, Fixture, Random, date, upload};

/// Tells a run of this program that it is the one to be killed, and where to import.
const PLACE: &str = "WUWEI_STORE_TEST_IMPORT";

#[test]
fn killed_a_hundred_times_on_sqlite() {
    crate::fixture::run(Backend::Sqlite, async |fixture| kill(&fixture, 100).await);
}

/// The server is another program here and survives: fewer will do.
#[test]
fn killed_on_postgres() {
    crate::fixture::run(Backend::Postgres, async |fixture| kill(&fixture, 25).await);
}

/// Rows of the upload with this number; some are sent to the database before the upload is whole, some not.
fn rows(id: i64) -> i64 {
    1 + id * 97 % 700
}

fn about(id: i64) -> NewUpload {
    NewUpload { file: format!("{id}.csv"), actor: format!("{} rows", rows(id)), ..upload("2025-01-01") }
}

fn is_facts(id: i64) -> bool {
    id % 3 > 0
}

async fn kill(fixture: &Fixture, times: usize) {
    let mut random = Random::new(5616);
    let mut acknowledged = 0;
    let mut cut = 0;
    fixture.open().await.close().await;
    for round in 0..times {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::import_until_killed", "--nocapture", "--test-threads=1"])
            .env(PLACE, &fixture.url)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        lines.find(|line| line == "begin").expect("the child begins");
        let mut last_begun = 0;
        let mut read = |line: &str| match line.split_once(' ') {
            Some(("import", id)) => last_begun = id.parse().unwrap(),
            // A line that was cut off acknowledges nothing.
            Some(("kept", id)) if id.ends_with('.') => acknowledged = id.trim_end_matches('.').parse().unwrap(),
            _ => {}
        };
        // Some uploads later, at a moment within about the time of another.
        let start = Instant::now();
        for _ in 0..=2 * random.below(3) {
            read(&lines.next().expect("the child goes on"));
        }
        let longest = (2 * start.elapsed()).max(Duration::from_millis(10)).as_micros() as usize;
        std::thread::sleep(Duration::from_micros(random.below(longest.min(200_000)) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        lines.for_each(|line| read(&line));
        let store = fixture.open().await;
        // A server may still be busy with what it was sent; whoever gets a turn at writing comes after that.
        store.begin_facts(&about(1)).await.unwrap().discard().await.unwrap();
        let latest = store.latest().await.unwrap().number();
        assert!(latest >= acknowledged, "round {round}: {acknowledged} was acknowledged, {latest} is there");
        assert!(latest <= acknowledged + 1, "round {round}: {acknowledged} was acknowledged, {latest} is there");
        cut += usize::from(last_begun > latest);
        let is_last = round + 1 == times;
        check(&store, if is_last { 1 } else { latest.saturating_sub(3).max(1) }, latest).await;
        // What was kept and not yet acknowledged counts as acknowledged from now on.
        acknowledged = latest;
        store.close().await;
    }
    eprintln!("{times} times killed: {acknowledged} uploads kept, {cut} cut off half-way");
    assert!(cut > 0, "no import was hit half-way");
    assert!(acknowledged > times as i64 / 4, "too few imports: {acknowledged}");
}

/// Uploads are whole, and there is nothing besides.
async fn check(store: &Store, first: i64, latest: i64) {
    let uploads = store.uploads().await.unwrap();
    assert_eq!(uploads.len() as i64, latest);
    for (upload, id) in uploads.iter().zip(1..) {
        let what = if is_facts(id) { What::Facts } else { What::Observations };
        assert_eq!((upload.id, upload.what, upload.rows as i64), (UploadId::from_number(id), what, rows(id)));
        assert_eq!(upload.about, about(id));
    }
    let changed = store.changed_since(UploadId::from_number(first - 1)).await.unwrap();
    let expected: i64 = (first..=latest).filter(|id| is_facts(*id)).map(rows).sum();
    assert_eq!(changed.subjects.len() as i64, expected);
    if first == 1 {
        for id in (1..=latest).filter(|id| is_facts(*id)) {
            let mut subjects = store.subjects(&format!("第{id}次"), date("2025-01-01")).await.unwrap();
            let mut count = 0;
            while let Some(subject) = subjects.next().await.unwrap() {
                assert_eq!(subject.value("行"), Some(subject.key.as_str()));
                assert_eq!(subject.cells()[0].upload.number(), id);
                count += 1;
            }
            assert_eq!(count, rows(id));
        }
        let observations = store.observations(date("2025-01-01")).await.unwrap().all().await.unwrap();
        let expected: i64 = (first..=latest).filter(|id| !is_facts(*id)).map(rows).sum();
        assert_eq!(observations.len() as i64, expected);
        assert!(observations.iter().all(|row| row.get("行") == Some(row.line.to_string().as_str())));
    }
}

/// Not a test by itself: with a place it imports, saying what it does, until it is killed.
#[test]
fn import_until_killed() {
    let Ok(place) = std::env::var(PLACE) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let say = |text: String| {
        let mut out = std::io::stdout().lock();
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).unwrap();
    };
    runtime.block_on(async {
        let store = Store::open(&place).await.unwrap();
        // What the test harness says comes before, without an end of line.
        say("\nbegin\n".to_string());
        let mut id = store.latest().await.unwrap().number();
        loop {
            id += 1;
            say(format!("import {id}\n"));
            let kept = if is_facts(id) { facts(&store, id).await } else { observations(&store, id).await };
            assert_eq!(kept, UploadId::from_number(id));
            say(format!("kept {id}.\n"));
        }
    });
}

async fn facts(store: &Store, id: i64) -> UploadId {
    let mut writer = store.begin_facts(&about(id)).await.unwrap();
    for row in 0..rows(id) {
        let key = row.to_string();
        writer.row(&format!("第{id}次"), &key, [("行", Some(key.as_str()))]).await.unwrap();
    }
    writer.commit().await.unwrap()
}

async fn observations(store: &Store, id: i64) -> UploadId {
    let mut writer = store.begin_observations(&about(id)).await.unwrap();
    for row in 0..rows(id) {
        writer.row([("行", (row + 1).to_string().as_str())]).await.unwrap();
    }
    writer.commit().await.unwrap()
}
