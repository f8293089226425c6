//! `wuwei test`

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use wuwei_project::{fill, render, run_tests, words};
use wuwei_source::Lang;

use super::check::{FormatArg, open};
use crate::args::Global;
use crate::failure::{FOUND, Failure};
use crate::session::require_sound;

#[derive(Debug, Args)]
pub(crate) struct Test {
    /// Document or folder (default: the whole library)
    path: Option<PathBuf>,
    /// How failures are shown
    #[arg(long, value_enum, default_value_t = FormatArg::Human)]
    format: FormatArg,
}

impl Test {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let start = Instant::now();
        let library = open(self.path.as_ref(), global)?;
        require_sound(&library, global, lang)?;
        let run = run_tests(&library);
        let format = self.format.format(global);
        for failure in &run.failures {
            out!("{}", render(failure, &library.sources, lang, format));
            if self.format == FormatArg::Human {
                outln!("");
            }
        }
        if self.format == FormatArg::Human {
            let values: [(&str, &dyn std::fmt::Display); 4] = [
                ("tests", &run.tests),
                ("passed", &run.passed),
                ("failed", &run.failures.len()),
                ("ms", &start.elapsed().as_millis()),
            ];
            outln!("{}", fill(words(lang).tested, &values));
        }
        Ok(if run.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
    }
}
