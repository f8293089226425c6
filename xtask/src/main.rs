//! Tasks of the project: `cargo xtask test` is exactly what CI runs, `cargo xtask bench` prints the figures that
//! docs/measurements.md records, `cargo xtask peers` measures other engines beside ours, `cargo xtask schemathesis` asks the API,
//! `cargo xtask screenshots` takes pictures of the workbench.

#![allow(clippy::print_stdout, reason = "tasks talk to the terminal")]

mod bench;
mod copies;
mod install;
mod peers;
mod process;
mod schemathesis;
mod screenshots;
mod test;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["test"] => test::run(),
        ["bench"] => bench::run(),
        ["screenshots", folder] => screenshots::run(folder),
        ["peers", options @ ..] => peers::run(options),
        ["schemathesis", options @ ..] => schemathesis::run(options),
        _ => {
            eprintln!("cargo xtask test     everything that CI runs");
            eprintln!("cargo xtask bench    the figures of docs/measurements.md");
            eprintln!("cargo xtask peers    other engines beside ours, see bench/README.md");
            eprintln!("cargo xtask screenshots FOLDER    pictures of every page of the workbench");
            eprintln!("cargo xtask schemathesis    the API asked in every way that its OpenAPI document allows");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
