//! Running programs, and what they used.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// Runs a program in the workspace, showing what it prints.
pub(crate) fn run(program: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Result<(), String> {
    let shown = format!("{program} {}", arguments.join(" "));
    println!("$ {shown}");
    let start = Instant::now();
    let status = Command::new(program).args(arguments).envs(variables.iter().copied()).current_dir(root()).status();
    let status = status.map_err(|error| format!("{shown}: {error}"))?;
    println!("  {:.0} s", start.elapsed().as_secs_f64());
    if status.success() { Ok(()) } else { Err(format!("{shown}: {status}")) }
}

/// What one run of a program took.
pub(crate) struct Usage {
    pub(crate) time: Duration,
    /// The most memory it held at once, where the system tells.
    pub(crate) peak_bytes: Option<u64>,
}

/// Runs a program silently from its start to its end.
pub(crate) fn measure(program: &Path, arguments: &[&str]) -> Result<Usage, String> {
    let shown = format!("{} {}", program.display(), arguments.join(" "));
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(root())
        .stdout(Stdio::null())
        .spawn()
        .map_err(|error| format!("{shown}: {error}"))?;
    let mut peak_bytes = None;
    let status = loop {
        // The high-water mark disappears with the process, so it is read while the process runs.
        peak_bytes = peak(child.id()).or(peak_bytes);
        if let Some(status) = child.try_wait().map_err(|error| format!("{shown}: {error}"))? {
            break status;
        }
        std::thread::sleep(Duration::from_micros(300));
    };
    let time = start.elapsed();
    if status.success() { Ok(Usage { time, peak_bytes }) } else { Err(format!("{shown}: {status}")) }
}

/// `VmHWM` of a running process on Linux.
fn peak(id: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
