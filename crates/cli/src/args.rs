//! What can be typed.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args as ClapArgs, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use wuwei_source::Lang;

use crate::commands;
use crate::help;

/// Policies and plans as documents that compile
#[derive(Debug, Parser)]
#[command(name = "wuwei", version, disable_help_subcommand = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) global: Global,
}

/// Options of every command.
#[derive(Debug, ClapArgs)]
pub(crate) struct Global {
    /// Language of the output: zh or en (default: by locale, else Chinese)
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<LangArg>,
    /// Folder with the library (default: ./library if it is there, else the one in the program)
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) library: Option<PathBuf>,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto)]
    pub(crate) color: Colour,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LangArg {
    Zh,
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Compile documents and report every fault
    Check(commands::check::Check),
    /// Lay documents out in their canonical form
    Fmt(commands::fmt::Fmt),
    /// Run the tests in documents
    Test(commands::test::Test),
    /// List what a library holds
    List(commands::list::List),
    /// Show a rule, its versions and where it is used
    Show(commands::show::Show),
    /// List a plan's targets: where each stands, where it goes, who answers for it
    Plan(commands::plan::Plan),
    /// Compare plans of several levels: what can't all hold, what nobody takes up, what is counted twice
    Align(commands::align::Align),
    /// Share a target out among the regions below
    Allocate(commands::allocate::Allocate),
    /// Look for conditions nobody can meet, cliffs and contradictions in documents, without any data
    Prove(commands::prove::Prove),
    /// Write the bulletin on a plan's targets: a page, an official document or a workbook
    Report(commands::report::Report),
    /// Work a number of a list or report out again, from its key
    Trace(commands::trace::Trace),
    /// Import, check or export observations
    Observe(commands::observe::Observe),
    /// Answer every rule for everybody of a region
    Run(commands::run::Run),
    /// What a reform would do: cost, winners and losers, spending against budgets
    Simulate(Box<commands::simulate::Simulate>),
    /// How ready benefits are to be paid without application, and which agreement releases most
    Readiness(commands::readiness::Readiness),
    /// Everything about one enterprise (or other subject)
    Ask(commands::ask::Ask),
    /// Why an answer came out as it did
    Explain(commands::explain::Explain),
    /// Check a proof that `explain --proof` wrote, without the facts
    Verify(commands::verify::Verify),
    /// Make keys with which proofs are signed
    Key(commands::key::Key),
    /// What it would take: the smallest changes that make an answer yes
    Advise(commands::advise::Advise),
    /// What to ask next about a subject, until nothing further can change any answer
    Next(commands::next::Next),
    /// The best lawful set of benefits over this year and the next two
    Bundle(commands::bundle::Bundle),
    /// Load spreadsheets into a folder of facts
    Load(commands::load::Load),
    /// Write the workbook to fill in
    Template(commands::template::Template),
    /// Make up a synthetic city
    Synth(commands::synth::Synth),
    /// Open the workbench over the shipped library and a city that is made up
    Demo(commands::demo::Demo),
    /// Compile the library, make up a city, and print what comes out
    Tour(commands::tour::Tour),
    /// Open the workbench in the browser: plan, policies and subjects
    Serve(commands::serve::Serve),
    /// Write everything that a store holds to one file
    Backup(commands::backup::Backup),
    /// Fill an empty store from a backup
    Restore(commands::backup::Restore),
    /// Explain a kind of diagnostic
    ExplainError(commands::explain_error::ExplainError),
}

/// The language: what is asked for, else the locale's, else Chinese.
pub(crate) fn language(arguments: &[OsString], variable: &dyn Fn(&str) -> Option<String>) -> Lang {
    let mut texts = arguments.iter().map(|argument| argument.to_string_lossy());
    while let Some(text) = texts.next() {
        let value = match text.strip_prefix("--lang=") {
            Some(value) => Some(value.to_string()),
            None if text == "--lang" => texts.next().map(|value| value.to_string()),
            None => None,
        };
        match value.as_deref() {
            Some("en") => return Lang::En,
            Some("zh") => return Lang::Zh,
            _ => {}
        }
    }
    let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set).unwrap_or_default();
    if locale.starts_with("en") { Lang::En } else { Lang::Zh }
}

/// Reads the arguments; prints help or what is wrong with them.
pub(crate) fn parse(arguments: Vec<OsString>, lang: Lang) -> Result<Args, ExitCode> {
    let command = help::localised(Args::command(), lang);
    let parsed = command.try_get_matches_from(arguments).and_then(|matches| Args::from_arg_matches(&matches));
    parsed.map_err(|error| help::report(&error, lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_asked_for_or_the_locales_or_chinese() {
        let lang = |arguments: &[&str], locale: &str| {
            let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
            language(&arguments, &|name| (name == "LANG").then(|| locale.to_string()))
        };
        assert_eq!(lang(&["wuwei", "--lang", "en"], "zh_CN.UTF-8"), Lang::En);
        assert_eq!(lang(&["wuwei", "--lang=zh"], "en_US.UTF-8"), Lang::Zh);
        assert_eq!(lang(&["wuwei"], "en_US.UTF-8"), Lang::En);
        assert_eq!(lang(&["wuwei"], "C.UTF-8"), Lang::Zh);
    }

    #[test]
    fn arguments_are_well_formed() {
        Args::command().debug_assert();
        help::localised(Args::command(), Lang::Zh).debug_assert();
    }
}
