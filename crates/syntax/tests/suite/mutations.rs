//! Whatever somebody types, the parser ends, says where it stumbled in the text that was typed, and never panics.
//!
//! `WUWEI_MUTATIONS` sets the number of texts; the full run makes a million. A fault prints its seed, and
//! `WUWEI_SEED=…` makes that text alone.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use wuwei_source::{FileId, Source, SourceMap, Span};
use wuwei_syntax::ast::DeclKind;
use wuwei_syntax::{Outline, format, parse, parse_test};

use crate::mutate::{Random, keywords, mutated};

const THREADS: u64 = 2;

/// A text that takes longer than this to read will never be read.
const PATIENCE: Duration = Duration::from_secs(60);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn documents(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            documents(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            out.push(path);
        }
    }
}

/// Every block of code of the library and the language suite; long ones are cut into pieces at the margin.
fn corpus() -> Vec<String> {
    let mut files = Vec::new();
    documents(&root().join("library"), &mut files);
    documents(&root().join("tests/spec"), &mut files);
    files.sort();
    let mut out = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for block in Outline::of(&text).blocks {
            let mut piece = String::new();
            for line in text[block.code.range()].split_inclusive('\n') {
                if piece.len() > 600 && !line.starts_with([' ', '}']) {
                    out.push(std::mem::take(&mut piece));
                }
                piece.push_str(line);
            }
            out.push(piece);
        }
    }
    out
}

/// Panics unless a span lies in the text and cuts no character.
fn require(text: &str, span: Span) {
    let (start, end) = (span.start as usize, span.end as usize);
    assert!(start <= end && end <= text.len(), "{span:?} lies outside the {} bytes", text.len());
    assert!(text.is_char_boundary(start) && text.is_char_boundary(end), "{span:?} cuts a character");
}

/// The spans in a tree, whatever it holds: as it shows itself for debugging.
fn spans(shown: &str) -> impl Iterator<Item = Span> {
    let number = |text: &str| text.split([',', ' ', '}']).next().and_then(|digits| digits.parse().ok());
    shown.split("Span { start: ").skip(1).filter_map(move |rest| {
        let end = number(rest.split_once("end: ")?.1)?;
        Some(Span::new(number(rest)?, end))
    })
}

/// Reads a text in every way there is.
fn read(text: &str, thoroughly: bool) {
    let document = parse(FileId(0), text);
    let mut found = document.diagnostics.clone();
    for decl in &document.decls {
        require(text, decl.span);
        if let DeclKind::Test = &decl.kind {
            let (tree, more) = parse_test(FileId(0), text, decl.span);
            found.extend(more);
            if thoroughly {
                spans(&format!("{tree:?}")).for_each(|span| require(text, span));
            }
        }
    }
    for diagnostic in &found {
        diagnostic.labels.iter().for_each(|label| require(text, label.place.span));
    }
    if !thoroughly {
        return;
    }
    spans(&format!("{document:?}")).for_each(|span| require(text, span));
    if let Ok(once) = format(text) {
        let twice = format(&once).expect("what was laid out can be read");
        assert_eq!(once, twice, "laid out twice");
    }
}

fn in_document(code: &str) -> String {
    format!("# 题目\n\n```wuwei\n{code}\n```\n")
}

/// Compiles a text over the prelude of the language suite.
fn compile(prelude: &str, code: &str) {
    let header = "document example.case { title \"例子\" \"Example\" region 朝阳区 in force from 2025-01-01 period 2025 .. 2027 basis official }";
    let header = if code.trim_start().starts_with("document") { "" } else { header };
    let mut sources = SourceMap::default();
    sources.add(Source::new("nation.md", prelude));
    sources.add(Source::new("case.md", in_document(&format!("{header}\n{code}"))));
    let checked = wuwei_check::check(&sources);
    for diagnostic in &checked.diagnostics {
        for label in &diagnostic.labels {
            require(sources.get(label.place.file).text(), label.place.span);
        }
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn mutated_documents_are_read_without_a_panic() {
    let corpus = corpus();
    assert!(corpus.len() > 500, "only {} blocks were found", corpus.len());
    let keywords = keywords();
    let prelude = std::fs::read_to_string(root().join("tests/prelude/nation.md")).unwrap();
    let seeds = match number("WUWEI_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("WUWEI_MUTATIONS").unwrap_or(20_000),
    };
    let one = |seed: u64| {
        let text = mutated(&mut Random::new(seed), &corpus, &keywords);
        read(&in_document(&text), seed.is_multiple_of(20));
        if seed.is_multiple_of(50) {
            compile(&prelude, &text);
        }
    };
    let failed: Mutex<Option<u64>> = Mutex::new(None);
    let stop = AtomicBool::new(false);
    // The seed that each thread is at, for the one who watches.
    let at: Vec<AtomicU64> = (0..THREADS).map(|_| AtomicU64::new(u64::MAX)).collect();
    std::thread::scope(|scope| {
        let workers: Vec<_> = at
            .iter()
            .zip(0..)
            .map(|(at, thread)| {
                let (one, failed, stop, seeds) = (&one, &failed, &stop, seeds.clone());
                scope.spawn(move || {
                    for seed in seeds.filter(|seed| seed % THREADS == thread) {
                        if stop.load(Ordering::Relaxed) {
                            return;
                        }
                        at.store(seed, Ordering::Relaxed);
                        if catch_unwind(AssertUnwindSafe(|| one(seed))).is_err() {
                            *failed.lock().unwrap() = Some(seed);
                            stop.store(true, Ordering::Relaxed);
                        }
                    }
                })
            })
            .collect();
        let mut seen: Vec<(u64, Instant)> = vec![(u64::MAX, Instant::now()); at.len()];
        while workers.iter().any(|worker| !worker.is_finished()) {
            std::thread::sleep(Duration::from_millis(100));
            for ((seen, at), worker) in seen.iter_mut().zip(&at).zip(&workers) {
                let now = at.load(Ordering::Relaxed);
                if now != seen.0 || worker.is_finished() {
                    *seen = (now, Instant::now());
                } else if seen.1.elapsed() > PATIENCE {
                    // A thread that doesn't end can't be joined.
                    eprintln!("seed {now} is never read:\n{}", mutated(&mut Random::new(now), &corpus, &keywords));
                    std::process::exit(1);
                }
            }
        }
    });
    if let Some(seed) = *failed.lock().unwrap() {
        panic!("seed {seed}:\n{}", mutated(&mut Random::new(seed), &corpus, &keywords));
    }
}
