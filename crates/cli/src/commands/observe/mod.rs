//! `wuwei observe`: observations imported, looked through and exported.

mod check;
mod export;
mod import;

use std::process::ExitCode;

use clap::{Args, Subcommand};
use wuwei_plan::{Finding, Imported};
use wuwei_project::{fill, plan_words};
use wuwei_source::Lang;

use crate::args::Global;
use crate::failure::Failure;

#[derive(Debug, Args)]
pub(crate) struct Observe {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add tables of observations (xlsx, csv, SDMX-CSV) to a table of the library; one file is all or nothing
    Import(import::Import),
    /// Look through tables of observations, and say what is wrong or doubtful and how to mend it
    Check(check::Check),
    /// Write the observations as csv, xlsx or SDMX-CSV
    Export(export::Export),
}

impl Observe {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        match &self.command {
            Command::Import(command) => command.run(global, lang),
            Command::Check(command) => command.run(global, lang),
            Command::Export(command) => command.run(global, lang),
        }
    }
}

/// So many places of a finding are shown on a terminal; a table with thousands of them has one cause.
const SHOWN: usize = 10;

/// What was read, and what is wrong with it.
fn show(file: &str, imported: &Imported, lang: Lang) {
    let said = plan_words(lang);
    let shown: [(&str, &dyn std::fmt::Display); 3] =
        [("file", &file), ("format", &imported.format.word()), ("n", &imported.rows)];
    outln!("{}", fill(said.sheet_read, &shown));
    if !imported.passed_over.is_empty() {
        let sheets = imported.passed_over.join(if lang == Lang::Zh { "、" } else { ", " });
        outln!("  {}", fill(said.sheet_passed_over, &[("sheets", &sheets)]));
    }
    findings(&imported.findings, lang);
}

/// Findings with their class, count, places and how to mend them.
fn findings(found: &[Finding], lang: Lang) {
    let said = plan_words(lang);
    for finding in found {
        let shown: [(&str, &dyn std::fmt::Display); 4] = [
            ("class", &finding.class.shown(lang)),
            ("heading", &finding.heading.get(lang)),
            ("count", &finding.count),
            ("of", &finding.of),
        ];
        outln!("\n{}  ({})", fill(said.sheet_finding, &shown), finding.id);
        outln!("  {}", finding.mend.get(lang));
        for place in finding.places.iter().take(SHOWN) {
            outln!("    {}", place.show(lang));
        }
        let more = finding.count.saturating_sub(SHOWN);
        if more > 0 {
            outln!("    {}", fill(said.sheet_more, &[("n", &more)]));
        }
    }
}
