//! The program under construction, its names, and what was found so far.

use std::sync::{Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};
use wuwei_ir::{Basis, Date, DocId, Entity, EntityId, Head, Program, RegionId, Unit, Words};
use wuwei_source::{Diagnostic, FileId, Name, Place, Span};
use wuwei_syntax::ast;

use crate::diagnostics as diag;
use crate::scope::Scopes;

/// A compiled program with the scopes of its names.
#[derive(Debug, Default)]
pub struct Context {
    /// The program.
    pub program: Program,
    /// Names and where they are visible.
    pub scopes: Scopes,
    /// Behind a lock, because tests of many documents are checked at once.
    diagnostics: Mutex<Vec<Diagnostic>>,
    /// The document of each file that has a header.
    pub(crate) doc_of_file: FxHashMap<FileId, DocId>,
    /// Documents that say they name no payer, and why.
    pub(crate) payer_silent: FxHashMap<DocId, Words>,
    /// Documents that say they name no owners, and why.
    pub(crate) owners_silent: FxHashMap<DocId, Words>,
    /// See [`Context::nobody`].
    pub(crate) nobody: Option<EntityId>,
    /// Which drafts changed something of which documents.
    pub(crate) reformed: FxHashSet<(DocId, DocId)>,
    /// What is declared by each declaration: its position in the table of its kind, by file and place.
    pub(crate) declared: FxHashMap<Place, u32>,
}

impl Context {
    pub(crate) fn report(&self, diagnostic: Diagnostic) {
        self.report_all([diagnostic]);
    }

    pub(crate) fn report_all(&self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.lock().unwrap_or_else(PoisonError::into_inner).extend(diagnostics);
    }

    /// Where a declaration's own entry is, if it was collected.
    pub(crate) fn entry(&self, file: FileId, decl: &ast::Decl) -> Option<usize> {
        let place = Place { file, span: decl.span };
        self.declared.get(&place).map(|n| *n as usize)
    }

    /// A kind of subject without facts, for what names one that doesn't exist: the fault has been reported, and nothing
    /// more is said about it.
    pub(crate) fn nobody(&mut self, doc: DocId, place: Place) -> EntityId {
        if let Some(nobody) = self.nobody {
            return nobody;
        }
        let id = EntityId::from_index(self.program.entities.len());
        let document = self.program.document(doc);
        let head = Head {
            name: Name::new("—"),
            label: None,
            doc,
            place,
            heading: None,
            article: None,
            basis: Basis::Official,
            basis_why: None,
            about: None,
            notes: Vec::new(),
            realises: Vec::new(),
            from: document.from,
            until: document.until,
        };
        self.program.entities.push(Entity::new(head, Unit::NUMBER));
        self.nobody = Some(id);
        id
    }

    /// The region a document holds in.
    pub(crate) fn region_of(&self, doc: DocId) -> RegionId {
        self.program.document(doc).region
    }

    /// What every item carries, from its declaration and its document's defaults.
    pub(crate) fn head(&self, doc: DocId, decl: &ast::Decl, name: Name) -> Head {
        let file = self.program.document(doc).file;
        let document = self.program.document(doc);
        let (from, until) = (document.from, document.until);
        let (basis, basis_why) = (document.basis, None);
        let mut head = Head {
            name,
            label: decl.label.map(|label| label.name),
            doc,
            place: Place { file, span: decl.name.map_or(decl.span, |name| name.span) },
            heading: decl.heading.map(|heading| heading.0),
            article: decl.common().annotations.article.map(words),
            basis,
            basis_why,
            about: decl.common().about.map(words),
            notes: decl.common().annotations.notes.iter().copied().map(words).collect(),
            realises: Vec::new(),
            from,
            until,
        };
        if let Some(in_force) = &decl.common().in_force
            && let Some((from, until)) = self.in_force(file, in_force)
        {
            (head.from, head.until) = (from, until);
        }
        if let Some(basis) = &decl.common().annotations.basis
            && let Some(basis) = self.basis(file, basis)
        {
            (head.basis, head.basis_why) = (basis.0, basis.1);
        }
        head
    }

    /// First and last day of a clause `in force`.
    pub(crate) fn in_force(&self, file: FileId, clause: &ast::InForce) -> Option<(Date, Option<Date>)> {
        let from = self.date(file, &clause.from)?;
        let until = match &clause.until {
            Some(until) => Some(self.date(file, until)?),
            None => None,
        };
        if until.is_some_and(|until| until < from) {
            let place = Place { file, span: clause.span };
            self.report(diag::force_dates_reversed(place, from, until.unwrap_or(from)));
            return None;
        }
        Some((from, until))
    }

    /// A day that must exist.
    pub(crate) fn date(&self, file: FileId, date: &ast::DateLit) -> Option<Date> {
        let found = Date::from_ymd(date.year, date.month, date.day);
        if found.is_none() {
            let place = Place { file, span: date.span };
            self.report(diag::invalid_date(place, date.year, date.month, date.day));
        }
        found
    }

    /// What a statement rests on, with the reason.
    pub(crate) fn basis(&self, file: FileId, clause: &ast::BasisClause) -> Option<(Basis, Option<Words>)> {
        let word = clause.kind.name.as_str();
        let Some(basis) = Basis::ALL.into_iter().find(|basis| basis.word() == word) else {
            let place = Place { file, span: clause.kind.span };
            self.report(diag::unknown_basis(place, word));
            return None;
        };
        Some((basis, clause.why.map(words)))
    }

    /// Orders what was found, and adds the headings above each place.
    pub(crate) fn finish(&mut self, documents: Vec<ast::Document>) -> Vec<Diagnostic> {
        let mut found = std::mem::take(self.diagnostics.get_mut().unwrap_or_else(PoisonError::into_inner));
        for diagnostic in &mut found {
            let place = diagnostic.place();
            diagnostic.trail = trail(&documents[place.file.0 as usize], place.span);
        }
        found.extend(documents.into_iter().flat_map(|document| document.diagnostics));
        found.sort_by(|a, b| (a.place(), a.id).cmp(&(b.place(), b.id)));
        found.dedup_by(|a, b| a.id == b.id && a.place() == b.place() && a.headline == b.headline);
        found
    }
}

fn trail(document: &ast::Document, span: Span) -> Vec<String> {
    let heading = document.outline.heading_at(span.start);
    document.outline.trail(heading).iter().map(|heading| heading.text.to_string()).collect()
}

/// A text for people, without its place.
pub(crate) fn words(words: ast::Words) -> Words {
    Words { zh: words.zh, en: words.en }
}
