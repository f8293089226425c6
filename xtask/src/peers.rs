//! Wuwei beside other engines: the same enterprises, the same rules, the same answers, and how long each takes.
//!
//! All peers of a cell are ready before the first one runs, and they run in turn. Whatever else the machine does meanwhile
//! falls on all of them. A peer that needs only milliseconds runs several times in its turn, so that it isn't measured with
//! the caches as the others left them.

mod child;
pub(crate) mod environment;
mod options;
mod record;
mod reference;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::root;
use child::Peer;
use options::Options;
use record::Record;
use table::{Line, median};

pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let options = Options::parse(arguments)?;
    let programs = Programs::prepare(&options)?;
    let mut lines = Vec::new();
    for setting in &options.settings {
        for mode in &options.modes {
            lines.extend(cell(&options, &programs, setting, mode)?);
        }
    }
    if let Some(folder) = &options.reference {
        lines.extend(reference::run(folder, &options)?);
    }
    if options.json {
        table::print_json(&lines)
    } else {
        table::print(&lines)
    }
    let wrong: Vec<&str> = lines.iter().filter(|line| !line.ok).map(|line| line.peer.as_str()).collect();
    if wrong.is_empty() { Ok(()) } else { Err(format!("wrong answers: {}", wrong.join(", "))) }
}

/// What has been built and made for this run.
struct Programs {
    /// The engine's, and the file of enterprises; the rules by hand need neither.
    engine: Option<(PathBuf, PathBuf)>,
    native: Option<PathBuf>,
    python: Option<PathBuf>,
}

impl Programs {
    fn prepare(options: &Options) -> Result<Self, String> {
        let asked = |peer: &str| options.peers.iter().any(|asked| asked == peer);
        let native = if asked("c-auto") { Some(environment::native()?) } else { None };
        let python = if asked("duckdb") || asked("polars-stream") {
            let requirements = root().join("bench/peers/requirements.txt");
            Some(environment::python(&environment::folder()?.join("venv"), &requirements)?)
        } else {
            None
        };
        let engine = if options.peers.iter().any(|peer| peer != "c-auto") {
            let folder = environment::engine()?;
            let data = environment::data(&folder, options.rows)?;
            Some((folder, data))
        } else {
            None
        };
        Ok(Programs { engine, native, python })
    }

    /// The program of a peer, and what it reads.
    fn command(&self, peer: &str) -> Option<Command> {
        let script = |name: &str| {
            let mut command = Command::new(self.python.as_ref()?);
            command.arg(root().join("bench/peers").join(name));
            Some(command)
        };
        let mut command = match peer {
            "duckdb" => script("duckdb_peer.py"),
            "polars-stream" => script("polars_peer.py"),
            "c-auto" => self.native.as_ref().map(Command::new),
            _ => self.engine.as_ref().map(|(folder, _)| Command::new(folder.join("peer-wuwei"))),
        }?;
        if let Some((_, data)) = &self.engine {
            command.arg("--data").arg(data);
        }
        Some(command)
    }
}

/// All peers in one setting and mode.
fn cell(options: &Options, programs: &Programs, setting: &str, mode: &str) -> Result<Vec<Line>, String> {
    // The rules by hand read no files: they show what the rules alone cost.
    let asked = options.peers.iter().filter(|peer| setting == "mem" || *peer != "c-auto");
    let mut peers = Vec::new();
    for name in asked {
        eprintln!("{name} prepares: {setting}, {mode}");
        let Some(mut command) = programs.command(name) else { continue };
        command.args(["--rows", &options.rows.to_string(), "--threads", &options.threads.to_string()]);
        command.args(["--setting", setting, "--mode", mode]);
        peers.push(Peer::start(name, &mut command)?);
    }
    // The first run of each warms up.
    let mut turns: Vec<Vec<Vec<Record>>> = Vec::new();
    for peer in &mut peers {
        turns.push(vec![vec![peer.run()?]]);
    }
    for round in 1..=options.runs {
        eprintln!("round {round} of {}", options.runs);
        for (peer, turns) in peers.iter_mut().zip(&mut turns) {
            turns.push(turn(peer)?);
        }
    }
    let right = expected(options.rows)?.or_else(|| {
        eprintln!("no checksums are recorded for {} rows: peers are compared with each other", options.rows);
        let first = turns.first()?.first()?.first()?;
        let output = first.text("out_hash").unwrap_or_default().to_string();
        Some((first.text("agg_hash")?.to_string(), output))
    });
    let lines = peers.iter().zip(&turns).map(|(peer, turns)| Line {
        peer: peer.name.clone(),
        version: peer.version.clone(),
        setting: setting.to_string(),
        mode: mode.to_string(),
        threads: options.threads,
        rows: options.rows,
        wall: typical(&turns[1..], "wall_s"),
        cpu: typical(&turns[1..], "cpu_s"),
        peak_megabytes: turns.iter().flatten().map(|run| run.number("rss_mb")).fold(0.0, f64::max),
        ok: right.as_ref().is_some_and(|right| turns.iter().flatten().all(|run| is_right(run, right))),
    });
    Ok(lines.collect())
}

/// A peer's turn: runs for a fifth of a second, or one that takes longer.
fn turn(peer: &mut Peer) -> Result<Vec<Record>, String> {
    const SECONDS: f64 = 0.2;
    let mut runs = vec![peer.run()?];
    while runs.iter().map(|run| run.number("wall_s")).sum::<f64>() < SECONDS && runs.len() < 20 {
        runs.push(peer.run()?);
    }
    Ok(runs)
}

/// The median over turns of the median within a turn.
fn typical(turns: &[Vec<Record>], field: &str) -> f64 {
    median(turns.iter().map(|runs| median(runs.iter().map(|run| run.number(field)).collect())).collect())
}

/// Every run has the aggregate, the first one also the whole result, where it is wanted and not too long.
fn is_right(run: &Record, (aggregate, output): &(String, String)) -> bool {
    run.text("ok") == Some("true")
        && run.text("agg_hash") == Some(aggregate.as_str())
        && run.text("out_hash").is_none_or(|hash| hash == output.as_str())
}

/// The recorded checksums: of the aggregate and of the whole result.
fn expected(rows: usize) -> Result<Option<(String, String)>, String> {
    let path: &Path = &root().join("bench/expected/hashes.json");
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let Some((_, behind)) = text.split_once(&format!("\"{rows}\":")) else { return Ok(None) };
    let object = behind.split_inclusive('}').next().unwrap_or_default();
    let record = Record::parse(object)?;
    Ok(record.text("agg_hash").zip(record.text("out_hash")).map(|(a, b)| (a.to_string(), b.to_string())))
}
