//! `wuwei load`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use wuwei_facts::{LoadOptions, load};
use wuwei_project::{World, fill, words};
use wuwei_source::Lang;

use crate::args::Global;
use crate::failure::{FOUND, Failure};
use crate::session::{day, entity, sound_library};
use crate::terminal;
use crate::world::Disk;

#[derive(Debug, Args)]
pub(crate) struct Load {
    /// xlsx, csv or parquet files
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Folder of facts to load into
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
    /// Kind of subject, where neither file nor sheet is named after it
    #[arg(long = "as", id = "entity", value_name = "ENTITY")]
    entity: Option<String>,
    /// Leave out rows with faults and write them to a file to be mended
    #[arg(long)]
    skip_bad_rows: bool,
    /// Forget what the folder holds of the same kind
    #[arg(long)]
    replace: bool,
    /// Day on which the facts became known (default: today)
    #[arg(long = "learnt", id = "facts_learnt", value_name = "DATE")]
    learnt: Option<String>,
}

/// Faults shown on a terminal; a file with thousands of them has one cause.
const SHOWN: usize = 200;

impl Load {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let words = words(lang);
        let library = sound_library(global, lang)?;
        let program = library.program();
        let entity = self.entity.as_deref().map(|name| entity(program, name)).transpose()?;
        let learnt = self.learnt.as_deref().map(|learnt| day(Some(learnt))).transpose()?;
        let options = LoadOptions { entity, skip_bad_rows: self.skip_bad_rows, replace: self.replace, learnt };
        let bar = terminal::progress(None, words.reading);
        let loaded = load(program, &self.files, &self.into, &options, Disk.today(), &mut |n| bar.inc(n))?;
        bar.finish_and_clear();
        for problem in loaded.problems.iter().take(SHOWN) {
            outln!("{}", problem.show(lang));
        }
        if loaded.problems.len() > SHOWN {
            outln!("{}", fill(words.more_problems, &[("n", &(loaded.problems.len() - SHOWN))]));
        }
        for file in &loaded.empty {
            outln!("{}", fill(words.no_rows, &[("file", file)]));
        }
        for (name, rows, new) in &loaded.tables {
            let values: [(&str, &dyn std::fmt::Display); 3] = [("name", name), ("rows", rows), ("new", new)];
            outln!("{}", fill(words.loaded, &values));
        }
        for file in &loaded.rejected_files {
            outln!("{}", fill(words.rejected, &[("n", &loaded.rejected), ("file", &file.display())]));
        }
        if !loaded.written {
            outln!(
                "{}",
                fill(
                    if loaded.hopeless { words.nothing_written_whole } else { words.nothing_written },
                    &[("n", &loaded.problems.len())]
                )
            );
            return Ok(ExitCode::from(FOUND));
        }
        Ok(ExitCode::SUCCESS)
    }
}
