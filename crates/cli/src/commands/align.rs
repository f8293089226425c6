//! `wuwei align`: where plans of several levels don't fit.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::Value;
use wuwei_ir::DocId;
use wuwei_plan::cascade::{Finding, FindingSeverity, Limits, align};
use wuwei_project::{Library, fill, plan_documents, plan_words};
use wuwei_source::Lang;

use crate::args::Global;
use crate::commands::ask::Paint;
use crate::failure::{FOUND, Failure};
use crate::session::{add_observations, day, documents, sound_library};
use crate::table::{cut, wrapped};
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Align {
    /// Documents, or a region for its plans and those of the regions around it (default: every document that has targets)
    #[arg(id = "align_of", value_name = "DOC|REGION")]
    of: Vec<String>,
    /// Figures as they were known on this day (default: today)
    #[arg(long = "as-of", id = "known_on", value_name = "DATE")]
    as_of: Option<String>,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Only findings at least as serious. The command ends with 1 if an error is among those shown
    #[arg(long, value_enum, default_value_t = Severity::Info)]
    severity: Severity,
    /// Further tables of observations, a file or a folder; may be repeated
    #[arg(long, value_name = "PATH")]
    observations: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Severity {
    Error,
    Warning,
    Info,
}

impl Severity {
    fn severity(self) -> FindingSeverity {
        match self {
            Severity::Error => FindingSeverity::Error,
            Severity::Warning => FindingSeverity::Warning,
            Severity::Info => FindingSeverity::Info,
        }
    }
}

/// So many places of a finding are shown; `--json` has them all.
const PLACES: usize = 4;

impl Align {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let as_of = day(self.as_of.as_deref())?;
        let mut library = sound_library(global, lang)?;
        add_observations(&mut library, &self.observations, lang)?;
        let documents = self.documents(&library)?;
        let mut found = align(library.program(), &library.observations, &documents, as_of, &Limits::default());
        found.retain(|finding| finding.severity <= self.severity.severity());
        let is_error = found.iter().any(|finding| finding.severity == FindingSeverity::Error);
        if self.json {
            let row = |finding: &Finding| finding.json(library.program(), &library.sources, lang);
            let rows: Vec<Value> = found.iter().map(row).collect();
            outln!("{}", serde_json::to_string_pretty(&rows).unwrap_or_default());
        } else {
            let paint = Paint { colour: terminal::colour(global.color), lang };
            let compared = [("n", &documents.len() as &dyn std::fmt::Display), ("day", &as_of)];
            outln!("{}", fill(plan_words(lang).compared, &compared));
            for doc in &documents {
                let title = library.program().document(*doc).title.get(lang);
                outln!("  {}", cut(title.trim_matches(['《', '》']), terminal::width() - 2));
            }
            out!("{}", show(&paint, &library, &found));
        }
        Ok(if is_error { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
    }

    /// The documents named; those of a region together with those of the regions around it.
    fn documents(&self, library: &Library) -> Result<Vec<DocId>, Failure> {
        let program = library.program();
        let mut all: Vec<DocId> = Vec::new();
        for text in &self.of {
            let is_document = |document: &wuwei_ir::Document| document.id == text.trim().replace('/', ".").as_str();
            let named = documents(library, text)?;
            all.extend(&named);
            if program.documents.iter().any(is_document) {
                continue;
            }
            let Some(region) = named.first().map(|doc| program.document(*doc).region) else { continue };
            let around: Vec<_> = program.region_chain(region).skip(1).collect();
            let above = plan_documents(library).into_iter();
            all.extend(above.filter(|doc| around.contains(&program.document(*doc).region)));
        }
        if self.of.is_empty() {
            all = plan_documents(library);
        }
        // The outermost region first, and each document once.
        let order = plan_documents(library);
        all.sort_by_key(|doc| (order.iter().position(|other| other == doc), *doc));
        all.dedup();
        Ok(all)
    }
}

/// The findings by how serious they are, each with the places of the sentences it leans on.
fn show(paint: &Paint, library: &Library, found: &[Finding]) -> String {
    let said = plan_words(paint.lang);
    let width = terminal::width();
    let mut out = String::new();
    for group in found.chunk_by(|a, b| a.severity == b.severity) {
        let (code, shape, title) = match group[0].severity {
            FindingSeverity::Error => ("31", "■", said.errors),
            FindingSeverity::Warning => ("33", "▲", said.warnings),
            FindingSeverity::Info => ("2", "●", said.infos),
        };
        out += &paint.heading(&format!("{} {}", paint.tint(code, &format!("{shape} {title}")), group.len()));
        for finding in group {
            for (n, line) in wrapped(finding.message.get(paint.lang), width - 4).iter().enumerate() {
                out += &format!("  {} {line}\n", if n == 0 { "·" } else { " " });
            }
            let json = finding.json(library.program(), &library.sources, paint.lang);
            out += &format!("    {}\n", paint.tint("36", finding.id));
            let places = json["places"].as_array().map_or(&[][..], Vec::as_slice);
            for place in places.iter().take(PLACES) {
                let at = place["place"].as_str().unwrap_or("");
                let line = format!("{at}  {}", place["article"].as_str().unwrap_or(""));
                out += &format!("    {}\n", paint.tint("2", &cut(line.trim(), width - 4)));
            }
            let more = places.len().saturating_sub(PLACES);
            if more > 0 {
                out += &format!("    {}\n", paint.tint("2", &fill(said.more_places, &[("n", &more)])));
            }
        }
    }
    let count = |severity| found.iter().filter(|finding| finding.severity == severity).count();
    let [errors, warnings, infos] =
        [FindingSeverity::Error, FindingSeverity::Warning, FindingSeverity::Info].map(count);
    let counts: [(&str, &dyn std::fmt::Display); 3] = [("errors", &errors), ("warnings", &warnings), ("infos", &infos)];
    out + &format!("\n{}\n", if found.is_empty() { said.found_none.to_string() } else { fill(said.found, &counts) })
}
