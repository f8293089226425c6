//! Parties, entities with their facts and relations, and single subjects.

use wuwei_ir::{
    Bound, CodeKind, Dim, DocId, EntityId, EnumId, Enumeration, Fact, FactId, Ledger, Literal, Number, Relation,
    RelationId, SubjectFact, Type, Unit,
};
use wuwei_source::{Name, Place};
use wuwei_syntax::ast::{self, DeclKind, ExprKind, FieldDecl, GivenFact, TypeExpr};

use crate::context::{Context, words};
use crate::diagnostics as diag;
use crate::scope::{Found, Space, Symbol};

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
                cx.program.entities[id.index()].ledger = ledger(&fields);
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
                entity.relations.iter().for_each(|relation| add_relation(cx, doc, id, relation));
            }
        }
        DeclKind::Extend(extend) => {
            if !extend.relations.is_empty()
                && let Some(id) = find_entity(cx, doc, &extend.entity)
            {
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
        let realises = realised(cx, doc, &decl.common.realises);
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

/// The mechanisms that slugs name; reports those that the register lacks.
pub(crate) fn realised(cx: &mut Context, doc: DocId, slugs: &[ast::Ident]) -> Vec<wuwei_ir::MechanismId> {
    let file = cx.program.document(doc).file;
    let mut found = Vec::new();
    for slug in slugs {
        match cx.scopes.find(&cx.program, Space::Mechanism, doc, slug.name) {
            Found::One(index) => found.push(wuwei_ir::MechanismId(index)),
            _ => {
                let place = Place { file, span: slug.span };
                let known: Vec<Name> = cx.scopes.visible(&cx.program, Space::Mechanism, doc).collect();
                cx.report(diag::unknown_mechanism(place, slug.name.as_str(), known));
            }
        }
    }
    found
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

/// The party that a name means; otherwise reports.
pub(crate) fn find_party(cx: &mut Context, doc: DocId, name: ast::Ident) -> Option<wuwei_ir::PartyId> {
    let file = cx.program.document(doc).file;
    let place = Place { file, span: name.span };
    match cx.scopes.find(&cx.program, Space::Party, doc, name.name) {
        Found::One(index) => Some(wuwei_ir::PartyId(index)),
        Found::Several(docs) => {
            let names = qualified(cx, &docs, name.name);
            cx.report(diag::ambiguous_name(place, name.name.as_str(), &names));
            None
        }
        Found::Nothing => {
            let known: Vec<Name> = cx.scopes.visible(&cx.program, Space::Party, doc).collect();
            cx.report(diag::unknown_party(place, name.name.as_str(), known));
            None
        }
    }
}

/// `china.hnte.高新技术企业` for each document.
pub(crate) fn qualified(cx: &Context, docs: &[DocId], name: Name) -> Vec<Name> {
    docs.iter().map(|doc| Name::new(&format!("{}.{name}", cx.program.document(*doc).id))).collect()
}

/// The document that a path names; otherwise reports.
pub(crate) fn find_document(cx: &mut Context, doc: DocId, path: &ast::Path) -> Option<DocId> {
    let text = path.text();
    let found = cx.scopes.document(Name::new(&text));
    if found.is_none() {
        let place = Place { file: cx.program.document(doc).file, span: path.span() };
        let known = cx.scopes.document_ids();
        cx.report(diag::unknown_document(place, &text, known));
    }
    found
}

/// The kind of subject that a path names; otherwise reports.
pub(crate) fn find_entity(cx: &mut Context, doc: DocId, path: &ast::Path) -> Option<EntityId> {
    find_in_space(cx, doc, Space::Entity, path).map(EntityId)
}

/// The one entry of a kind that a path names, perhaps qualified with its document; otherwise reports.
pub(crate) fn find_in_space(cx: &mut Context, doc: DocId, space: Space, path: &ast::Path) -> Option<u32> {
    match lookup(cx, doc, space, path) {
        Ok(index) => Some(index),
        Err(diagnostic) => {
            cx.report(*diagnostic);
            None
        }
    }
}

/// Looks a path up in one kind of names.
pub(crate) fn lookup(
    cx: &Context,
    doc: DocId,
    space: Space,
    path: &ast::Path,
) -> Result<u32, Box<wuwei_source::Diagnostic>> {
    let place = Place { file: cx.program.document(doc).file, span: path.span() };
    let Some((last, qualifier)) = path.segments.split_last() else {
        return Err(Box::new(diag::unknown_name(place, "", Vec::new(), space)));
    };
    if !qualifier.is_empty() {
        let id: Vec<&str> = qualifier.iter().map(|segment| segment.name.as_str()).collect();
        let id = Name::new(&id.join("."));
        let Some(of) = cx.scopes.document(id) else {
            return Err(Box::new(diag::unknown_document(place, id.as_str(), cx.scopes.document_ids())));
        };
        return cx.scopes.find_in(&cx.program, space, of, last.name).ok_or_else(|| {
            let known = cx.scopes.visible(&cx.program, space, of).collect();
            Box::new(diag::unknown_name(place, &path.text(), known, space))
        });
    }
    match cx.scopes.find(&cx.program, space, doc, last.name) {
        Found::One(index) => Ok(index),
        Found::Several(docs) => {
            let names = qualified(cx, &docs, last.name);
            Err(Box::new(diag::ambiguous_name(place, last.name.as_str(), &names)))
        }
        Found::Nothing => Err(Box::new(nothing(cx, doc, space, place, last.name))),
    }
}

/// Why a name isn't found: it names something else, it is declared where this document doesn't see it, or nowhere.
fn nothing(cx: &Context, doc: DocId, space: Space, place: Place, name: Name) -> wuwei_source::Diagnostic {
    let elsewhere = cx.scopes.kinds_of(name);
    let home = cx.region_of(doc);
    let visible = |region: &wuwei_ir::RegionId| cx.program.is_within(home, *region);
    if let Some((_, region)) = elsewhere.iter().find(|(kind, region)| *kind == space && !visible(region)) {
        let region = cx.program.region(*region).head.name;
        let home = cx.program.region(home).head.name;
        return diag::name_out_of_scope(place, name.as_str(), region.as_str(), home.as_str());
    }
    if let Some((kind, _)) = elsewhere.iter().find(|(_, region)| visible(region)) {
        return diag::wrong_kind(place, name.as_str(), *kind, space);
    }
    let known = cx.scopes.visible(&cx.program, space, doc).collect();
    diag::unknown_name(place, name.as_str(), known, space)
}

/// The unit that a word means; otherwise reports.
pub(crate) fn find_unit(cx: &mut Context, doc: DocId, word: ast::Ident) -> Option<Unit> {
    let unit = match word.name.as_str() {
        "number" | "ratio" => Some(if word.name.as_str() == "ratio" { Unit::parse("%")? } else { Unit::NUMBER }),
        "points" => Unit::parse("分"),
        word => Unit::parse(word),
    };
    if unit.is_none() {
        let place = Place { file: cx.program.document(doc).file, span: word.span };
        cx.report(diag::unknown_unit(place, word.name.as_str()));
    }
    unit
}

/// A type as written, with the unit people give it in.
pub(crate) fn find_type(cx: &mut Context, doc: DocId, ty: &TypeExpr) -> Option<(Type, Unit)> {
    let file = cx.program.document(doc).file;
    let plain = |ty| Some((ty, Unit::NUMBER));
    match ty {
        TypeExpr::Truth => plain(Type::Truth),
        TypeExpr::Code(kind) => match CodeKind::parse(kind.name.as_str()) {
            Some(kind) => plain(Type::Code(kind)),
            None => {
                let place = Place { file, span: kind.span };
                let known = vec![Name::new("uscc"), Name::new("industry")];
                cx.report(diag::unknown_type(place, kind.name.as_str(), known));
                None
            }
        },
        TypeExpr::OneOf { values, ordered, .. } => {
            let id = EnumId::from_index(cx.program.enums.len());
            for (n, (value, _)) in values.iter().enumerate() {
                if let Some((first, _)) = values[..n].iter().find(|(earlier, _)| earlier.name == value.name) {
                    let (place, first) = (Place { file, span: value.span }, Place { file, span: first.span });
                    cx.report(diag::duplicate_name(place, first, value.name.as_str()));
                }
            }
            cx.program.enums.push(Enumeration {
                values: values.iter().map(|(value, _)| value.name).collect(),
                labels: values.iter().map(|(_, label)| label.map(|label| label.name)).collect(),
                ordered: *ordered,
            });
            plain(Type::Enum(id))
        }
        TypeExpr::Word(word) => match word.name.as_str() {
            "text" => plain(Type::Text),
            "date" => plain(Type::Date),
            "year" => plain(Type::Year),
            "region" => plain(Type::Region),
            "number" => plain(Type::NUMBER),
            "ratio" => Some((Type::Ratio, Unit::parse("%")?)),
            "points" => Some((Type::POINTS, Unit::parse("分")?)),
            name => {
                if let Some(unit) = Unit::parse(name) {
                    return Some((Type::Quantity(unit.dim()), unit));
                }
                if let Found::One(entity) = cx.scopes.find(&cx.program, Space::Entity, doc, word.name) {
                    return plain(Type::Entity(EntityId(entity)));
                }
                let place = Place { file, span: word.span };
                let known = cx.scopes.visible(&cx.program, Space::Entity, doc).collect();
                cx.report(diag::unknown_type(place, name, known));
                None
            }
        },
    }
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

fn ledger(fields: &[(&FieldDecl, FactId)]) -> Option<Ledger> {
    let find = |role: &str| {
        let has = |field: &FieldDecl| field.role.is_some_and(|given| given.name.as_str() == role);
        fields.iter().find(|(field, _)| has(field)).map(|(_, id)| *id)
    };
    Some(Ledger {
        payee: find("payee")?,
        item: find("item")?,
        reason: find("reason"),
        paid: find("paid")?,
        amount: find("amount")?,
    })
}

/// The end of a range: a literal of the fact's type, or `today`.
fn bound(cx: &mut Context, doc: DocId, ty: Type, expr: &ast::Expr) -> Option<Bound> {
    if matches!(expr.kind, ExprKind::Today) && ty == Type::Date {
        return Some(Bound::Today);
    }
    match literal(cx, doc, ty, expr)? {
        Literal::Number(number) => Some(Bound::Number(number)),
        Literal::Date(date) => Some(Bound::Number(Number::int(i64::from(date.days())))),
        Literal::Year(year) => Some(Bound::Number(Number::int(i64::from(year)))),
        _ => None,
    }
}

/// A literal of a type: what stands in data, in ranges and in tests.
pub(crate) fn literal(cx: &mut Context, doc: DocId, ty: Type, expr: &ast::Expr) -> Option<Literal> {
    let file = cx.program.document(doc).file;
    let place = Place { file, span: expr.span };
    let mismatch = |cx: &mut Context| {
        let wanted = crate::words::type_words(&cx.program, ty);
        cx.report(diag::wrong_literal(place, &wanted));
        None
    };
    match (&expr.kind, ty) {
        (ExprKind::Error, _) => None,
        (ExprKind::Group(inner), _) => literal(cx, doc, ty, inner),
        (ExprKind::None, _) => Some(Literal::None),
        (ExprKind::Truth(truth), Type::Truth) => Some(Literal::Truth(*truth)),
        (ExprKind::Date(date), Type::Date) => cx.date(file, date).map(Literal::Date),
        (ExprKind::Text(text), Type::Text | Type::Any) => Some(Literal::Text(*text)),
        (ExprKind::Text(text), Type::Code(kind)) => {
            if !kind.is_valid(text.as_str()) {
                cx.report(diag::invalid_code(place, text.as_str(), kind));
            }
            Some(Literal::Text(*text))
        }
        (ExprKind::Negate(inner), _) if ty.dim().is_some() => match literal(cx, doc, ty, inner)? {
            Literal::Number(number) => number.neg().map(Literal::Number),
            _ => mismatch(cx),
        },
        (ExprKind::Number(number), Type::Year) => match (number.unit, number.decimals) {
            (None, 0) => i32::try_from(number.digits).ok().map(Literal::Year),
            _ => mismatch(cx),
        },
        (ExprKind::Number(number), _) if ty.dim().is_some() => {
            for unit in [number.unit, number.per].into_iter().flatten() {
                find_unit(cx, doc, unit)?;
            }
            let (value, dim, bare) = number_value(number)?;
            let wanted = ty.dim().unwrap_or(Dim::NONE);
            if bare && wanted != Dim::NONE && wanted != Dim::POINTS {
                let unit = wanted.base().map_or_else(|| wanted.to_string(), |base| base.word().to_string());
                cx.report(diag::literal_without_unit(place, &number_text(number), &unit));
                return None;
            }
            if !bare && dim != wanted {
                return mismatch(cx);
            }
            Some(Literal::Number(value))
        }
        (ExprKind::Path(path), Type::Enum(id)) => {
            let name = path.segments.last()?.name;
            let found = cx.program.enumeration(id).values.iter().position(|value| *value == name);
            if found.is_none() {
                let known = cx.program.enumeration(id).values.clone();
                cx.report(diag::unknown_choice(place, name.as_str(), known));
            }
            found.map(|n| Literal::Choice(n as u8))
        }
        (ExprKind::Path(path), Type::Region) => {
            crate::regions::find_region(cx, Some(doc), place, path).map(Literal::Region)
        }
        (ExprKind::Path(path), Type::Entity(_)) => path.segments.last().map(|segment| Literal::Subject(segment.name)),
        (ExprKind::Text(key), Type::Entity(_)) => Some(Literal::Subject(*key)),
        _ => mismatch(cx),
    }
}

/// A number literal in base units, its dimension, and whether it has no unit at all.
pub(crate) fn number_value(number: &ast::NumberLit) -> Option<(Number, Dim, bool)> {
    let value = Number::decimal(number.digits, number.decimals)?;
    let Some(unit) = number.unit else {
        return Some((value, Dim::NONE, true));
    };
    let unit = Unit::parse(unit.name.as_str())?;
    let value = value.mul(unit.factor)?;
    let Some(per) = number.per else {
        return Some((value, unit.dim(), false));
    };
    let per = Unit::parse(per.name.as_str())?;
    Some((value.div(per.factor)?, unit.dim().div(per.dim())?, false))
}

/// A number literal as written, without its unit.
pub(crate) fn number_text(number: &ast::NumberLit) -> String {
    Number::decimal(number.digits, number.decimals).map_or_else(String::new, |value| value.to_decimal(12))
}

/// Facts given as data, with their values checked against the facts' ranges.
pub(crate) fn given_facts(cx: &mut Context, doc: DocId, entity: EntityId, given: &[GivenFact]) -> Vec<SubjectFact> {
    let mut facts = Vec::new();
    for fact in given {
        let Some(id) = find_fact(cx, doc, entity, fact.name) else {
            continue;
        };
        let Some(value) = given_value(cx, doc, id, &fact.value) else {
            continue;
        };
        let years = given_years(cx, doc, id, fact.name, fact.years);
        if facts.iter().any(|known: &SubjectFact| known.fact == id && years.contains(&known.year)) {
            let first = given.iter().find(|first| first.name.name == fact.name.name).unwrap_or(fact);
            let file = cx.program.document(doc).file;
            let (place, first) = (Place { file, span: fact.name.span }, Place { file, span: first.name.span });
            cx.report(wuwei_syntax::diagnostics::duplicate_clause(
                place,
                first,
                fact.name.name.as_str(),
                fact.name.name.as_str(),
            ));
            continue;
        }
        facts.extend(years.into_iter().map(|year| SubjectFact { fact: id, year, value }));
    }
    facts
}

/// The years a fact is given for; a yearly fact needs them, another can't have them.
pub(crate) fn given_years(
    cx: &mut Context,
    doc: DocId,
    fact: FactId,
    name: ast::Ident,
    years: Option<(i32, i32, wuwei_source::Span)>,
) -> Vec<Option<i32>> {
    let file = cx.program.document(doc).file;
    let place = Place { file, span: name.span };
    match (cx.program.fact(fact).yearly, years) {
        (true, Some((first, last, _))) if first <= last && last - first < 100 => (first..=last).map(Some).collect(),
        (true, Some((_, _, span))) => {
            cx.report(diag::wrong_years(Place { file, span }));
            Vec::new()
        }
        (true, None) => {
            cx.report(diag::missing_period(place, name.name.as_str()));
            Vec::new()
        }
        (false, Some((_, _, span))) => {
            cx.report(diag::needless_period(Place { file, span }, name.name.as_str()));
            Vec::new()
        }
        (false, None) => vec![None],
    }
}

/// A value for a fact, within its range; `None` also for `unknown`.
pub(crate) fn given_value(cx: &mut Context, doc: DocId, fact: FactId, value: &ast::Expr) -> Option<Literal> {
    if matches!(value.kind, ExprKind::Unknown) {
        return None;
    }
    let ty = cx.program.fact(fact).ty;
    let literal = literal(cx, doc, ty, value)?;
    let place = Place { file: cx.program.document(doc).file, span: value.span };
    let number = match literal {
        Literal::Number(number) => number,
        Literal::Date(date) => Number::int(i64::from(date.days())),
        Literal::Year(year) => Number::int(i64::from(year)),
        Literal::None if !cx.program.fact(fact).or_none => {
            let name = cx.program.fact(fact).name;
            cx.report(diag::none_not_allowed(place, name.as_str()));
            return None;
        }
        _ => return Some(literal),
    };
    if let Some(range) = out_of_range(cx, fact, number) {
        let name = cx.program.fact(fact).name;
        cx.report(diag::literal_out_of_range(place, name.as_str(), &range));
        return None;
    }
    Some(literal)
}

/// The declared range in words, when a number lies outside it.
pub(crate) fn out_of_range(cx: &Context, fact: FactId, number: Number) -> Option<String> {
    let fact = cx.program.fact(fact);
    let (low, high) = fact.range?;
    let below = matches!(low, Bound::Number(low) if number < low);
    let above = matches!(high, Bound::Number(high) if number > high);
    let show = |bound: Bound| match bound {
        Bound::Today => "today".to_string(),
        Bound::Number(number) => show_number(fact.ty, fact.unit, number),
    };
    (below || above).then(|| format!("{} .. {}", show(low), show(high)))
}

/// A number of a type in a unit, for messages.
pub(crate) fn show_number(ty: Type, unit: Unit, number: Number) -> String {
    match ty {
        Type::Date => number
            .to_i64()
            .and_then(wuwei_ir::Date::from_days)
            .map_or_else(|| number.to_string(), |date| date.to_string()),
        Type::Year => number.to_decimal(0),
        _ => {
            let value = number.div(unit.factor).unwrap_or(number);
            format!("{} {}", value.to_decimal(4), unit.text()).trim_end().to_string()
        }
    }
}

/// The fact with a name; otherwise reports.
pub(crate) fn find_fact(cx: &mut Context, doc: DocId, entity: EntityId, name: ast::Ident) -> Option<FactId> {
    let region = cx.region_of(doc);
    let found = cx.scopes.fact(&cx.program, entity, region, name.name);
    if found.is_none() {
        let place = Place { file: cx.program.document(doc).file, span: name.span };
        let owner = cx.program.entity(entity).head.name;
        let known = cx.scopes.fact_names(&cx.program, entity);
        cx.report(diag::unknown_fact(place, name.name.as_str(), owner.as_str(), known));
    }
    found
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
