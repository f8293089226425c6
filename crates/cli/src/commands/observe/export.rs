//! `wuwei observe export`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use wuwei_ir::Date;
use wuwei_plan::{ExportOptions, to_csv, to_sdmx, to_xlsx};
use wuwei_project::{World, fill, plan_words};
use wuwei_source::Lang;

use crate::args::Global;
use crate::failure::Failure;
use crate::session::{add_observations, day, sound_library};
use crate::world::Disk;

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// How it is written (default: by the name of the file, otherwise csv)
    #[arg(long = "format", id = "table_format", value_enum)]
    format: Option<TableFormat>,
    /// Only what was known on this day (default: everything)
    #[arg(long = "as-of", id = "export_on", value_name = "DATE")]
    as_of: Option<String>,
    /// Where to write (default: standard output)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Further tables of observations, a file or a folder; may be repeated
    #[arg(long, value_name = "PATH")]
    observations: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TableFormat {
    Csv,
    Xlsx,
    Sdmx,
}

impl Export {
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let is_book = self.out.as_ref().and_then(|path| path.extension()).is_some_and(|found| found == "xlsx");
        let format = self.format.unwrap_or(if is_book { TableFormat::Xlsx } else { TableFormat::Csv });
        if format == TableFormat::Xlsx && self.out.is_none() {
            return Err(Failure::request(
                "工作簿不能写到标准输出，用 --out 写明文件",
                "a workbook can't go to standard output; name a file with --out",
            ));
        }
        let known_on = self.as_of.as_deref().map(|text| day(Some(text))).transpose()?.unwrap_or(Date::MAX);
        let mut library = sound_library(global, lang)?;
        add_observations(&mut library, &self.observations, lang)?;
        let options = ExportOptions { lang, known_on, today: Disk.today() };
        let write = match format {
            TableFormat::Csv => to_csv,
            TableFormat::Xlsx => to_xlsx,
            TableFormat::Sdmx => to_sdmx,
        };
        let bytes = write(library.program(), &library.observations, &options).map_err(|why| {
            Failure::request(format!("观测值写不出来：{why}"), format!("the observations can't be written: {why}"))
        })?;
        match &self.out {
            Some(path) => {
                wuwei_facts::replace_file(path, &bytes)?;
                let n = library.observations.all().iter().filter(|row| row.learnt <= known_on).count();
                let shown: [(&str, &dyn std::fmt::Display); 2] = [("file", &path.display()), ("n", &n)];
                eprintln!("{}", fill(plan_words(lang).exported, &shown));
            }
            None => out!("{}", String::from_utf8_lossy(&bytes)),
        }
        Ok(ExitCode::SUCCESS)
    }
}
