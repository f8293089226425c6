//! Values, statuses, scores and benefits: signatures first, then bodies.

mod benefit;
mod exception;
mod score;
mod tables;

use wuwei_ir::{Body, Dim, EntityId, ExprId, ItemId, ItemKind, Type, Unit};
use wuwei_source::{Diagnostic, parallel};
use wuwei_syntax::ast::{self, DeclKind};

use crate::context::Context;
use crate::expr::Lowerer;
use crate::lookup::{find_entity, find_type};
use crate::vocabulary::each;

/// A lowered rule, before it is written to its entry.
struct Lowered {
    body: Body,
    applies: Option<ExprId>,
    kind: ItemKind,
    diagnostics: Vec<Diagnostic>,
}

/// Lowers all rules of all documents.
pub(crate) fn lower(cx: &mut Context, documents: &[ast::Document]) {
    each(cx, documents, signature);
    infer_types(cx, documents);
    tables::weights(cx, documents);
    let exceptions = exception::collect(cx, documents);
    // Signatures are known, so no body depends on another.
    let bodies = parallel::map(documents, |document| bodies(cx, document, &exceptions));
    for (id, lowered) in bodies.into_iter().flatten() {
        let item = &mut cx.program.items[id.index()];
        (item.body, item.applies, item.kind) = (lowered.body, lowered.applies, lowered.kind);
        cx.report_all(lowered.diagnostics);
    }
    tables::groups(cx, documents);
}

/// The bodies of a document's rules.
fn bodies(cx: &Context, document: &ast::Document, exceptions: &exception::Exceptions<'_>) -> Vec<(ItemId, Lowered)> {
    let Some(doc) = cx.doc_of_file.get(&document.file).copied() else {
        return Vec::new();
    };
    let lowered = document.decls.iter().filter_map(|decl| {
        let id = rule_entry(cx, doc, decl)?;
        if Some(cx.program.item(id).entity) == cx.nobody {
            return None;
        }
        let lowered = match &decl.kind {
            DeclKind::Value(value) => lower_value(cx, doc, id, value),
            DeclKind::Status(status) => lower_status(cx, doc, id, decl, status, exceptions),
            DeclKind::Score(score) => score::lower(cx, doc, id, decl, score),
            DeclKind::Benefit(benefit) => benefit::lower(cx, doc, id, decl, benefit),
            _ => return None,
        };
        Some((id, lowered))
    });
    lowered.collect()
}

fn rule_entry(cx: &Context, doc: wuwei_ir::DocId, decl: &ast::Decl) -> Option<ItemId> {
    let file = cx.program.document(doc).file;
    cx.entry(file, decl).filter(|_| decl.kind.is_rule()).map(ItemId::from_index)
}

/// Whose rule it is, its type, and the parts of a score: what other rules need to know of it.
fn signature(cx: &mut Context, doc: wuwei_ir::DocId, decl: &ast::Decl) {
    let Some(id) = rule_entry(cx, doc, decl) else {
        return;
    };
    let entity = match &decl.kind {
        DeclKind::Value(value) => &value.entity,
        DeclKind::Status(status) => &status.entity,
        DeclKind::Score(score) => &score.entity,
        DeclKind::Benefit(benefit) => &benefit.entity,
        _ => return,
    };
    let place = cx.program.item(id).head.place;
    let entity = find_entity(cx, doc, entity).unwrap_or_else(|| cx.nobody(doc, place));
    cx.program.items[id.index()].entity = entity;
    let name = cx.program.item(id).head.name;
    if let Some(fact) = cx.scopes.fact(&cx.program, entity, cx.region_of(doc), name) {
        // The fact would be read wherever the rule is meant.
        let first = cx.program.fact(fact).place;
        cx.report(crate::diagnostics::duplicate_name(place, first, name.as_str()));
    }
    let group = cx.program.item(id).group;
    if cx.program.group(group).versions[0] == id {
        cx.program.groups[group.index()].entity = entity;
    }
    if let DeclKind::Value(value) = &decl.kind {
        let declared = value.ty.as_ref().and_then(|ty| find_type(cx, doc, ty));
        if let ItemKind::Value { ty, unit, yearly, .. } = &mut cx.program.items[id.index()].kind {
            *yearly = value.yearly;
            if let Some((declared, shown)) = declared {
                (*ty, *unit) = (declared, shown);
            }
        }
        if let Some((declared, _)) = declared
            && cx.program.group(group).ty == Type::Any
        {
            cx.program.groups[group.index()].ty = declared;
        }
    }
    if let DeclKind::Score(score) = &decl.kind {
        score::signature(cx, doc, id, score);
    }
}

/// Values whose type isn't written take it from their formula, which may use other such values: repeat until nothing
/// changes. A chain of values as long as the bound would be a cycle, which is reported elsewhere.
fn infer_types(cx: &mut Context, documents: &[ast::Document]) {
    const LONGEST_CHAIN: usize = 12;
    for _ in 0..LONGEST_CHAIN {
        let mut changed = false;
        each(cx, documents, |cx, doc, decl| {
            let DeclKind::Value(value) = &decl.kind else {
                return;
            };
            let Some(id) = rule_entry(cx, doc, decl) else {
                return;
            };
            let group = cx.program.item(id).group;
            let is_first = cx.program.group(group).versions[0] == id;
            let of_nobody = Some(cx.program.item(id).entity) == cx.nobody;
            if value.ty.is_some() || of_nobody || !is_first || cx.program.group(group).ty != Type::Any {
                return;
            }
            let lowered = lower_value(cx, doc, id, value);
            if let ItemKind::Value { ty, .. } = lowered.kind
                && ty != Type::Any
            {
                cx.program.groups[group.index()].ty = ty;
                changed = true;
            }
        });
        if !changed {
            return;
        }
    }
}

fn lower_value(cx: &Context, doc: wuwei_ir::DocId, id: ItemId, value: &ast::ValueDecl) -> Lowered {
    let entity = cx.program.item(id).entity;
    let mut lowerer = Lowerer::new(cx, doc, Some(entity), value.yearly);
    let (declared, shown) = match &cx.program.item(id).kind {
        ItemKind::Value { ty, unit, .. } if value.ty.is_some() => (Some(*ty), Some(*unit)),
        _ => (None, None),
    };
    let formula = match declared {
        Some(ty) => lowerer.value(&value.body, ty),
        None => lowerer.any(&value.body),
    };
    let ty = declared.unwrap_or(lowerer.ty(formula));
    let unit = shown.unwrap_or_else(|| usual_unit(ty));
    let (body, diagnostics) = lowerer.finish();
    Lowered { body, applies: None, kind: ItemKind::Value { ty, yearly: value.yearly, unit, formula }, diagnostics }
}

/// The unit a type is shown in when nothing else is said.
pub(crate) fn usual_unit(ty: Type) -> Unit {
    let word = match ty {
        Type::Ratio => "%",
        Type::Quantity(dim) if dim != Dim::NONE => dim.base().map_or("", wuwei_ir::Base::word),
        _ => "",
    };
    Unit::parse(word).unwrap_or(Unit::NUMBER)
}

fn lower_status(
    cx: &Context,
    doc: wuwei_ir::DocId,
    id: ItemId,
    decl: &ast::Decl,
    status: &ast::StatusDecl,
    exceptions: &exception::Exceptions,
) -> Lowered {
    let entity = cx.program.item(id).entity;
    let mut lowerer = Lowerer::new(cx, doc, Some(entity), false);
    let applies = status.applies.as_ref().map(|applies| lowerer.condition(applies));
    if status.conditions.is_empty() {
        let place = lowerer.place(decl.name.map_or(decl.span, |name| name.span));
        lowerer.report(crate::diagnostics::empty_block(place));
    }
    let base = lowerer.conditions(&status.conditions, decl.span);
    let condition = exception::apply(&mut lowerer, exceptions.of(id), base, decl.span);
    let (body, diagnostics) = lowerer.finish();
    Lowered { body, applies, kind: ItemKind::Status { condition }, diagnostics }
}

/// The one kind of subject of a rule's group.
pub(crate) fn entity_of(cx: &Context, group: u32) -> EntityId {
    cx.program.groups[group as usize].entity
}
