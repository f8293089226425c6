//! How a peer talks to the driver.
//!
//! A peer is a process. It gets what to prepare as arguments, prepares it, and prints that it is ready. For every line `run` it
//! does one timed run and prints what came of it as a line of JSON; `quit`, or the end of its input, ends it. So the driver
//! holds several peers ready and lets them run in turn, and a noisy neighbour disturbs all alike.

use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use crate::result::Aggregate;

/// Rows up to which the whole result has a checksum.
const HASHED_ROWS: usize = 1_000_000;

/// What is wanted of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Only the aggregate.
    Aggregate,
    /// All columns of the result in memory, and the aggregate.
    Full,
}

/// Where the data lie when the clock starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// In memory, as the peer likes them.
    Memory,
    /// In a Parquet file.
    Parquet,
}

/// What the driver asks for.
#[derive(Clone, Debug)]
pub struct Request {
    /// Enterprises.
    pub rows: usize,
    /// What is wanted.
    pub mode: Mode,
    /// Where from.
    pub setting: Setting,
    /// Threads at most.
    pub threads: usize,
    /// The Parquet file of the enterprises.
    pub data: Option<PathBuf>,
}

/// A peer that has prepared itself.
pub trait Peer {
    /// What ran, for the record.
    fn version(&self) -> String;
    /// One run: this is what the clock measures.
    fn run(&mut self) -> Result<(), String>;
    /// The aggregate of the last run.
    fn aggregate(&self) -> Result<Aggregate, String>;
    /// The checksum of the whole result of the last run.
    fn output_hash(&self) -> Result<String, String>;
}

/// The life of a peer.
pub fn serve<P: Peer>(prepare: impl FnOnce(&Request) -> Result<P, String>) -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match Request::parse(&arguments).and_then(|request| answer(&request, prepare)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn answer<P: Peer>(request: &Request, prepare: impl FnOnce(&Request) -> Result<P, String>) -> Result<(), String> {
    let mut peer = prepare(request)?;
    let mut out = io::stdout().lock();
    let mut say = |line: String| writeln!(out, "{line}").and_then(|()| out.flush()).map_err(|error| error.to_string());
    say(format!("{{\"ready\": true, \"version\": \"{}\"}}", peer.version()))?;
    let mut output_hash = request.mode == Mode::Full && request.rows <= HASHED_ROWS;
    for line in io::stdin().lock().lines() {
        match line.map_err(|error| error.to_string())?.trim() {
            "run" => say(one_run(&mut peer, std::mem::take(&mut output_hash))?)?,
            "quit" => break,
            other => return Err(format!("`{other}` is neither `run` nor `quit`")),
        }
    }
    Ok(())
}

/// A run and its record. The checksums come after the clock has stopped.
fn one_run<P: Peer>(peer: &mut P, output_hash: bool) -> Result<String, String> {
    let (wall, cpu) = (Instant::now(), cpu_seconds());
    peer.run()?;
    let (wall, cpu) = (wall.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    let aggregate = peer.aggregate()?.hash();
    let output = if output_hash { format!("\"{}\"", peer.output_hash()?) } else { "null".to_string() };
    Ok(format!(
        "{{\"wall_s\": {wall:.6}, \"cpu_s\": {cpu:.6}, \"ok\": true, \"agg_hash\": \"{aggregate}\", \"out_hash\": {output}, \"rss_mb\": {:.1}}}",
        peak_megabytes()
    ))
}

impl Request {
    /// Reads `--rows N --mode agg|full --setting mem|parquet --threads T --data FILE`.
    fn parse(arguments: &[String]) -> Result<Self, String> {
        let mut request = Request { rows: 0, mode: Mode::Aggregate, setting: Setting::Memory, threads: 1, data: None };
        let number =
            |value: &str| value.parse().ok().filter(|number| *number > 0).ok_or(format!("`{value}`: not a count"));
        for pair in arguments.chunks(2) {
            match [pair[0].as_str(), pair.get(1).map_or("", String::as_str)] {
                ["--rows", value] => request.rows = number(value)?,
                ["--threads", value] => request.threads = number(value)?,
                ["--mode", "agg"] => request.mode = Mode::Aggregate,
                ["--mode", "full"] => request.mode = Mode::Full,
                ["--setting", "mem"] => request.setting = Setting::Memory,
                ["--setting", "parquet"] => request.setting = Setting::Parquet,
                ["--data", file] => request.data = Some(PathBuf::from(file)),
                [name, value] => return Err(format!("`{name} {value}`: no such option of a peer")),
            }
        }
        if request.rows == 0 { Err("a peer needs `--rows N`".to_string()) } else { Ok(request) }
    }
}

/// Time that all threads of this process have used.
#[cfg(unix)]
fn cpu_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

#[cfg(not(unix))]
fn cpu_seconds() -> f64 {
    0.0
}

/// The most memory this process held, where the system tells.
fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse().unwrap_or(0.0) / 1024.0
}
