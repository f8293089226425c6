//! `wuwei observe check`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use wuwei_plan::{Accept, Class, Finding, ImportOptions, quality};
use wuwei_project::{World, plan_words};
use wuwei_source::Lang;

use crate::args::Global;
use crate::failure::{FOUND, Failure};
use crate::session::{read, sound_library};
use crate::world::Disk;

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// xlsx, csv or SDMX-CSV files (default: the library's own tables)
    #[arg(id = "tables", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let mut library = sound_library(global, lang)?;
        let mut is_sound = true;
        let (mut rows, mut found_any) = (Vec::new(), false);
        let wrong = |found: &[Finding]| found.iter().any(|finding| finding.class == Class::Accuracy);
        if self.files.is_empty() {
            let found = quality(library.program(), &library.observations);
            is_sound = !wrong(&found);
            found_any |= !found.is_empty();
            rows.push(json!({
                "file": null,
                "rows": library.observations.all().len(),
                "findings": found.iter().map(Finding::json).collect::<Vec<_>>(),
            }));
            if !self.json {
                super::findings(&found, lang);
            }
        }
        for path in &self.files {
            let (file, bytes) = read(path)?;
            let options = ImportOptions { file: &file, today: Disk.today(), learnt: None, accept: Accept::Readable };
            // Files are looked at one after the other, each beside those before it, as they would be imported.
            let imported = library.import(&bytes, &options);
            is_sound &= !wrong(&imported.findings);
            found_any |= !imported.findings.is_empty();
            if self.json {
                let mut row = imported.json();
                row["file"] = json!(file);
                // Nothing was added to anything; these are words of an import.
                for field in ["added", "known", "left_out", "loaded"] {
                    row.as_object_mut().map(|row| row.remove(field));
                }
                rows.push(row);
            } else {
                super::show(&file, &imported, lang);
            }
        }
        if self.json {
            outln!("{}", serde_json::to_string_pretty(&rows).unwrap_or_default());
        } else if !found_any {
            outln!("{}", plan_words(lang).sheet_sound);
        }
        Ok(if is_sound { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
    }
}
