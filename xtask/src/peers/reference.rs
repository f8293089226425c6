//! Peers of another folder, measured by its own programs: a second opinion on what the engines in ours can do.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::environment::{self, do_quietly};
use super::options::Options;
use super::record::Record;
use super::table::Line;

/// Copies the folder, since its programs write beside themselves, and runs them.
pub(crate) fn run(from: &Path, options: &Options) -> Result<Vec<Line>, String> {
    let into = environment::folder()?.join("reference");
    copy(from, &into)?;
    let python = environment::python(&into.join(".venv"), &into.join("requirements.txt"))?;
    let rows = options.rows.to_string();
    let results = into.join(format!("results/bench_{rows}.jsonl"));
    let _ = fs::remove_file(&results);
    // Ours is the only peer that the folder can't have; the limit in C is what only it has.
    let mut peers: Vec<&str> = options.peers.iter().map(String::as_str).filter(|peer| *peer != "wuwei").collect();
    peers.push("c-simd");
    eprintln!("measuring {} in {}", peers.join(", "), into.display());
    let mut command = Command::new(python);
    command.arg(into.join("run.py")).arg(&rows);
    command.args(["--threads", &options.threads.to_string(), "--reps", &options.runs.to_string()]);
    command.args(["--peers", &peers.join(","), "--settings", &options.settings.join(",")]);
    command.args(["--modes", &options.modes.join(",")]);
    do_quietly(&mut command, "The programs of the reference failed; they need gcc besides Python.")?;
    let text = fs::read_to_string(&results).map_err(|error| format!("{}: {error}", results.display()))?;
    text.lines().map(|text| Ok(line(&Record::parse(text)?))).collect()
}

fn line(record: &Record) -> Line {
    let text = |name| record.text(name).unwrap_or_default().to_string();
    Line {
        peer: format!("ref:{}", text("peer")),
        version: "reference".to_string(),
        setting: text("setting"),
        mode: text("mode"),
        threads: record.number("threads") as usize,
        rows: record.number("n") as usize,
        wall: record.number("wall_s"),
        cpu: record.number("cpu_s"),
        peak_megabytes: record.number("peak_rss_mb"),
        ok: ["agg_ok", "full_ok"].iter().all(|name| record.text(name) != Some("false")),
    }
}

/// Copies what isn't there or has changed. The copies are files of our own, so they can be written.
fn copy(from: &Path, into: &Path) -> Result<(), String> {
    let fault = |path: &Path| {
        let path = path.display().to_string();
        move |error: std::io::Error| format!("{path}: {error}")
    };
    fs::create_dir_all(into).map_err(fault(into))?;
    for entry in fs::read_dir(from).map_err(fault(from))? {
        let path = entry.map_err(fault(from))?.path();
        let target = into.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            let bytes = fs::read(&path).map_err(fault(&path))?;
            if fs::read(&target).ok().as_ref() != Some(&bytes) {
                fs::write(&target, bytes).map_err(fault(&target))?;
            }
        }
    }
    Ok(())
}
