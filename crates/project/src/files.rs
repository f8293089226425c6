//! Which files make a library: one's own documents, and what they stand on.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use wuwei_source::{FileId, parallel};
use wuwei_syntax::ast::DeclKind;

use crate::embedded;
use crate::library::LibraryError;
use crate::world::World;

/// A file as it was read.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
    /// Whether it belongs to what was asked for, rather than to what that stands on.
    pub(crate) own: bool,
}

/// Documents and tables, in order of their paths.
#[derive(Default)]
pub(crate) struct Files {
    pub(crate) documents: Vec<File>,
    pub(crate) tables: Vec<File>,
}

impl Files {
    /// The library in the program.
    pub(crate) fn shipped() -> Files {
        let file =
            |(path, text): (&str, &str)| File { path: format!("library/{path}"), text: text.to_string(), own: false };
        Files {
            documents: embedded::documents().map(file).collect(),
            tables: embedded::observations().map(file).collect(),
        }
    }

    /// All documents and tables below a folder, or a single file.
    pub(crate) fn gather(world: &dyn World, path: &Path) -> Result<Files, LibraryError> {
        let found = world.files(path).map_err(unreadable(path))?;
        let files = Files::read(world, found)?;
        // Somebody may have nothing of his own to say but the values that were published.
        if files.documents.is_empty() && files.tables.is_empty() {
            return Err(LibraryError::Empty { path: path.to_path_buf() });
        }
        Ok(files)
    }

    fn read(world: &dyn World, mut found: Vec<PathBuf>) -> Result<Files, LibraryError> {
        let is =
            |file: &Path, extension: &str| file.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension));
        found.retain(|file| is(file, "md") || is(file, "csv"));
        let texts = parallel::map(&found, |file| world.read(file).map(String::from_utf8));
        let mut files = Files::default();
        for (file, text) in found.into_iter().zip(texts) {
            let is_document = is(&file, "md");
            let text = text.map_err(unreadable(&file))?;
            let path = file.to_string_lossy().replace('\\', "/");
            let path = path.strip_prefix("./").unwrap_or(&path).to_string();
            match text {
                Ok(text) if is_document => files.documents.push(File { path, text, own: true }),
                Ok(text) => files.tables.push(File { path, text, own: true }),
                // Somebody's spreadsheet export lies there; tables of observations are UTF-8.
                Err(_) if !is_document => {}
                Err(error) => {
                    return Err(LibraryError::NotText { path: file, at: error.utf8_error().valid_up_to() });
                }
            }
        }
        Ok(files)
    }

    /// The documents beside a file, which it may lean on; Markdown without code among them is somebody's notes.
    pub(crate) fn beside(world: &dyn World, file: &Path) -> Result<Files, LibraryError> {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut files = Files::read(world, world.files_in(folder).map_err(unreadable(folder))?)?;
        files.documents.retain(|document| !ids(&document.text).is_empty());
        Ok(files)
    }

    /// These files on top of others: a document with the same path or id takes the other's place, and documents that
    /// declare a region which lies in no other bring their own world and stand on nothing.
    pub(crate) fn over(self, mut base: Files) -> Files {
        if self.declare_root() {
            return self;
        }
        let own: FxHashSet<&str> = self.documents.iter().flat_map(|document| ids(&document.text)).collect();
        let replaced = |file: &File| ids(&file.text).iter().any(|id| own.contains(id));
        let all = self.documents.iter().chain(&self.tables);
        let paths: FxHashSet<&str> = all.map(|file| file.path.as_str()).collect();
        base.documents.retain(|file| !paths.contains(file.path.as_str()) && !replaced(file));
        base.tables.retain(|file| !paths.contains(file.path.as_str()));
        base.documents.extend(self.documents);
        base.tables.extend(self.tables);
        base
    }

    /// The documents that take no other's place: somebody's copy of a shipped document that happens to lie beside the
    /// one that was asked for isn't meant.
    pub(crate) fn under(mut self, base: &Files) -> Files {
        if !self.declare_root() {
            let taken: FxHashSet<&str> = base.documents.iter().flat_map(|document| ids(&document.text)).collect();
            self.documents.retain(|document| ids(&document.text).iter().all(|id| !taken.contains(id)));
        }
        self
    }

    /// The same files as what was asked for.
    pub(crate) fn into_own(mut self) -> Files {
        self.documents.iter_mut().chain(&mut self.tables).for_each(|file| file.own = true);
        self
    }

    /// The same files as something to stand on.
    pub(crate) fn into_base(mut self) -> Files {
        self.documents.iter_mut().chain(&mut self.tables).for_each(|file| file.own = false);
        self
    }

    /// Whether the documents bring their own world.
    pub(crate) fn declare_root(&self) -> bool {
        self.documents.iter().any(|document| declares_root(&document.text))
    }
}

fn unreadable(path: &Path) -> impl FnOnce(std::io::Error) -> LibraryError + 'static {
    let path = path.to_path_buf();
    move |source| LibraryError::Unreadable { path, source }
}

/// The ids of the documents that a text declares, at the margin as the formatter sets them.
fn ids(text: &str) -> Vec<&str> {
    let after = text.lines().filter_map(|line| line.strip_prefix("document "));
    after.filter_map(|rest| rest.split([' ', '{']).find(|word| !word.is_empty())).collect()
}

/// Whether a text declares a region that lies in no other.
fn declares_root(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("region "))
        && wuwei_syntax::parse(FileId(0), text)
            .decls
            .iter()
            .any(|decl| matches!(&decl.kind, DeclKind::Region(region) if region.parent.is_none()))
}
