//! Exceptions: named, pointing at what they override, and never two speaking at once without saying which wins.

use rustc_hash::FxHashMap;
use wuwei_ir::{Case, DocId, Expr, ExprId, GroupId, ItemId, ItemKind, Type};
use wuwei_source::{Name, Place, Span};
use wuwei_syntax::ast::{self, DeclKind, ExceptionDecl};

use crate::context::Context;
use crate::diagnostics as diag;
use crate::expr::Lowerer;
use crate::lookup::find_in_space;
use crate::scope::Space;
use crate::vocabulary::each;

/// The exceptions of each status, the winning ones first.
pub(crate) struct Exceptions<'a>(FxHashMap<ItemId, Vec<(Name, &'a ExceptionDecl)>>);

impl<'a> Exceptions<'a> {
    /// The exceptions of a status.
    pub(crate) fn of(&self, id: ItemId) -> &[(Name, &'a ExceptionDecl)] {
        self.0.get(&id).map_or(&[], Vec::as_slice)
    }
}

/// Finds what each exception overrides and in which order they speak.
pub(crate) fn collect<'a>(cx: &mut Context, documents: &'a [ast::Document]) -> Exceptions<'a> {
    let mut found: FxHashMap<ItemId, Vec<(Name, &ExceptionDecl)>> = FxHashMap::default();
    let decls: Vec<(DocId, &ast::Decl)> = {
        let mut decls = Vec::new();
        for document in documents {
            let Some(doc) = cx.doc_of_file.get(&document.file).copied() else {
                continue;
            };
            decls.extend(document.decls.iter().map(|decl| (doc, decl)));
        }
        decls
    };
    for (doc, decl) in decls {
        let (DeclKind::Exception(exception), Some(name)) = (&decl.kind, decl.name) else {
            continue;
        };
        let Some(group) = find_in_space(cx, doc, Space::Rule, &exception.target) else {
            continue;
        };
        if exception.conditions.is_empty() && !decl.common().faulty {
            let place = Place { file: cx.program.document(doc).file, span: name.span };
            cx.report(diag::empty_block(place));
        }
        let place = Place { file: cx.program.document(doc).file, span: exception.target.span() };
        let versions = cx.program.group(GroupId(group)).versions.clone();
        let own = versions.into_iter().find(|item| cx.program.item(*item).head.doc == doc);
        match own.filter(|item| matches!(cx.program.item(*item).kind, ItemKind::Status { .. })) {
            Some(item) => found.entry(item).or_default().push((name.name, exception)),
            None => cx.report(diag::exception_elsewhere(place, &exception.target.text())),
        }
    }
    let mut items: Vec<ItemId> = found.keys().copied().collect();
    items.sort();
    for item in items {
        if let Some(exceptions) = found.get_mut(&item) {
            order(cx, item, exceptions);
        }
    }
    // A name after `over` that is no exception of the same status is a slip.
    each(cx, documents, |cx, doc, decl| {
        let DeclKind::Exception(exception) = &decl.kind else {
            return;
        };
        for over in &exception.over {
            let known: Vec<Name> = found
                .values()
                .filter(|group| group.iter().any(|(name, _)| decl.name.is_some_and(|own| own.name == *name)))
                .flat_map(|group| group.iter().map(|(name, _)| *name))
                .collect();
            if !known.contains(&over.name) {
                let place = Place { file: cx.program.document(doc).file, span: over.span };
                cx.report(diag::unknown_name(place, over.name.as_str(), known, Space::Rule));
            }
        }
    });
    Exceptions(found)
}

/// Winners first; two exceptions neither of which wins over the other are a fault.
fn order(cx: &mut Context, item: ItemId, exceptions: &mut Vec<(Name, &ExceptionDecl)>) {
    let beats = |a: &(Name, &ExceptionDecl), b: &(Name, &ExceptionDecl)| a.1.over.iter().any(|over| over.name == b.0);
    let file = cx.program.item(item).head.place.file;
    let conflict = |a: &(Name, &ExceptionDecl), b: &(Name, &ExceptionDecl)| {
        let at = |exception: &ExceptionDecl| Place { file, span: exception.when.span };
        cx.report(diag::conflicting_exceptions(at(b.1), at(a.1), a.0.as_str(), b.0.as_str()));
    };
    let mut undecided = false;
    for (n, a) in exceptions.iter().enumerate() {
        for b in &exceptions[n + 1..] {
            if beats(a, b) == beats(b, a) {
                conflict(a, b);
                undecided = true;
            }
        }
    }
    // Whoever is beaten by nobody left speaks next.
    let mut left = std::mem::take(exceptions);
    while !left.is_empty() {
        let unbeaten = left.iter().position(|one| !left.iter().any(|other| beats(other, one)));
        if let (None, false) = (unbeaten, undecided) {
            // They win over each other in a ring.
            conflict(&left[0], &left[1]);
            undecided = true;
        }
        exceptions.push(left.remove(unbeaten.unwrap_or(0)));
    }
}

/// The condition of a status with its exceptions: the first that speaks replaces the rule.
pub(crate) fn apply(
    lowerer: &mut Lowerer<'_>,
    exceptions: &[(Name, &ExceptionDecl)],
    base: ExprId,
    span: Span,
) -> ExprId {
    if exceptions.is_empty() {
        return base;
    }
    let cases: Vec<Case> = exceptions
        .iter()
        .map(|(name, exception)| Case {
            condition: lowerer.condition(&exception.when),
            result: lowerer.conditions(&exception.conditions, exception.when.span),
            exception: Some(*name),
        })
        .collect();
    lowerer.push(Expr::Cases(cases, Some(base)), Type::Truth, span)
}
