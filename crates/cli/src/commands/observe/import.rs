//! `wuwei observe import`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use wuwei_plan::{Accept, ExportOptions, ImportOptions, NotAppended, appended};
use wuwei_project::{Library, LibraryError, World, fill, plan_words};
use wuwei_source::Lang;

use crate::args::Global;
use crate::failure::{FOUND, Failure};
use crate::session::{day, library_folder, read, sound_library};
use crate::world::Disk;

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// xlsx, csv or SDMX-CSV files
    #[arg(required = true, id = "tables", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The table that rows are added to (default: observations/imported.csv in the library's folder)
    #[arg(long = "into", id = "into_table", value_name = "FILE")]
    into: Option<PathBuf>,
    /// Add the rows that are in order where others aren't
    #[arg(long, conflicts_with = "as_checked")]
    good_rows_only: bool,
    /// Add doubtful rows too: somebody has looked at them and says that they are so
    #[arg(long)]
    as_checked: bool,
    /// The day on which figures became known whose rows don't say it (default: the day after their period)
    #[arg(long, value_name = "DATE")]
    learnt: Option<String>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl Import {
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let said = plan_words(lang);
        let today = Disk.today();
        let learnt = self.learnt.as_deref().map(|text| day(Some(text))).transpose()?;
        let mut library = sound_library(global, lang)?;
        let into = self.into.clone().unwrap_or_else(|| {
            let folder = library_folder(global).filter(|folder| folder.is_dir());
            folder.unwrap_or_else(|| PathBuf::from("library")).join("observations/imported.csv")
        });
        let before = existing(&mut library, &into)?;
        let accept = match (self.good_rows_only, self.as_checked) {
            (true, _) => Accept::GoodRows,
            (_, true) => Accept::Readable,
            _ => Accept::Sound,
        };
        let from = library.observations.all().len();
        let (mut all_loaded, mut rows) = (true, Vec::new());
        for path in &self.files {
            let (file, bytes) = read(path)?;
            let options = ImportOptions { file: &file, today, learnt, accept };
            let imported = library.import(&bytes, &options);
            all_loaded &= imported.loaded;
            if self.json {
                let mut row = imported.json();
                row["file"] = json!(file);
                rows.push(row);
                continue;
            }
            super::show(&file, &imported, lang);
            let text = match imported.loaded {
                true => {
                    let counts: [(&str, &dyn std::fmt::Display); 4] = [
                        ("file", &file),
                        ("added", &imported.added),
                        ("known", &imported.known),
                        ("left_out", &imported.left_out),
                    ];
                    fill(said.imported, &counts)
                }
                // Leaving out rows or looking at them doesn't help where the table as a whole can't be read.
                false if accept == Accept::Sound && imported.rows > 0 => {
                    fill(said.imported_nothing, &[("file", &file)])
                }
                false => fill(said.imported_hopeless, &[("file", &file)]),
            };
            outln!("\n{text}");
        }
        let added = from..library.observations.all().len();
        if !added.is_empty() {
            let options = ExportOptions { lang, known_on: wuwei_ir::Date::MAX, today };
            let bytes = appended(library.program(), &library.observations, added.clone(), &before, &options)
                .map_err(|why| not_appended(&why, &into))?;
            if let Some(folder) = into.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                std::fs::create_dir_all(folder)
                    .map_err(|source| LibraryError::Unreadable { path: folder.to_path_buf(), source })?;
            }
            wuwei_facts::replace_file(&into, &bytes)?;
        }
        if self.json {
            let into = (!added.is_empty()).then(|| into.to_string_lossy().replace('\\', "/"));
            let json = json!({ "into": into, "added": added.len(), "files": rows });
            outln!("{}", serde_json::to_string_pretty(&json).unwrap_or_default());
        } else if !added.is_empty() {
            let shown: [(&str, &dyn std::fmt::Display); 2] = [("file", &into.display()), ("n", &added.len())];
            outln!("{}", fill(said.exported, &shown));
        }
        Ok(if all_loaded { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
    }
}

/// The text of the table that is added to. One that isn't among the library's tables is read first, so that its rows aren't
/// added once more.
fn existing(library: &mut Library, into: &Path) -> Result<String, Failure> {
    if !into.exists() {
        return Ok(String::new());
    }
    let (file, bytes) = read(into)?;
    let same = |known: &str| {
        let known = Path::new(known).canonicalize().ok();
        known.is_some() && known == into.canonicalize().ok()
    };
    let is_known = library.observations.tables().iter().any(|table| same(&table.file));
    if !is_known {
        let options = ImportOptions { file: &file, today: Disk.today(), learnt: None, accept: Accept::Readable };
        library.import(&bytes, &options);
    }
    String::from_utf8(bytes).map_err(|_| not_appended(&NotAppended::NoTable, into))
}

fn not_appended(why: &NotAppended, into: &Path) -> Failure {
    let file = into.display();
    match why {
        NotAppended::Lacks(column) => Failure::request(
            format!("{file} 没有“{column}”列，装不进去；用 --into 另写一个文件"),
            format!("{file} has no column {column}, which the rows need; name another file with --into"),
        ),
        NotAppended::NoTable => Failure::request(
            format!("{file} 不是 UTF-8、逗号分隔的观测值表；用 --into 另写一个文件"),
            format!("{file} is no table of observations in comma-separated UTF-8; name another file with --into"),
        ),
        NotAppended::Unwritable(why) => {
            Failure::request(format!("写不了 {file}：{why}"), format!("{file} can't be written: {why}"))
        }
    }
}
