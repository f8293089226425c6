//! `wuwei prove`: what holds of documents, whoever is asked about.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use wuwei_project::{Library, fill, finding_lines, theorem_words, theorems, theorems_json, theorems_page};
use wuwei_reason::prove::{Gravity, TheoremFinding, TheoremKind, Theorems};
use wuwei_source::Lang;

use crate::args::Global;
use crate::commands::ask::Paint;
use crate::commands::check::open;
use crate::failure::{FOUND, Failure};
use crate::session::{day, require_sound};
use crate::table::{cut, wrapped};
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Prove {
    /// Document or folder (default: the whole library)
    #[arg(id = "prove_path", value_name = "PATH")]
    path: Option<PathBuf>,
    /// Only findings of this kind; may be repeated
    #[arg(id = "prove_kind", long = "kind", value_name = "KIND", value_enum)]
    kinds: Vec<KindArg>,
    /// Rules in force on this day (default: today)
    #[arg(id = "prove_on", long = "as-of", value_name = "DATE")]
    as_of: Option<String>,
    /// All findings, each with its example in full
    #[arg(id = "prove_all", long = "all")]
    all: bool,
    /// End with 1 if there are findings
    #[arg(id = "prove_deny", long = "deny")]
    deny: bool,
    /// As JSON
    #[arg(long, conflicts_with = "prove_page")]
    json: bool,
    /// As a page of documentation (Markdown)
    #[arg(id = "prove_page", long = "page")]
    page: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum KindArg {
    Impossible,
    Contradiction,
    PerverseBand,
    Cliff,
    Unstacked,
    Redundant,
    Rounding,
    Unfunded,
}

impl KindArg {
    fn kind(self) -> TheoremKind {
        match self {
            KindArg::Impossible => TheoremKind::Impossible,
            KindArg::Contradiction => TheoremKind::Contradiction,
            KindArg::PerverseBand => TheoremKind::PerverseBand,
            KindArg::Cliff => TheoremKind::Cliff,
            KindArg::Unstacked => TheoremKind::Unstacked,
            KindArg::Redundant => TheoremKind::Redundant,
            KindArg::Rounding => TheoremKind::Rounding,
            KindArg::Unfunded => TheoremKind::Unfunded,
        }
    }
}

/// So many findings of a kind are shown unless all are asked for.
const SHOWN: usize = 5;

/// So many places of a finding are shown.
const PLACES: usize = 2;

impl Prove {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let as_of = day(self.as_of.as_deref())?;
        let library = open(self.path.as_ref(), global)?;
        require_sound(&library, global, lang)?;
        let kinds: Vec<TheoremKind> = match self.kinds.as_slice() {
            [] => TheoremKind::ALL.to_vec(),
            some => TheoremKind::ALL.into_iter().filter(|kind| some.iter().any(|one| one.kind() == *kind)).collect(),
        };
        let found = theorems(&library, as_of, &kinds);
        if self.json {
            let json = theorems_json(library.program(), &library.sources, as_of, &found, lang);
            outln!("{}", serde_json::to_string_pretty(&json).unwrap_or_default());
        } else if self.page {
            out!("{}", theorems_page(&library, as_of, &found, lang));
        } else {
            let paint = Paint { colour: terminal::colour(global.color), lang };
            let said = theorem_words(lang);
            let n: usize = found.examined.iter().map(|(_, n)| n).sum();
            let looked = if found.rules == 0 { said.looked_nothing } else { said.looked };
            outln!("{}", fill(looked, &[("day", &as_of), ("rules", &found.rules), ("n", &n)]));
            out!("{}", self.show(&paint, &library, &found));
        }
        Ok(if self.deny && !found.findings.is_empty() { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
    }

    /// The findings by how much they matter and by kind, each with its example, and what stayed open.
    fn show(&self, paint: &Paint, library: &Library, found: &Theorems) -> String {
        let said = theorem_words(paint.lang);
        let mut out = String::new();
        for group in found.findings.chunk_by(|a, b| (a.gravity, a.kind) == (b.gravity, b.kind)) {
            let (code, shape, title) = match group[0].gravity {
                Gravity::Error => ("31", "■", said.errors),
                Gravity::Warning => ("33", "▲", said.warnings),
                Gravity::Info => ("2", "●", said.infos),
            };
            let kind = said.kind(group[0].kind).0;
            out +=
                &paint.heading(&format!("{} · {kind} {}", paint.tint(code, &format!("{shape} {title}")), group.len()));
            let most = if self.all { group.len() } else { SHOWN };
            for finding in group.iter().take(most) {
                out += &self.finding(paint, library, finding);
            }
            if group.len() > most {
                out += &format!("  {}\n", paint.tint("2", &fill(said.more, &[("n", &(group.len() - most))])));
            }
        }
        if self.all && !found.open.is_empty() {
            out += &paint.heading(said.undecided);
            for open in &found.open {
                out += &format!("  · {}: {}\n", said.kind(open.kind).0, open.what.get(paint.lang));
            }
        }
        let count = |gravity| found.findings.iter().filter(|finding| finding.gravity == gravity).count();
        let [errors, warnings, infos] = [Gravity::Error, Gravity::Warning, Gravity::Info].map(count);
        let counts: [(&str, &dyn std::fmt::Display); 4] =
            [("errors", &errors), ("warnings", &warnings), ("infos", &infos), ("open", &found.open.len())];
        let total = if found.findings.is_empty() { said.none } else { said.total };
        out + &format!("\n{}\n", fill(total, &counts))
    }

    fn finding(&self, paint: &Paint, library: &Library, finding: &TheoremFinding) -> String {
        let said = theorem_words(paint.lang);
        let width = terminal::width();
        let lines = finding_lines(library.program(), &library.sources, finding, paint.lang);
        let mut out = String::new();
        for (n, line) in wrapped(&lines.message, width - 4).iter().enumerate() {
            out += &format!("  {} {line}\n", if n == 0 { "·" } else { " " });
        }
        for line in &lines.witness {
            let line = format!("{}{line}", said.witness);
            match self.all {
                true => wrapped(&line, width - 4).iter().for_each(|line| out += &format!("    {line}\n")),
                false => out += &format!("    {}\n", cut(&line, width - 4)),
            }
        }
        for line in &lines.steps {
            wrapped(line, width - 6).iter().for_each(|line| out += &format!("      {line}\n"));
        }
        if let Some(mend) = &lines.mend {
            let line = format!("{}{mend}", said.mend);
            wrapped(&line, width - 4).iter().for_each(|line| out += &format!("    {}\n", paint.tint("32", line)));
        }
        for place in lines.places.iter().take(PLACES) {
            out += &format!("    {}\n", paint.tint("2", place));
        }
        out
    }
}
