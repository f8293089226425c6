//! How long it takes to import a city's facts, to read them all back, and to look at one.
//!
//! `cargo bench -p wuwei-store --bench store -- [SUBJECTS] [URL]`; without a URL, SQLite in a folder for the time being.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints its figures, or fails")]

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use wuwei_ir::Date;
use wuwei_source::Text;
use wuwei_store::{Digest, NewUpload, Store, Timestamp, UploadId};

const COLUMNS: usize = 60;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let subjects = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(200_000);
    let folder = std::env::temp_dir().join(format!("wuwei-store-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let url = arguments.next().unwrap_or_else(|| folder.join("store.db").to_str().unwrap().to_string());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(run(&url, subjects, &folder));
    std::fs::remove_dir_all(&folder).unwrap();
}

fn upload(learnt: &str) -> NewUpload {
    NewUpload {
        file: "bench.csv".to_string(),
        sha256: Digest::of(b""),
        received_at: now(),
        learnt: Date::parse(learnt).unwrap(),
        actor: "bench".to_string(),
        synthetic: true,
        notice: Text::default(),
    }
}

fn now() -> Timestamp {
    Timestamp::from_system(std::time::SystemTime::now()).unwrap()
}

/// Keys in no order, as codes are.
fn key(number: usize) -> String {
    format!("91{:016X}", (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

async fn import(store: &Store, learnt: &str, subjects: impl Iterator<Item = usize>, columns: &[String]) {
    let mut writer = store.begin_facts(&upload(learnt)).await.unwrap();
    for number in subjects {
        let values: Vec<String> = (0..columns.len()).map(|column| (number * 31 + column * 7919).to_string()).collect();
        let cells = columns.iter().zip(&values).map(|(column, value)| (column.as_str(), Some(value.as_str())));
        writer.row("企业", &key(number), cells).await.unwrap();
    }
    writer.commit().await.unwrap();
}

async fn run(url: &str, subjects: usize, folder: &Path) {
    let columns: Vec<String> =
        (0..COLUMNS).map(|column| format!("研发费用{:02}@{}", column / 2, 2024 + column % 2)).collect();
    let store = Store::open(url).await.unwrap();
    println!("{}: {subjects} subjects of {COLUMNS} cells", store.place());

    let start = Instant::now();
    import(&store, "2026-01-01", 0..subjects, &columns).await;
    say("import", start.elapsed(), subjects);
    let start = Instant::now();
    import(&store, "2026-02-01", (0..subjects).step_by(40), &columns[..3]).await;
    say("import of every 40th, 3 cells", start.elapsed(), subjects / 40);

    for day in ["2026-01-31", "2026-12-31"] {
        let start = Instant::now();
        let mut stream = store.subjects("企业", Date::parse(day).unwrap()).await.unwrap();
        let (mut seen, mut cells, mut first) = (0, 0, None);
        while let Some(subject) = stream.next().await.unwrap() {
            first.get_or_insert_with(|| start.elapsed());
            seen += 1;
            cells += subject.cells().len();
        }
        assert_eq!((seen, cells), (subjects, subjects * COLUMNS));
        println!("  the first after {:.1} ms", first.unwrap_or_default().as_secs_f64() * 1e3);
        say(&format!("stream of all as of {day}"), start.elapsed(), subjects);
    }

    let today = Date::parse("2026-12-31").unwrap();
    let mut times = Vec::new();
    for round in 0..2_000 {
        let key = key(round * 7919 % subjects);
        let start = Instant::now();
        store.subject("企业", &key, today).await.unwrap().unwrap();
        times.push(start.elapsed());
    }
    times.sort_unstable();
    let at = |share: usize| times[times.len() * share / 100].as_secs_f64() * 1e6;
    println!("one subject: p50 {:.0} µs, p95 {:.0} µs, p99 {:.0} µs", at(50), at(95), at(99));

    let keys: Vec<String> = (0..5_000).map(|number| key(number * 7 % subjects)).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let start = Instant::now();
    assert!(store.subjects_by_key("企业", &keys, today).await.unwrap().iter().all(Option::is_some));
    say("5,000 subjects by key", start.elapsed(), keys.len());
    let start = Instant::now();
    store.kinds(today).await.unwrap();
    say("kinds with counts", start.elapsed(), subjects);
    let start = Instant::now();
    let changed = store.changed_since(UploadId::from_number(1)).await.unwrap();
    say("changed since the first upload", start.elapsed(), changed.subjects.len());

    let path = folder.join("all.zip");
    let start = Instant::now();
    store.backup(&path, now()).await.unwrap();
    say("backup", start.elapsed(), subjects);
    let restored = Store::open(folder.join("restored.db").to_str().unwrap()).await.unwrap();
    let start = Instant::now();
    restored.restore(&path).await.unwrap();
    say("restore into SQLite", start.elapsed(), subjects);
    for name in ["store.db", "all.zip", "restored.db"] {
        if let Ok(file) = std::fs::metadata(folder.join(name)) {
            println!("{name}: {} MB", file.len() / 1_000_000);
        }
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(line) = status.lines().find(|line| line.starts_with("VmHWM")) {
        println!("peak memory: {}", line.trim_start_matches("VmHWM:").trim());
    }
}

fn say(what: &str, time: Duration, rows: usize) {
    let seconds = time.as_secs_f64();
    println!("{what}: {seconds:.2} s, {:.0} rows/s{}", rows as f64 / seconds, processor());
}

/// What the processor did for this program since it was asked last, on systems that tell: on a machine that is busy with
/// other things it says more than a clock. What a server does isn't in it.
fn processor() -> String {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // User and system time, in hundredths of a second, are the 14th and 15th field; the second may have spaces in it.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    let ticks: u64 = fields.filter_map(|field| field.parse::<u64>().ok()).sum();
    let spent = ticks - LAST.swap(ticks, Ordering::Relaxed);
    if ticks == 0 { String::new() } else { format!(" ({:.2} s of a processor)", spent as f64 / 100.0) }
}
