//! `wuwei check`

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Args, ValueEnum};
use wuwei_project::{Format, Library, fill, render, words};
use wuwei_source::{Lang, Severity};

use crate::args::Global;
use crate::failure::{FOUND, Failure};
use crate::session::library_folder;
use crate::terminal;
use crate::world::Disk;

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Document or folder (default: the whole library)
    path: Option<PathBuf>,
    /// How findings are shown
    #[arg(long, value_enum, default_value_t = FormatArg::Human)]
    format: FormatArg,
    /// Count warnings as failures
    #[arg(long)]
    deny_warnings: bool,
}

/// How findings are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatArg {
    Human,
    Short,
    Json,
}

impl FormatArg {
    pub(crate) fn format(self, global: &Global) -> Format {
        match self {
            FormatArg::Human => Format::Human { colour: terminal::colour(global.color), width: terminal::width() },
            FormatArg::Short => Format::Short,
            FormatArg::Json => Format::Json,
        }
    }
}

/// Documents at a path on top of the library, or the library itself.
pub(crate) fn open(path: Option<&PathBuf>, global: &Global) -> Result<Library, Failure> {
    let folder = library_folder(global);
    Ok(match path {
        Some(path) => Library::open_with(&Disk, folder.as_deref(), path)?,
        None => Library::open(&Disk, folder.as_deref())?,
    })
}

impl Check {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let start = Instant::now();
        let library = open(self.path.as_ref(), global)?;
        let elapsed = start.elapsed();
        let format = self.format.format(global);
        let mut out = String::new();
        let (mut errors, mut warnings) = (0, 0);
        for found in library.findings() {
            match found.severity {
                Severity::Error => errors += 1,
                Severity::Warning => warnings += 1,
            }
            out += &render(found, &library.sources, lang, format);
            if self.format == FormatArg::Human {
                out.push('\n');
            }
        }
        out!("{out}");
        if self.format == FormatArg::Human {
            let words = words(lang);
            let program = library.program();
            let counts = fill(
                words.compiled,
                &[
                    ("documents", &program.documents.len()),
                    ("rules", &program.items.len()),
                    ("targets", &program.targets.len()),
                    ("tests", &program.tests.len()),
                    ("ms", &elapsed.as_millis()),
                ],
            );
            let findings = if errors + warnings == 0 {
                words.no_findings.to_string()
            } else {
                fill(words.findings, &[("errors", &errors), ("warnings", &warnings)])
            };
            outln!("{counts}{findings}");
        }
        // The process ends here, and giving back the memory of a nation's documents piece by piece takes a second.
        std::mem::forget(library);
        let failed = errors > 0 || (self.deny_warnings && warnings > 0);
        Ok(if failed { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
    }
}
