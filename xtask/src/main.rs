//! Tasks of the project: `cargo xtask test` is exactly what CI runs, `cargo xtask bench` prints the figures that
//! docs/measurements.md records.

#![allow(clippy::print_stdout, reason = "tasks talk to the terminal")]

mod bench;
mod copies;
mod process;
mod test;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["test"] => test::run(),
        ["bench"] => bench::run(),
        _ => {
            eprintln!("cargo xtask test     everything that CI runs");
            eprintln!("cargo xtask bench    the figures of docs/measurements.md");
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
