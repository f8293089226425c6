//! The facts that pages answer from, with the documents that they are read by.

use std::sync::Arc;

use self_cell::self_cell;
use wuwei_facts::{Population, Table};
use wuwei_project::Library;

/// The documents and the facts of one moment.
struct Owned {
    library: Arc<Library>,
    tables: Vec<Table>,
    notice: [Option<String>; 2],
}

self_cell!(
    /// Documents and facts of one moment; a page answers from one of them from beginning to end, whatever is loaded meanwhile.
    pub struct Snapshot {
        owner: Owned,
        #[covariant]
        dependent: Population,
    }
);

impl Snapshot {
    /// Facts read by documents; the notice, in Chinese and English, is said wherever they are shown.
    pub fn of(library: Arc<Library>, tables: Vec<Table>, notice: [Option<String>; 2]) -> Snapshot {
        Snapshot::new(Owned { library, tables, notice }, |owned| {
            Population::new(owned.library.program(), &owned.tables)
        })
    }

    /// The documents.
    pub fn library(&self) -> &Library {
        &self.borrow_owner().library
    }

    /// The tables of facts.
    pub fn tables(&self) -> &[Table] {
        &self.borrow_owner().tables
    }

    /// The facts, subject by subject.
    pub fn population(&self) -> &Population<'_> {
        self.borrow_dependent()
    }

    /// What must be said wherever these facts are shown.
    pub fn notice(&self, lang: wuwei_source::Lang) -> Option<&str> {
        let [zh, en] = &self.borrow_owner().notice;
        match lang {
            wuwei_source::Lang::Zh => zh.as_deref(),
            wuwei_source::Lang::En => en.as_deref(),
        }
    }
}
