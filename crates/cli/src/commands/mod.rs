//! The commands, one file each.

pub(crate) mod advise;
pub(crate) mod align;
pub(crate) mod allocate;
pub(crate) mod ask;
pub(crate) mod backup;
pub(crate) mod bundle;
pub(crate) mod check;
pub(crate) mod demo;
pub(crate) mod explain;
pub(crate) mod explain_error;
pub(crate) mod fmt;
pub(crate) mod key;
pub(crate) mod list;
pub(crate) mod load;
pub(crate) mod next;
pub(crate) mod observe;
pub(crate) mod plan;
pub(crate) mod prove;
pub(crate) mod readiness;
pub(crate) mod report;
pub(crate) mod run;
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod simulate;
pub(crate) mod synth;
pub(crate) mod template;
pub(crate) mod test;
pub(crate) mod tour;
pub(crate) mod trace;
pub(crate) mod verify;

use std::process::ExitCode;

use wuwei_source::Lang;

use crate::args::{Args, Command};
use crate::failure::Failure;

/// Does what was asked for.
pub(crate) fn run(args: &Args, lang: Lang) -> Result<ExitCode, Failure> {
    let global = &args.global;
    match &args.command {
        Command::Check(command) => command.run(global, lang),
        Command::Fmt(command) => command.run(global, lang),
        Command::Test(command) => command.run(global, lang),
        Command::List(command) => command.run(global, lang),
        Command::Show(command) => command.run(global, lang),
        Command::Plan(command) => command.run(global, lang),
        Command::Align(command) => command.run(global, lang),
        Command::Allocate(command) => command.run(global, lang),
        Command::Prove(command) => command.run(global, lang),
        Command::Report(command) => command.run(global, lang),
        Command::Trace(command) => command.run(global, lang),
        Command::Observe(command) => command.run(global, lang),
        Command::Run(command) => command.run(global, lang),
        Command::Simulate(command) => command.run(global, lang),
        Command::Readiness(command) => command.run(global, lang),
        Command::Ask(command) => command.run(global, lang),
        Command::Explain(command) => command.run(global, lang),
        Command::Verify(command) => command.run(global, lang),
        Command::Key(command) => command.run(global, lang),
        Command::Advise(command) => command.run(global, lang),
        Command::Next(command) => command.run(global, lang),
        Command::Bundle(command) => command.run(global, lang),
        Command::Load(command) => command.run(global, lang),
        Command::Template(command) => command.run(global, lang),
        Command::Synth(command) => command.run(global, lang),
        Command::Demo(command) => command.run(global, lang),
        Command::Tour(command) => command.run(global, lang),
        Command::Serve(command) => command.run(global, lang),
        Command::Backup(command) => command.run(lang),
        Command::Restore(command) => command.run(lang),
        Command::ExplainError(command) => command.run(global, lang),
    }
}
