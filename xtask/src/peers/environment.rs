//! What peers need before they start: programs, a Python of their own, and the file of enterprises.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::process::root;

/// The compiler flags of `c-auto`: everything this machine has, vectors of 512 bits included, which the compiler would
/// otherwise avoid.
const NATIVE: &str = "-C target-cpu=native -C target-feature=-prefer-256-bit";

/// Where cargo builds.
fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// The folder of everything that peers need and no build makes.
pub(crate) fn folder() -> Result<PathBuf, String> {
    let folder = target().join("peers");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

/// Runs a command, its output on the error channel, so that `--json` stays JSON.
pub(crate) fn do_quietly(command: &mut Command, help: &str) -> Result<(), String> {
    let shown = format!("{command:?}");
    let output = command.current_dir(root()).stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("{shown}: {error}\n{help}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    Err(format!("{shown}: {}\n{}\n{help}", output.status, said.trim_end()))
}

/// The engine and the generator, as users build them.
pub(crate) fn engine() -> Result<PathBuf, String> {
    eprintln!("building wuwei-bench");
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--release", "--quiet", "--package", "wuwei-bench", "--target-dir"]).arg(target());
    do_quietly(&mut cargo, "The engine has to build before it can be measured.")?;
    Ok(target().join("release"))
}

/// The rules by hand, built for this machine in a folder of their own: other flags would rebuild everything else.
pub(crate) fn native() -> Result<PathBuf, String> {
    eprintln!("building peer-auto for this machine");
    let folder = target().join("native");
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--release", "--quiet", "--package", "wuwei-w1", "--target-dir"]).arg(&folder);
    do_quietly(cargo.env("RUSTFLAGS", NATIVE), "Leave this peer out with `--only`, if this machine can't build it.")?;
    Ok(folder.join("release/peer-auto"))
}

/// A Python with the packages of a list of requirements. An unchanged list isn't installed again.
pub(crate) fn python(folder: &Path, requirements: &Path) -> Result<PathBuf, String> {
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let done = folder.join("installed.txt");
    let wanted = fs::read_to_string(requirements).map_err(|error| format!("{}: {error}", requirements.display()))?;
    if python.exists() && fs::read_to_string(&done).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    eprintln!("preparing Python in {}", folder.display());
    let mut make = Command::new(if cfg!(windows) { "python" } else { "python3" });
    make.args(["-m", "venv"]).arg(folder);
    do_quietly(
        &mut make,
        "Peers in Python need `python3` (3.10 or later) with its module `venv` (on Debian: apt install python3-venv); without \
         them, `--only wuwei,c-auto` measures the others.",
    )?;
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]).arg(requirements);
    do_quietly(
        &mut install,
        "pip couldn't install these packages. If the index can't be reached, set PIP_INDEX_URL to one that can, or measure \
         without them: `--only wuwei,c-auto`.",
    )?;
    fs::write(&done, wanted).map_err(|error| format!("{}: {error}", done.display()))?;
    Ok(python)
}

/// The file of the first enterprises, made once.
pub(crate) fn data(programs: &Path, rows: usize) -> Result<PathBuf, String> {
    let file = folder()?.join(format!("w1_{rows}.parquet"));
    if !file.exists() {
        eprintln!("writing {}", file.display());
        let mut generate = Command::new(programs.join("wuwei-bench"));
        generate.args(["gen", &rows.to_string()]).arg(&file);
        do_quietly(&mut generate, "The enterprises couldn't be written; is there room on the disk?")?;
    }
    Ok(file)
}
