//! Opening and compiling documents.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use wuwei_check::{Context, check};
use wuwei_ir::Program;
use wuwei_source::{Diagnostic, FileId, Severity, Source, SourceMap};

use crate::embedded;
use crate::observations::Observations;
use crate::world::World;

/// Compiled documents with their sources.
pub struct Library {
    /// The files.
    pub sources: SourceMap,
    /// The program and its names.
    pub context: Context,
    /// What was found wrong, in order of file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// Tables of observations that lie beside the documents: path and text.
    tables: Vec<(String, String)>,
    /// The first file that belongs to what was asked for, behind those of the library it builds on.
    first_own: usize,
}

/// Why documents could not be opened.
#[derive(Debug)]
pub enum LibraryError {
    /// A file or folder could not be read.
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is not UTF-8.
    NotText {
        /// Which.
        path: PathBuf,
        /// The first byte that is none.
        at: usize,
    },
    /// There is no document in the folder.
    Empty {
        /// Which.
        path: PathBuf,
    },
}

impl fmt::Display for LibraryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LibraryError::Unreadable { path, source } => write!(f, "{}: {source}", path.display()),
            LibraryError::NotText { path, at } => write!(f, "{}: byte {at} is not UTF-8", path.display()),
            LibraryError::Empty { path } => write!(f, "{}: no Markdown document", path.display()),
        }
    }
}

impl std::error::Error for LibraryError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            LibraryError::Unreadable { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Files as they are gathered.
#[derive(Default)]
struct Files {
    documents: Vec<(String, String)>,
    tables: Vec<(String, String)>,
}

impl Library {
    /// The shipped library from a folder, or the one carried in the binary where no folder is given.
    pub fn open(world: &dyn World, folder: Option<&Path>) -> Result<Library, LibraryError> {
        Ok(Library::compile(base(world, folder)?, Files::default()))
    }

    /// Documents of one's own on top of a library; a path inside the library's folder adds nothing twice.
    pub fn open_with(world: &dyn World, folder: Option<&Path>, own: &Path) -> Result<Library, LibraryError> {
        let mut base = base(world, folder)?;
        let own = gather(world, own)?;
        let is_own = |path: &String| own.documents.iter().any(|(own, _)| own == path);
        base.documents.retain(|(path, _)| !is_own(path));
        Ok(Library::compile(base, own))
    }

    /// Only the documents of a folder.
    pub fn open_alone(world: &dyn World, folder: &Path) -> Result<Library, LibraryError> {
        Ok(Library::compile(Files::default(), gather(world, folder)?))
    }

    /// Compiles texts as they are given: path and text.
    pub fn from_texts(texts: impl IntoIterator<Item = (String, String)>) -> Library {
        let own = Files { documents: texts.into_iter().collect(), tables: Vec::new() };
        Library::compile(Files::default(), own)
    }

    fn compile(base: Files, own: Files) -> Library {
        let mut sources = SourceMap::default();
        let first_own = if own.documents.is_empty() { 0 } else { base.documents.len() };
        let mut tables = base.tables;
        tables.extend(own.tables);
        for (path, text) in base.documents.into_iter().chain(own.documents) {
            sources.add(Source::new(path, text));
        }
        let checked = check(&sources);
        Library { sources, context: checked.context, diagnostics: checked.diagnostics, tables, first_own }
    }

    /// The program.
    pub fn program(&self) -> &Program {
        &self.context.program
    }

    /// Whether a file belongs to what was asked for.
    pub fn is_own(&self, file: FileId) -> bool {
        file.0 as usize >= self.first_own
    }

    /// What is wrong with the documents asked for; faults of the library below count too, since nothing stands on them.
    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(|found| self.is_own(found.place().file) || found.severity == Severity::Error)
    }

    /// Whether the documents can be used.
    pub fn is_sound(&self) -> bool {
        self.diagnostics.iter().all(|found| found.severity != Severity::Error)
    }

    /// The observations that lie beside the documents.
    pub fn observations(&self) -> Observations {
        let mut all = Observations::default();
        for (path, text) in &self.tables {
            all.read(self.program(), path, text);
        }
        all
    }
}

fn base(world: &dyn World, folder: Option<&Path>) -> Result<Files, LibraryError> {
    match folder {
        Some(folder) => gather(world, folder),
        None => {
            let own = |(path, text): (&str, &str)| (format!("library/{path}"), text.to_string());
            Ok(Files {
                documents: embedded::documents().map(own).collect(),
                tables: embedded::observations().map(own).collect(),
            })
        }
    }
}

/// All documents and tables below a folder, or a single file.
fn gather(world: &dyn World, path: &Path) -> Result<Files, LibraryError> {
    let unreadable = |path: &Path| {
        let path = path.to_path_buf();
        move |source| LibraryError::Unreadable { path, source }
    };
    let mut files = Files::default();
    for file in world.files(path).map_err(unreadable(path))? {
        let is = |extension: &str| file.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension));
        let list = match () {
            () if is("md") => &mut files.documents,
            () if is("csv") => &mut files.tables,
            () => continue,
        };
        let bytes = world.read(&file).map_err(unreadable(&file))?;
        let text = String::from_utf8(bytes)
            .map_err(|error| LibraryError::NotText { path: file.clone(), at: error.utf8_error().valid_up_to() })?;
        list.push((file.to_string_lossy().replace('\\', "/"), text));
    }
    if files.documents.is_empty() {
        return Err(LibraryError::Empty { path: path.to_path_buf() });
    }
    Ok(files)
}
