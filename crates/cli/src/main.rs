//! The `wuwei` command.

#[macro_use]
mod output;

mod args;
mod commands;
mod failure;
mod help;
mod service;
mod session;
mod table;
mod terminal;
mod world;

use std::process::ExitCode;

/// Compiling a nation's documents is a great many small allocations on several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    terminal::clean_up_when_interrupted();
    let arguments: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let lang = args::language(&arguments, &|name| std::env::var(name).ok());
    match args::parse(arguments, lang) {
        Ok(args) => match commands::run(&args, lang) {
            Ok(code) => code,
            Err(failure) => failure.report(lang),
        },
        Err(code) => code,
    }
}
