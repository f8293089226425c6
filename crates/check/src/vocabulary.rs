//! Parties, entities with their facts and relations, and single subjects.

use wuwei_ir::{Bound, DocId, EntityId, Fact, FactId, Ledger, Relation, RelationId, Type};
use wuwei_source::{Name, Place};
use wuwei_syntax::ast::{self, DeclKind, FieldDecl};

use crate::context::{Context, words};
use crate::diagnostics as diag;
use crate::literal::{bound, given_facts};
use crate::lookup::{find_document, find_entity, find_fact, find_party, find_type, find_unit, realised};
use crate::scope::{Space, Symbol};

/// Resolves what documents declare as vocabulary. Facts come before relations, and both before subjects.
pub(crate) fn resolve(cx: &mut Context, documents: &[ast::Document]) {
    each(cx, documents, |cx, doc, decl| match &decl.kind {
        DeclKind::Party(party) => resolve_party(cx, doc, decl, party),
        DeclKind::Entity(entity) => {
            let Some(id) = cx.entry(cx.program.document(doc).file, decl).map(EntityId::from_index) else {
                return;
            };
            if let Some(unit) = entity.counted_in
                && let Some(unit) = find_unit(cx, doc, unit)
            {
                cx.program.entities[id.index()].counted_in = unit;
            }
            let fields = entity.fields.iter().filter_map(|field| Some((field, add_field(cx, doc, id, field)?)));
            let fields: Vec<(&FieldDecl, FactId)> = fields.collect();
            if entity.ledger {
                match ledger(&fields) {
                    Ok(ledger) => cx.program.entities[id.index()].ledger = Some(ledger),
                    Err(missing) => {
                        let head = &cx.program.entity(id).head;
                        cx.report(diag::missing_clause(head.place, missing, head.name.as_str()));
                    }
                }
            }
        }
        _ => {}
    });
    each(cx, documents, |cx, doc, decl| {
        if let DeclKind::Extend(extend) = &decl.kind
            && let Some(id) = find_entity(cx, doc, &extend.entity)
        {
            for field in &extend.fields {
                add_field(cx, doc, id, field);
            }
        }
    });
    each(cx, documents, |cx, doc, decl| match &decl.kind {
        DeclKind::Entity(entity) => {
            let file = cx.program.document(doc).file;
            if let Some(id) = cx.entry(file, decl).map(EntityId::from_index) {
                crate::effort::resolve(cx, doc, id, &entity.fields);
                entity.relations.iter().for_each(|relation| add_relation(cx, doc, id, relation));
            }
        }
        DeclKind::Extend(extend) => {
            let has_efforts = extend.fields.iter().any(|field| !field.efforts.is_empty());
            if (has_efforts || !extend.relations.is_empty())
                && let Some(id) = find_entity(cx, doc, &extend.entity)
            {
                crate::effort::resolve(cx, doc, id, &extend.fields);
                extend.relations.iter().for_each(|relation| add_relation(cx, doc, id, relation));
            }
        }
        _ => {}
    });
    each(cx, documents, |cx, doc, decl| {
        if let DeclKind::Document(header) = &decl.kind {
            resolve_header(cx, doc, header);
        }
        if let DeclKind::Subject(subject) = &decl.kind {
            let file = cx.program.document(doc).file;
            let Some(index) = cx.entry(file, decl) else {
                return;
            };
            let place = cx.program.subjects[index].head.place;
            let Some(entity) = find_entity(cx, doc, &subject.entity) else {
                cx.program.subjects[index].entity = cx.nobody(doc, place);
                return;
            };
            let facts = given_facts(cx, doc, entity, &subject.facts);
            let slot = &mut cx.program.subjects[index];
            (slot.entity, slot.facts) = (entity, facts);
        }
        let realises = realised(cx, doc, &decl.common().realises);
        if let Some(head) = head_mut(cx, doc, decl) {
            head.realises = realises;
        }
    });
}

/// Calls `visit` with every declaration of every document that has a header.
pub(crate) fn each(
    cx: &mut Context,
    documents: &[ast::Document],
    mut visit: impl FnMut(&mut Context, DocId, &ast::Decl),
) {
    for document in documents {
        let Some(doc) = cx.doc_of_file.get(&document.file).copied() else {
            continue;
        };
        for decl in &document.decls {
            visit(cx, doc, decl);
        }
    }
}

/// Issuers and the documents a header refers to.
fn resolve_header(cx: &mut Context, doc: DocId, header: &ast::DocumentDecl) {
    let issuers = header.issuers.iter().filter_map(|issuer| find_party(cx, doc, *issuer)).collect();
    let implements = header.implements.iter().filter_map(|path| find_document(cx, doc, path)).collect();
    let replaces = header.replaces.iter().filter_map(|path| find_document(cx, doc, path)).collect();
    let document = &mut cx.program.documents[doc.index()];
    (document.issuers, document.implements, document.replaces) = (issuers, implements, replaces);
}

/// The head of a declaration's entry.
fn head_mut<'a>(cx: &'a mut Context, doc: DocId, decl: &ast::Decl) -> Option<&'a mut wuwei_ir::Head> {
    let file = cx.program.document(doc).file;
    let index = cx.entry(file, decl)?;
    let program = &mut cx.program;
    Some(match &decl.kind {
        DeclKind::Party(_) => &mut program.parties[index].head,
        DeclKind::Entity(_) => &mut program.entities[index].head,
        DeclKind::Subject(_) => &mut program.subjects[index].head,
        DeclKind::Value(_) | DeclKind::Status(_) | DeclKind::Score(_) | DeclKind::Benefit(_) => {
            &mut program.items[index].head
        }
        DeclKind::Weights(_) => &mut program.weights[index].head,
        DeclKind::Ladder(_) => &mut program.ladders[index].head,
        DeclKind::Stacking(_) => &mut program.stackings[index].head,
        DeclKind::Budget(_) => &mut program.budgets[index].head,
        DeclKind::Indicator(_) => &mut program.indicators[index].head,
        DeclKind::Lights(_) => &mut program.lights[index].head,
        DeclKind::Programme => &mut program.programmes[index].head,
        DeclKind::Action(_) => &mut program.actions[index].head,
        _ => return None,
    })
}

fn resolve_party(cx: &mut Context, doc: DocId, decl: &ast::Decl, party: &ast::PartyDecl) {
    let file = cx.program.document(doc).file;
    let Some(index) = cx.entry(file, decl) else {
        return;
    };
    let aka: Vec<Name> = party.aka.iter().map(|aka| aka.name).collect();
    let home = cx.region_of(doc);
    for (name, ident) in aka.iter().zip(&party.aka) {
        let clash = cx.scopes.declared_in(Space::Party, home, *name).iter().find(|known| known.index != index as u32);
        if let Some(first) = clash {
            let first = cx.program.parties[first.index as usize].head.place;
            cx.report(diag::duplicate_name(Place { file, span: ident.span }, first, name.as_str()));
            continue;
        }
        let symbol = Symbol { index: index as u32, doc };
        cx.scopes.insert(Space::Party, home, *name, symbol);
    }
    if let Some(path) = &party.region {
        let place = Place { file, span: path.span() };
        if let Some(region) = crate::regions::find_region(cx, Some(doc), place, path) {
            cx.program.parties[index].region = region;
        }
    }
    cx.program.parties[index].aka = aka;
}

fn add_field(cx: &mut Context, doc: DocId, entity: EntityId, field: &FieldDecl) -> Option<FactId> {
    let file = cx.program.document(doc).file;
    let region = cx.region_of(doc);
    let place = Place { file, span: field.name.span };
    if let Some(known) = cx.scopes.fact(&cx.program, entity, region, field.name.name) {
        let first = cx.program.fact(known).place;
        cx.report(diag::duplicate_name(place, first, field.name.name.as_str()));
        return None;
    }
    let (ty, unit) = find_type(cx, doc, &field.ty)?;
    let range = field.range.as_ref().and_then(|(low, high)| {
        let ends = (bound(cx, doc, ty, low)?, bound(cx, doc, ty, high)?);
        if let (Bound::Number(first), Bound::Number(last)) = ends
            && first > last
        {
            cx.report(diag::reversed_range(Place { file, span: low.span.to(high.span) }));
            return None;
        }
        Some(ends)
    });
    if let Some(role) = field.role {
        check_role(cx, Place { file, span: role.span }, entity, role.name.as_str(), ty);
    }
    let id = FactId::from_index(cx.program.facts.len());
    cx.program.facts.push(Fact {
        name: field.name.name,
        label: field.label.map(|label| label.name),
        entity,
        doc,
        place,
        ty,
        unit,
        yearly: field.yearly,
        expert: field.expert,
        or_none: field.or_none,
        range,
        efforts: Vec::new(),
        about: field.about.map(words),
        notes: field.notes.iter().copied().map(words).collect(),
    });
    cx.scopes.facts.insert((entity, region, field.name.name), id);
    let slot = &mut cx.program.entities[entity.index()];
    slot.facts.push(id);
    let role = match field.role.map(|role| role.name.as_str()) {
        Some("key") => Some(&mut slot.key),
        Some("name") => Some(&mut slot.name),
        Some("home") => Some(&mut slot.home),
        Some("founded") => Some(&mut slot.founded),
        _ => None,
    };
    if let Some(role) = role {
        *role = Some(id);
    }
    Some(id)
}

/// A role is held by one fact, of a type that fits.
fn check_role(cx: &mut Context, place: Place, entity: EntityId, role: &str, ty: Type) {
    let holders = cx.program.entity(entity);
    let (holder, fits, wanted) = match role {
        "key" => (holders.key, matches!(ty, Type::Text | Type::Code(_)), Type::Text),
        "name" => (holders.name, ty == Type::Text, Type::Text),
        "home" => (holders.home, ty == Type::Region, Type::Region),
        "founded" => (holders.founded, ty == Type::Date, Type::Date),
        _ => return,
    };
    if let Some(first) = holder {
        let first = cx.program.fact(first).place;
        cx.report(diag::duplicate_name(place, first, role));
    }
    if !fits {
        let program = &cx.program;
        let (wanted, found) = (crate::words::type_words(program, wanted), crate::words::type_words(program, ty));
        cx.report(diag::type_mismatch(place, &wanted, &found));
    }
}

/// The roles of a payment record, or the one that is missing.
fn ledger(fields: &[(&FieldDecl, FactId)]) -> Result<Ledger, &'static str> {
    let find = |role: &'static str| {
        let has = |field: &FieldDecl| field.role.is_some_and(|given| given.name.as_str() == role);
        fields.iter().find(|(field, _)| has(field)).map(|(_, id)| *id)
    };
    let need = |role: &'static str| find(role).ok_or(role);
    Ok(Ledger {
        payee: need("payee")?,
        item: need("item")?,
        reason: find("reason"),
        paid: need("paid")?,
        amount: need("amount")?,
    })
}

fn add_relation(cx: &mut Context, doc: DocId, entity: EntityId, relation: &ast::RelationDecl) {
    let file = cx.program.document(doc).file;
    let region = cx.region_of(doc);
    let place = Place { file, span: relation.name.span };
    let Some(to) = find_entity(cx, doc, &relation.entity) else {
        return;
    };
    let Some(by) = find_fact(cx, doc, to, relation.by) else {
        return;
    };
    let ty = cx.program.fact(by).ty;
    if ty != Type::Entity(entity) {
        let place = Place { file, span: relation.by.span };
        let (found, wanted) =
            (crate::words::type_words(&cx.program, ty), crate::words::type_words(&cx.program, Type::Entity(entity)));
        cx.report(diag::type_mismatch(place, &wanted, &found));
        return;
    }
    if let Some(known) = cx.scopes.relation(&cx.program, entity, region, relation.name.name) {
        let first = cx.program.relation(known).place;
        cx.report(diag::duplicate_name(place, first, relation.name.name.as_str()));
        return;
    }
    let id = RelationId::from_index(cx.program.relations.len());
    cx.program.relations.push(Relation {
        name: relation.name.name,
        label: relation.label.map(|label| label.name),
        entity,
        to,
        by,
        place,
    });
    cx.scopes.relations.insert((entity, region, relation.name.name), id);
    cx.program.entities[entity.index()].relations.push(id);
}
