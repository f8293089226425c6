//! `wuwei fmt`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use wuwei_project::{Format, LibraryError, World, fill, render, words};
use wuwei_source::{Lang, Source, SourceMap};

use crate::args::Global;
use crate::failure::{FOUND, Failure};
use crate::session::library_folder;
use crate::terminal;
use crate::world::Disk;

#[derive(Debug, Args)]
pub(crate) struct Fmt {
    /// Documents or folders (default: the library)
    paths: Vec<PathBuf>,
    /// Only say which documents are not laid out; change nothing
    #[arg(long = "check", id = "check_only")]
    check: bool,
}

impl Fmt {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let words = words(lang);
        let paths = match (self.paths.is_empty(), library_folder(global)) {
            (false, _) => self.paths.clone(),
            (true, Some(folder)) => vec![folder],
            (true, None) => {
                return Err(Failure::request(
                    "没有 ./library 文件夹，写明要排版的文件或文件夹",
                    "there is no ./library folder; name the documents to lay out",
                ));
            }
        };
        let mut changed = 0;
        let mut broken = 0;
        for file in documents(&paths)? {
            let shown = file.to_string_lossy().replace('\\', "/");
            let unreadable = |source| LibraryError::Unreadable { path: file.clone(), source };
            let text = String::from_utf8(Disk.read(&file).map_err(unreadable)?)
                .map_err(|error| LibraryError::NotText { path: file.clone(), at: error.utf8_error().valid_up_to() })?;
            match wuwei_syntax::format(&text) {
                Err(faults) => {
                    broken += 1;
                    let mut sources = SourceMap::default();
                    sources.add(Source::new(shown, text));
                    let format = Format::Human { colour: terminal::colour(global.color), width: terminal::width() };
                    for fault in faults {
                        eprint!("{}", render(&fault, &sources, lang, format));
                    }
                }
                Ok(laid_out) if laid_out != text => {
                    changed += 1;
                    if !self.check {
                        wuwei_facts::replace_file(&file, laid_out.as_bytes())?;
                    }
                    let verb = if self.check { words.not_laid_out } else { words.laid_out };
                    outln!("{}", fill(verb, &[("file", &shown)]));
                }
                Ok(_) => {}
            }
        }
        let failed = broken > 0 || (self.check && changed > 0);
        Ok(if failed { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
    }
}

fn documents(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for path in paths {
        let files = Disk.files(path).map_err(|source| LibraryError::Unreadable { path: path.clone(), source })?;
        found.extend(files.into_iter().filter(|file| is_markdown(file)));
    }
    Ok(found)
}

fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
}
