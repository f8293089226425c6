//! Opening and compiling documents.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use wuwei_check::{Context, check, check_without};
use wuwei_ir::{DocId, Program};
use wuwei_source::{Diagnostic, FileId, Severity, Source, SourceMap};
use wuwei_syntax::ast::DeclKind;

use crate::files::{File, Files};
use crate::observations;
use crate::world::World;
use wuwei_plan::{ImportOptions, Imported, Importer, Observations};

/// Compiled documents with their sources.
pub struct Library {
    /// The files.
    pub sources: Arc<SourceMap>,
    /// The program and its names.
    pub context: Arc<Context>,
    /// What was found wrong, in order of file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// Published values, from the tables beside the documents.
    pub observations: Observations,
    /// Drafts among the files: documents that would reform others. Each is the library as it would be with this draft in
    /// force, and without the other drafts; the program of this library knows none of them.
    pub drafts: Arc<Vec<Library>>,
    /// For every file whether it belongs to what was asked for, rather than to what that stands on.
    own: Arc<Vec<bool>>,
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

impl Library {
    /// The library in the program, or a folder of documents. A folder without a root region of its own stands on the
    /// library in the program, so that a district writes its documents and nothing else.
    pub fn open(world: &dyn World, folder: Option<&Path>) -> Result<Library, LibraryError> {
        Ok(Library::compile(match folder {
            Some(folder) => Files::gather(world, folder)?.over(Files::shipped()),
            None => Files::shipped().into_own(),
        }))
    }

    /// Documents at a path on top of a library; a file sees the documents beside it.
    pub fn open_with(world: &dyn World, folder: Option<&Path>, own: &Path) -> Result<Library, LibraryError> {
        let files = Files::gather(world, own)?;
        if files.declare_root() {
            return Ok(Library::compile(files));
        }
        let mut base = match folder {
            Some(folder) => Files::gather(world, folder)?.over(Files::shipped()).into_base(),
            None => Files::shipped(),
        };
        if world.is_file(own) {
            base = Files::beside(world, own)?.under(&base).into_base().over(base);
        }
        Ok(Library::compile(files.over(base)))
    }

    /// Compiles texts as they are given: path and text. Paths that end in `.csv` are tables.
    pub fn from_texts(texts: impl IntoIterator<Item = (String, String)>) -> Library {
        let mut files = Files::default();
        for (path, text) in texts {
            let list = if path.ends_with(".csv") { &mut files.tables } else { &mut files.documents };
            list.push(File { path, text, own: true });
        }
        Library::compile(files)
    }

    pub(crate) fn compile(files: Files) -> Library {
        let mut sources = SourceMap::default();
        let mut own = Vec::new();
        let mut drafts: Vec<FileId> = Vec::new();
        for file in files.documents {
            let is_draft = reforms_others(&file.text);
            let id = sources.add(Source::new(file.path, file.text));
            drafts.extend(is_draft.then_some(id));
            own.push(file.own);
        }
        let checked = if drafts.is_empty() { check(&sources) } else { check_without(&sources, &drafts) };
        let mut diagnostics = checked.diagnostics;
        let drafts = drafts.iter().map(|draft| adopted(&sources, &drafts, *draft, &own)).collect::<Vec<Library>>();
        for draft in &drafts {
            // What is wrong without the draft was said already.
            let known = |found: &&Diagnostic| {
                !diagnostics.iter().any(|other| (other.id, other.place()) == (found.id, found.place()))
            };
            let new: Vec<Diagnostic> = draft.diagnostics.iter().filter(known).cloned().collect();
            diagnostics.extend(new);
        }
        let mut tables = Vec::new();
        for file in files.tables {
            tables.push(sources.add(Source::new(file.path, file.text)));
            own.push(file.own);
        }
        let (observations, wrong) = observations::read(&checked.context.program, &sources, &tables);
        diagnostics.extend(wrong);
        Library {
            sources: Arc::new(sources),
            context: Arc::new(checked.context),
            diagnostics,
            observations,
            drafts: Arc::new(drafts),
            own: Arc::new(own),
        }
    }

    /// The same documents with other published values.
    pub fn with_observations(&self, observations: Observations) -> Library {
        Library {
            sources: self.sources.clone(),
            context: self.context.clone(),
            diagnostics: self.diagnostics.clone(),
            observations,
            drafts: self.drafts.clone(),
            own: self.own.clone(),
        }
    }

    /// The program.
    pub fn program(&self) -> &Program {
        &self.context.program
    }

    /// Reads a table of observations and adds what it says to those of the library. Rows that don't say when they became
    /// known did so on the day after their period, unless the options name a day.
    pub fn import(&mut self, bytes: &[u8], options: &ImportOptions<'_>) -> Imported {
        Importer::new(&self.context.program).import(&mut self.observations, bytes, options)
    }

    /// Whether a file belongs to what was asked for.
    pub fn is_own(&self, file: FileId) -> bool {
        self.own[file.0 as usize]
    }

    /// The document of a draft: the one that reforms others. Nothing where this isn't the library as a draft would make it.
    pub fn draft(&self) -> Option<DocId> {
        let at = self.program().documents.iter().position(|document| !document.reforms.is_empty());
        at.map(DocId::from_index)
    }

    /// What is wrong with the documents asked for; faults of the library below count too, since nothing stands on them.
    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(|found| self.is_own(found.place().file) || found.severity == Severity::Error)
    }

    /// Whether the documents can be used.
    pub fn is_sound(&self) -> bool {
        self.diagnostics.iter().all(|found| found.severity != Severity::Error)
    }
}

/// The library as it would be with a draft in force.
fn adopted(sources: &SourceMap, drafts: &[FileId], draft: FileId, own: &[bool]) -> Library {
    let mut copy = SourceMap::default();
    for (_, source) in sources.iter() {
        copy.add(Source::new(source.path().to_string(), source.text().to_string()));
    }
    let others: Vec<FileId> = drafts.iter().copied().filter(|other| *other != draft).collect();
    let checked = check_without(&copy, &others);
    let diagnostics = checked.diagnostics;
    // Only the draft is asked about: the documents below are tested without it.
    let own = (0..own.len()).map(|file| file == draft.0 as usize && own[file]).collect();
    let (observations, drafts) = (Observations::default(), Arc::default());
    let (sources, context) = (Arc::new(copy), Arc::new(checked.context));
    Library { sources, context, diagnostics, observations, drafts, own: Arc::new(own) }
}

/// Whether a document's header says that it reforms others.
fn reforms_others(text: &str) -> bool {
    let may = |line: &str| ["reforms ", "repeals "].iter().any(|word| line.trim_start().starts_with(word));
    text.lines().any(may)
        && wuwei_syntax::parse(FileId(0), text).decls.iter().any(|decl| match &decl.kind {
            DeclKind::Document(header) => !header.reforms.is_empty() || !header.repeals.is_empty(),
            _ => false,
        })
}
