//! What `cargo xtask peers` is asked for.

use std::path::PathBuf;

pub(crate) const PEERS: [&str; 4] = ["wuwei", "duckdb", "polars-stream", "c-auto"];

pub(crate) struct Options {
    pub(crate) rows: usize,
    pub(crate) peers: Vec<String>,
    pub(crate) modes: Vec<String>,
    pub(crate) settings: Vec<String>,
    pub(crate) threads: usize,
    pub(crate) runs: usize,
    pub(crate) json: bool,
    pub(crate) reference: Option<PathBuf>,
}

pub(crate) const USAGE: &str = "\
cargo xtask peers    Wuwei beside other engines, on the workload of bench/README.md
  --rows N           enterprises (1000000)
  --only LIST        of wuwei,duckdb,polars-stream,c-auto (all)
  --mode LIST        of agg,full (both)
  --setting LIST     of mem,parquet (mem)
  --threads T        threads of each peer (1)
  --runs K           timed runs after one that warms up (5)
  --json             JSON instead of a table
  --reference DIR    also measure the peers of another folder";

impl Options {
    pub(crate) fn parse(arguments: &[&str]) -> Result<Self, String> {
        let mut options = Options {
            rows: 1_000_000,
            peers: PEERS.map(str::to_string).to_vec(),
            modes: vec!["agg".to_string(), "full".to_string()],
            settings: vec!["mem".to_string()],
            threads: 1,
            runs: 5,
            json: false,
            reference: None,
        };
        let mut rest = arguments.iter().copied();
        while let Some(name) = rest.next() {
            if name == "--json" {
                options.json = true;
                continue;
            }
            let value = rest.next().ok_or_else(|| format!("`{name}` needs a value\n\n{USAGE}"))?;
            match name {
                "--rows" => options.rows = count(name, value)?,
                "--threads" => options.threads = count(name, value)?,
                "--runs" => options.runs = count(name, value)?,
                "--only" => options.peers = list(name, value, &PEERS)?,
                "--mode" => options.modes = list(name, value, &["agg", "full"])?,
                "--setting" => options.settings = list(name, value, &["mem", "parquet"])?,
                "--reference" => options.reference = Some(PathBuf::from(value)),
                _ => return Err(format!("`{name}`: no such option\n\n{USAGE}")),
            }
        }
        Ok(options)
    }
}

fn count(name: &str, value: &str) -> Result<usize, String> {
    value.parse().ok().filter(|count| *count > 0).ok_or_else(|| format!("`{name} {value}`: not a count"))
}

fn list(name: &str, value: &str, allowed: &[&str]) -> Result<Vec<String>, String> {
    let words: Vec<String> = value.split(',').map(str::to_string).collect();
    match words.iter().find(|word| !allowed.contains(&word.as_str())) {
        Some(word) => Err(format!("`{name} {word}`: one of {} is wanted", allowed.join(", "))),
        None => Ok(words),
    }
}
