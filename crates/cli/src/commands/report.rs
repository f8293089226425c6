//! `wuwei report`: the bulletin on a plan's targets (通报).

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use wuwei_ir::{Date, DocId};
use wuwei_plan::progress::Settings;
use wuwei_project::Library;
use wuwei_report::{Material, Report as Bulletin, docx, html, xlsx};
use wuwei_source::Lang;

use crate::args::Global;
use crate::commands::plan::write;
use crate::failure::Failure;
use crate::session::{add_observations, day, documents, sound_library};

#[derive(Debug, Args)]
pub(crate) struct Report {
    /// Document with targets
    #[arg(id = "report_of", value_name = "DOC")]
    of: String,
    /// Where to write it; .html, .docx or .xlsx says how
    #[arg(long = "out", id = "report_out", value_name = "FILE")]
    out: PathBuf,
    /// Figures as they were known on this day (default: today)
    #[arg(long = "as-of", id = "known_on", value_name = "DATE")]
    as_of: Option<String>,
    /// Day of the report before, to say what became different (default: a month earlier)
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Further tables of observations, a file or a folder; may be repeated
    #[arg(long, value_name = "PATH")]
    observations: Vec<PathBuf>,
}

/// How a report is written.
#[derive(Clone, Copy)]
enum Kind {
    Page,
    Document,
    Workbook,
}

impl Kind {
    /// What the end of a file's name says.
    fn of(path: &Path) -> Result<Kind, Failure> {
        let end = path.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default();
        match end.as_str() {
            "html" | "htm" => Ok(Kind::Page),
            "docx" => Ok(Kind::Document),
            "xlsx" => Ok(Kind::Workbook),
            _ => {
                let file = path.display();
                Err(Failure::request(
                    format!("从 `{file}` 看不出要写成什么，文件名以 .html、.docx 或 .xlsx 结尾"),
                    format!("`{file}` doesn't say how to write it; end the name with .html, .docx or .xlsx"),
                ))
            }
        }
    }
}

impl Report {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let kind = Kind::of(&self.out)?;
        let as_of = day(self.as_of.as_deref())?;
        let since = self.since(as_of)?;
        let mut library = sound_library(global, lang)?;
        add_observations(&mut library, &self.observations, lang)?;
        let document = document(&library, &self.of)?;
        let report = Bulletin::new(&Material {
            program: library.program(),
            sources: &library.sources,
            observations: &library.observations,
            document,
            as_of,
            since,
            settings: &Settings::default(),
            lang,
        });
        let bytes = match kind {
            Kind::Page => Ok(html(&report).into_bytes()),
            Kind::Document => docx(&report),
            Kind::Workbook => xlsx(&report),
        };
        write(&self.out, bytes, lang)?;
        Ok(ExitCode::SUCCESS)
    }

    /// The day of the report before: an earlier one, or nothing could have become different.
    fn since(&self, as_of: Date) -> Result<Date, Failure> {
        let Some(text) = self.since.as_deref() else {
            return Ok(as_of.add_months(-1, false).unwrap_or(as_of));
        };
        let since = day(Some(text))?;
        if since > as_of {
            return Err(Failure::request(
                format!("上期 {since} 晚于本期 {as_of}"),
                format!("the report before, {since}, is later than this one, {as_of}"),
            ));
        }
        Ok(since)
    }
}

/// The one document that is meant: of a region with a single plan that plan.
fn document(library: &Library, text: &str) -> Result<DocId, Failure> {
    let program = library.program();
    let has_targets = |doc: &DocId| program.targets.iter().any(|target| target.doc == *doc);
    let found: Vec<DocId> = documents(library, text)?.into_iter().filter(has_targets).collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(Failure::request(format!("`{text}` 没有目标"), format!("`{text}` has no targets"))),
        several => {
            let ids: Vec<&str> = several.iter().map(|doc| program.document(*doc).id.as_str()).collect();
            Err(Failure::request(
                format!("`{text}` 有 {} 份带目标的文件，写明是哪一份：{}", ids.len(), ids.join("、")),
                format!("`{text}` has {} documents with targets; say which: {}", ids.len(), ids.join(", ")),
            ))
        }
    }
}
