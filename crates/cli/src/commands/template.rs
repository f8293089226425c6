//! `wuwei template`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use wuwei_facts::write_template;
use wuwei_project::{World, fill, words};
use wuwei_source::Lang;

use crate::args::Global;
use crate::failure::Failure;
use crate::session::{entity, sound_library};
use crate::world::Disk;

#[derive(Debug, Args)]
pub(crate) struct Template {
    /// Kind of subject, for example 企业
    entity: String,
    /// The workbook to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Years of yearly facts, for example 2022..2025 (default: the last four)
    #[arg(long, value_name = "FIRST..LAST")]
    years: Option<String>,
}

impl Template {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let library = sound_library(global, lang)?;
        let program = library.program();
        let entity = entity(program, &self.entity)?;
        let today = Disk.today();
        let years = match &self.years {
            None => (today.year() - 4..today.year()).collect(),
            Some(text) => years(text)?,
        };
        write_template(program, entity, &years, today, lang, &self.out)?;
        let facts = program.entity(entity).facts.len();
        outln!("{}", fill(words(lang).template_written, &[("file", &self.out.display()), ("n", &facts)]));
        Ok(ExitCode::SUCCESS)
    }
}

fn years(text: &str) -> Result<Vec<i32>, Failure> {
    let wrong = || {
        Failure::request(
            format!("年度 `{text}` 不对，写作 2022..2025"),
            format!("`{text}` are no years; write 2022..2025"),
        )
    };
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let read = |text: &str| text.trim().parse::<i32>().ok().filter(|year| (1950..=2200).contains(year));
    match (read(first), read(last)) {
        (Some(first), Some(last)) if first <= last && last - first < 30 => Ok((first..=last).collect()),
        _ => Err(wrong()),
    }
}
