//! `wuwei synth`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use wuwei_facts::synth::{Wanted, write_city};
use wuwei_project::{fill, words};
use wuwei_source::Lang;

use crate::args::Global;
use crate::failure::Failure;
use crate::session::{region, sound_library};

#[derive(Debug, Args)]
pub(crate) struct Synth {
    /// Region: code, id or name
    #[arg(long)]
    region: String,
    /// How many enterprises
    #[arg(long, default_value_t = 5000)]
    enterprises: u32,
    /// Seed: the same seed gives the same city
    #[arg(long, default_value_t = 5616)]
    seed: u64,
    /// Folder of facts to write
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl Synth {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let library = sound_library(global, lang)?;
        let program = library.program();
        let region = region(program, &self.region)?;
        let wanted = Wanted { region, enterprises: self.enterprises, seed: self.seed };
        let folder = write_city(program, wanted, &self.out)?;
        let manifest = folder.manifest();
        outln!("⚠ {}", if lang == Lang::Zh { &manifest.notice_zh } else { &manifest.notice_en });
        for (name, rows) in &manifest.tables {
            outln!("{}", fill(words(lang).made_up, &[("name", name), ("rows", rows)]));
        }
        Ok(ExitCode::SUCCESS)
    }
}
