//! Drafts: documents that would change others, and what they put in the place of what.
//!
//! A reform is as long as what it changes. Its rules become versions of those that they are named like, which end on the day
//! before; other items of the same kind and name are replaced altogether. Nobody but a simulation compiles a draft together
//! with the documents that it reforms, so that the program of everybody else doesn't know it.

use rustc_hash::FxHashSet;
use wuwei_ir::{Date, DocId, GroupId, ItemId};
use wuwei_source::{FileId, Name, Place, did_you_mean};
use wuwei_syntax::ast::{self, DeclKind, DocumentDecl};

use crate::collect::head_of;
use crate::context::Context;
use crate::diagnostics as diag;
use crate::lookup::find_document;
use crate::scope::{Space, Symbol};

/// The kinds of names that a reform may replace or repeal; of the others there is one each, whatever the day.
const REPLACED: [Space; 6] =
    [Space::Rule, Space::Budget, Space::Stacking, Space::Weights, Space::Ladder, Space::Indicator];

/// The drafts among some documents.
pub(crate) struct Reforms {
    files: FxHashSet<FileId>,
}

/// Finds the drafts and what they reform.
pub(crate) fn collect(cx: &mut Context, documents: &[ast::Document]) -> Reforms {
    let mut files = FxHashSet::default();
    for (doc, _, header) in headers(cx, documents) {
        if header.reforms.is_empty() && header.repeals.is_empty() {
            continue;
        }
        let file = cx.program.document(doc).file;
        files.insert(file);
        for path in &header.reforms {
            let Some(reformed) = find_document(cx, doc, path) else { continue };
            if reformed == doc || cx.region_of(reformed) != cx.region_of(doc) {
                let region = cx.program.region(cx.region_of(reformed)).head.name;
                cx.report(diag::reform_elsewhere(Place { file, span: path.span() }, &path.text(), region.as_str()));
                continue;
            }
            cx.program.documents[doc.index()].reforms.push(reformed);
        }
    }
    Reforms { files }
}

fn headers<'d>(cx: &Context, documents: &'d [ast::Document]) -> Vec<(DocId, &'d ast::Decl, &'d DocumentDecl)> {
    let one = |document: &'d ast::Document| {
        let doc = cx.doc_of_file.get(&document.file).copied()?;
        document.decls.iter().find_map(|decl| match &decl.kind {
            DeclKind::Document(header) => Some((doc, decl, &**header)),
            _ => None,
        })
    };
    documents.iter().filter_map(one).collect()
}

impl Reforms {
    pub(crate) fn is_draft(&self, file: FileId) -> bool {
        self.files.contains(&file)
    }

    /// Ends what drafts repeal, and reports what changes nothing or was perhaps meant to change something.
    pub(crate) fn finish(self, cx: &mut Context, documents: &[ast::Document]) {
        for (doc, _, header) in headers(cx, documents) {
            let file = cx.program.document(doc).file;
            if !self.is_draft(file) {
                continue;
            }
            for name in &header.repeals {
                repeal(cx, doc, *name);
            }
            for path in &header.reforms {
                let reformed = cx.scopes.document(Name::new(&path.text()));
                let Some(reformed) = reformed.filter(|found| cx.program.document(doc).reforms.contains(found)) else {
                    continue;
                };
                if !cx.reformed.contains(&(doc, reformed)) {
                    let place = Place { file, span: path.span() };
                    cx.report(diag::reform_without_effect(place, &path.text()));
                }
            }
            if let Some(document) = documents.iter().find(|document| document.file == file) {
                slips(cx, doc, document);
            }
        }
    }
}

/// Ends an item of the reformed documents.
fn repeal(cx: &mut Context, doc: DocId, name: ast::Ident) {
    let region = cx.region_of(doc);
    let reforms = cx.program.document(doc).reforms.clone();
    let from = cx.program.document(doc).from;
    let mut found = false;
    for space in REPLACED {
        let symbols = cx.scopes.declared_in(space, region, name.name).to_vec();
        for symbol in symbols.into_iter().filter(|symbol| reforms.contains(&symbol.doc)) {
            found = true;
            cx.reformed.insert((doc, symbol.doc));
            end(cx, space, symbol, from);
        }
    }
    if !found {
        let place = Place { file: cx.program.document(doc).file, span: name.span };
        let known = reforms.iter().flat_map(|reformed| names_of(cx, *reformed)).collect();
        cx.report(diag::not_in_reformed(place, name.name.as_str(), known));
    }
}

/// Ends what a name stands for on the day before another.
fn end(cx: &mut Context, space: Space, symbol: Symbol, from: Date) {
    let last = Date::from_days(i64::from(from.days()) - 1).unwrap_or(Date::MIN);
    let shorten = |head: &mut wuwei_ir::Head| {
        if head.doc == symbol.doc && head.until.is_none_or(|until| until > last) {
            head.until = Some(last);
        }
    };
    let (program, index) = (&mut cx.program, symbol.index as usize);
    match space {
        Space::Rule => {
            let versions = program.groups[index].versions.clone();
            versions.iter().for_each(|item| shorten(&mut program.items[item.index()].head));
        }
        Space::Budget => shorten(&mut program.budgets[index].head),
        Space::Stacking => shorten(&mut program.stackings[index].head),
        Space::Weights => shorten(&mut program.weights[index].head),
        Space::Ladder => shorten(&mut program.ladders[index].head),
        Space::Indicator => shorten(&mut program.indicators[index].head),
        Space::Entity | Space::Party | Space::Mechanism | Space::Subject | Space::Lights => {}
    }
}

/// Ends the versions of a rule that a draft puts its own in the place of. Those that would have begun later never do.
pub(crate) fn end_versions(cx: &mut Context, doc: DocId, group: GroupId, own: ItemId, from: Date) {
    let reforms = cx.program.document(doc).reforms.clone();
    if reforms.is_empty() {
        return;
    }
    let last = Date::from_days(i64::from(from.days()) - 1).unwrap_or(Date::MIN);
    let versions = cx.program.group(group).versions.clone();
    for item in versions.into_iter().filter(|item| *item != own) {
        let head = &mut cx.program.items[item.index()].head;
        if !reforms.contains(&head.doc) {
            continue;
        }
        let reformed = head.doc;
        if head.until.is_none_or(|until| until > last) {
            head.until = Some(last);
        }
        if head.from > last {
            cx.program.groups[group.index()].versions.retain(|known| *known != item);
        }
        cx.reformed.insert((doc, reformed));
    }
}

/// Puts the entry that a draft has just declared in the place of the one that it is named like: everybody who names it means
/// the new one from then on. Gives the place.
pub(crate) fn replace(
    cx: &mut Context,
    space: Space,
    doc: DocId,
    index: u32,
    name: Name,
    documents: &[ast::Document],
) -> Option<u32> {
    let reforms = cx.program.document(doc).reforms.clone();
    if reforms.is_empty() || !REPLACED.contains(&space) || space == Space::Rule {
        return None;
    }
    let region = cx.region_of(doc);
    let from = head_of(cx, space, index).from;
    let runs = |symbol: &&Symbol| head_of(cx, space, symbol.index).until.is_none_or(|until| until >= from);
    let symbols = cx.scopes.declared_in(space, region, name);
    let old = symbols.iter().filter(|symbol| reforms.contains(&symbol.doc)).find(runs).copied()?;
    let place = head_of(cx, space, old.index).place;
    let program = &mut cx.program;
    let at = old.index as usize;
    match space {
        Space::Budget => drop(program.budgets.swap_remove(at)),
        Space::Stacking => drop(program.stackings.swap_remove(at)),
        Space::Weights => drop(program.weights.swap_remove(at)),
        Space::Ladder => drop(program.ladders.swap_remove(at)),
        Space::Indicator => drop(program.indicators.swap_remove(at)),
        _ => return None,
    }
    // The old declaration is lowered no more.
    let decls = &documents[place.file.0 as usize].decls;
    if let Some(decl) = decls.iter().find(|decl| decl.name.is_some_and(|own| own.span == place.span)) {
        cx.declared.remove(&Place { file: place.file, span: decl.span });
    }
    cx.reformed.insert((doc, old.doc));
    Some(old.index)
}

/// The names that a document declares, of the kinds that a reform may replace.
fn names_of(cx: &Context, doc: DocId) -> Vec<Name> {
    let all = REPLACED.iter().flat_map(|space| cx.scopes.listed_by(*space, cx.region_of(doc), doc));
    let mut names: Vec<Name> = all.collect();
    names.sort();
    names.dedup();
    names
}

/// Items of a draft that replace nothing and are called nearly like something that it reforms.
fn slips(cx: &mut Context, doc: DocId, document: &ast::Document) {
    let known: Vec<Name> =
        cx.program.document(doc).reforms.clone().into_iter().flat_map(|reformed| names_of(cx, reformed)).collect();
    for decl in &document.decls {
        let Some(name) = decl.name.filter(|_| decl.kind.can_be_reformed()) else { continue };
        if known.contains(&name.name) {
            continue;
        }
        let near = did_you_mean(name.name.as_str(), known.iter().copied());
        if !near.is_empty() {
            let place = Place { file: document.file, span: name.span };
            cx.report(diag::new_in_reform(place, name.name.as_str(), &near));
        }
    }
}
