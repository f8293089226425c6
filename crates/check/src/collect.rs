//! First passes: the documents, and a place in the tables for every declared name.

use wuwei_ir::{
    Action, ActionId, Basis, Body, Budget, Date, DocId, Document, Entity, Group, Heading, Indicator, IndicatorKind,
    Item, ItemId, ItemKind, Ladder, Lights, Mechanism, Owners, Party, Programme, RegionId, Score, Stacking,
    StackingRule, Subject, TestRef, Type, Unit, Weights, Words,
};
use wuwei_ir::{EntityId, GroupId, Number};
use wuwei_source::{Name, Place};
use wuwei_syntax::ast::{self, DeclKind};

use crate::context::{Context, words};
use crate::diagnostics as diag;
use crate::reform;
use crate::scope::{Space, Symbol};

/// Makes an entry for every file with a header.
pub(crate) fn documents(cx: &mut Context, documents: &[ast::Document]) {
    for document in documents {
        let file = document.file;
        let mut headers = document.decls.iter().filter_map(|decl| match &decl.kind {
            DeclKind::Document(header) => Some((decl, header)),
            _ => None,
        });
        let Some((decl, header)) = headers.next() else {
            if let Some(first) = document.decls.first() {
                let place = Place { file, span: first.span };
                cx.report(diag::missing_document(place));
            }
            continue;
        };
        for (again, _) in headers {
            let (place, first) = (Place { file, span: again.span }, Place { file, span: decl.span });
            cx.report(diag::duplicate_name(place, first, "document"));
        }
        let Some(id) = decl.name else { continue };
        let place = Place { file, span: id.span };
        if let Some(known) = cx.scopes.document(id.name) {
            let known = cx.program.document(known).file;
            let first = documents[known.0 as usize].decls.iter().find_map(|decl| decl.name);
            let first = Place { file: known, span: first.map_or(id.span, |name| name.span) };
            cx.report(diag::duplicate_name(place, first, id.name.as_str()));
            continue;
        }
        let doc = DocId::from_index(cx.program.documents.len());
        let (from, until) = match &decl.common().in_force {
            Some(clause) => cx.in_force(file, clause).unwrap_or((Date::MIN, None)),
            None => {
                cx.report(diag::missing_clause(place, "in force from", id.name.as_str()));
                (Date::MIN, None)
            }
        };
        let period = header.period.map(|(first, last, _)| (first, last)).filter(|(first, last)| first <= last);
        if let (None, Some((_, _, span))) = (period, header.period) {
            cx.report(diag::wrong_years(Place { file, span }));
        }
        let basis = decl.common().annotations.basis.as_ref().and_then(|basis| cx.basis(file, basis));
        let (basis, basis_why) = basis.unwrap_or((Basis::Official, None));
        let title = header.title.map(words).unwrap_or(Words { zh: id.name, en: None });
        if header.title.is_none() {
            cx.report(diag::missing_clause(place, "title", id.name.as_str()));
        }
        cx.program.documents.push(Document {
            id: id.name,
            file,
            title,
            number: header.number.map(words),
            issuers: Vec::new(),
            region: RegionId(0),
            from,
            until,
            period,
            basis,
            basis_why,
            implements: Vec::new(),
            replaces: Vec::new(),
            reforms: Vec::new(),
            sources: header.sources.iter().copied().map(words).collect(),
            notes: decl.common().annotations.notes.iter().copied().map(words).collect(),
            headings: headings(document),
        });
        if let Some(why) = header.payer_not_stated {
            cx.payer_silent.insert(doc, words(why));
        }
        if let Some(why) = header.owners_not_stated {
            cx.owners_silent.insert(doc, words(why));
        }
        cx.scopes.documents.insert(id.name, doc);
        cx.doc_of_file.insert(file, doc);
    }
}

fn headings(document: &ast::Document) -> Vec<Heading> {
    let headings = document.outline.headings.iter().map(|heading| Heading {
        level: heading.level,
        parent: heading.parent.map(|parent| parent.0),
        text: heading.text,
        number: heading.number,
        title: heading.title,
    });
    headings.collect()
}

/// Gives every declared name an entry in its table, still empty, and a scope.
pub(crate) fn names(cx: &mut Context, documents: &[ast::Document]) {
    let reforms = reform::collect(cx, documents);
    // What reforms others comes behind them, wherever its file lies: it takes the place of what is there by then.
    let (drafts, others): (Vec<&ast::Document>, _) =
        documents.iter().partition(|document| reforms.is_draft(document.file));
    for document in others.into_iter().chain(drafts) {
        let Some(doc) = cx.doc_of_file.get(&document.file).copied() else {
            continue;
        };
        for decl in &document.decls {
            declare(cx, doc, document, decl, documents);
        }
    }
    reforms.finish(cx, documents);
}

fn declare(cx: &mut Context, doc: DocId, document: &ast::Document, decl: &ast::Decl, documents: &[ast::Document]) {
    let place = Place { file: document.file, span: decl.span };
    if let DeclKind::Test = &decl.kind {
        let title = decl.name.map_or_else(|| Name::new(""), |title| title.name);
        cx.program.tests.push(TestRef { doc, place, title });
        return;
    }
    // Programmes and actions are named by the heading above them.
    let named_by_heading = matches!(decl.kind, DeclKind::Programme | DeclKind::Action(_));
    let name = if named_by_heading {
        decl.heading.map(|heading| document.outline.heading(heading).title)
    } else {
        decl.name.map(|name| name.name)
    };
    let Some(name) = name else {
        if named_by_heading {
            cx.report(diag::missing_heading(place));
        }
        return;
    };
    let head = cx.head(doc, decl, name);
    let number = decl.heading.map_or_else(|| Name::new(""), |heading| document.outline.heading(heading).number);
    let program = &mut cx.program;
    let (space, index) = match &decl.kind {
        DeclKind::Party(_) => {
            let region = program.document(doc).region;
            let aka = Vec::new();
            program.parties.push(Party { head, region, aka });
            (Some(Space::Party), program.parties.len())
        }
        DeclKind::Entity(_) => {
            program.entities.push(Entity::new(head, Unit::parse("个").unwrap_or(Unit::NUMBER)));
            (Some(Space::Entity), program.entities.len())
        }
        DeclKind::Subject(_) => {
            let entity = EntityId(0);
            let facts = Vec::new();
            program.subjects.push(Subject { head, entity, facts });
            (Some(Space::Subject), program.subjects.len())
        }
        DeclKind::Value(_) | DeclKind::Status(_) | DeclKind::Score(_) | DeclKind::Benefit(_) => {
            declare_rule(cx, doc, decl, head);
            return;
        }
        DeclKind::Weights(_) => {
            program.weights.push(Weights {
                head,
                by: GroupId(0),
                columns_of: wuwei_ir::EnumId(0),
                columns: Vec::new(),
                rows: Vec::new(),
            });
            (Some(Space::Weights), program.weights.len())
        }
        DeclKind::Ladder(_) => {
            let entity = EntityId(0);
            let steps = Vec::new();
            program.ladders.push(Ladder { head, entity, steps });
            (Some(Space::Ladder), program.ladders.len())
        }
        DeclKind::Stacking(_) => {
            program.stackings.push(Stacking { head, rule: StackingRule::Highest, members: Vec::new() });
            (Some(Space::Stacking), program.stackings.len())
        }
        DeclKind::Budget(_) => {
            program.budgets.push(Budget {
                head,
                region: RegionId(0),
                amount: None,
                unit: Unit::NUMBER,
                each_year: false,
                holder: None,
            });
            (Some(Space::Budget), program.budgets.len())
        }
        DeclKind::Indicator(_) => {
            program.indicators.push(Indicator {
                head,
                unit: Unit::NUMBER,
                kind: IndicatorKind::Stock,
                computed: None,
                body: Body::default(),
                lower_is_better: false,
            });
            (Some(Space::Indicator), program.indicators.len())
        }
        DeclKind::Lights(_) => {
            let (body, lights) = (Body::default(), Vec::new());
            program.lights.push(Lights { head, body, lights });
            (Some(Space::Lights), program.lights.len())
        }
        DeclKind::Mechanism(_) => {
            let term = name;
            let (levels, documents) = (Vec::new(), Vec::new());
            program.mechanisms.push(Mechanism { head, term, levels, documents });
            (Some(Space::Mechanism), program.mechanisms.len())
        }
        DeclKind::Programme => {
            program.programmes.push(Programme { head, number });
            (None, program.programmes.len())
        }
        DeclKind::Action(_) => {
            let id = ActionId::from_index(program.actions.len());
            program.actions.push(Action {
                head,
                number,
                programme: None,
                serves: Vec::new(),
                owners: Owners::Missing,
                targets: Vec::new(),
                measures: Vec::new(),
            });
            if let Some(first) = cx.scopes.actions.get(&(doc, name)) {
                let first = program.action(*first).head.place;
                cx.report(diag::duplicate_name(place, first, name.as_str()));
                return;
            }
            cx.scopes.actions.insert((doc, name), id);
            if !number.is_empty() {
                cx.scopes.actions.entry((doc, number)).or_insert(id);
            }
            (None, program.actions.len())
        }
        DeclKind::Region(_)
        | DeclKind::Document(_)
        | DeclKind::Extend(_)
        | DeclKind::Exception(_)
        | DeclKind::Target(_)
        | DeclKind::Test => return,
    };
    let mut index = index as u32 - 1;
    if let Some(space) = space
        && let Some(old) = reform::replace(cx, space, doc, index, name, documents)
    {
        index = old;
    }
    cx.declared.insert(place, index);
    if let Some(space) = space {
        enter(cx, space, doc, decl, name, index);
    }
}

/// Enters a name that may stand only once in its region at any time.
fn enter(cx: &mut Context, space: Space, doc: DocId, decl: &ast::Decl, name: Name, index: u32) {
    let region = cx.region_of(doc);
    let own = head_of(cx, space, index);
    let (from, until) = (own.from, own.until);
    let clash = cx.scopes.declared_in(space, region, name).iter().copied().find(|known| {
        if known.index == index {
            // A reform took its place.
            return false;
        }
        let other = head_of(cx, space, known.index);
        until.is_none_or(|until| until >= other.from) && other.until.is_none_or(|until| until >= from)
    });
    if let Some(first) = clash {
        let file = cx.program.document(doc).file;
        let place = Place { file, span: decl.name.map_or(decl.span, |name| name.span) };
        let first = head_of(cx, space, first.index).place;
        cx.report(diag::duplicate_name(place, first, name.as_str()));
        return;
    }
    cx.scopes.insert(space, region, name, Symbol { index, doc });
}

/// The head of an entry of a table.
pub(crate) fn head_of(cx: &Context, space: Space, index: u32) -> &wuwei_ir::Head {
    let program = &cx.program;
    let index = index as usize;
    match space {
        Space::Rule => &program.item(program.groups[index].versions[0]).head,
        Space::Entity => &program.entities[index].head,
        Space::Party => &program.parties[index].head,
        Space::Indicator => &program.indicators[index].head,
        Space::Budget => &program.budgets[index].head,
        Space::Weights => &program.weights[index].head,
        Space::Mechanism => &program.mechanisms[index].head,
        Space::Subject => &program.subjects[index].head,
        Space::Stacking => &program.stackings[index].head,
        Space::Ladder => &program.ladders[index].head,
        Space::Lights => &program.lights[index].head,
    }
}

/// A rule joins the versions of its name in its region.
fn declare_rule(cx: &mut Context, doc: DocId, decl: &ast::Decl, head: wuwei_ir::Head) {
    let region = cx.region_of(doc);
    let name = head.name;
    let id = ItemId::from_index(cx.program.items.len());
    let known = cx.scopes.declared_in(Space::Rule, region, name).first().map(|symbol| GroupId(symbol.index));
    let group = known.unwrap_or(GroupId::from_index(cx.program.groups.len()));
    let kind = match &decl.kind {
        DeclKind::Status(_) => ItemKind::Status { condition: wuwei_ir::ExprId(0) },
        DeclKind::Score(_) => {
            ItemKind::Score(Score { out_of: Number::ZERO, capped: false, parts: Vec::new(), top: Vec::new() })
        }
        DeclKind::Benefit(_) => ItemKind::Benefit(Box::new(wuwei_ir::Benefit {
            when: wuwei_ir::ExprId(0),
            amount: wuwei_ir::ExprId(0),
            at_most: false,
            frequency: None,
            budget: None,
            payer: None,
            payer_not_stated: None,
            handled_by: Vec::new(),
            documents: Vec::new(),
            automatic: false,
        })),
        _ => ItemKind::Value { ty: Type::Any, yearly: false, unit: Unit::NUMBER, formula: wuwei_ir::ExprId(0) },
    };
    let ty = match &kind {
        ItemKind::Value { ty, .. } => *ty,
        ItemKind::Status { .. } => Type::Truth,
        ItemKind::Score(_) => Type::POINTS,
        ItemKind::Benefit(_) => Type::MONEY,
    };
    if known.is_none() {
        let yearly = matches!(&decl.kind, DeclKind::Value(value) if value.yearly);
        cx.program.groups.push(Group { name, entity: EntityId(0), ty, yearly, versions: Vec::new() });
    }
    cx.program.groups[group.index()].versions.push(id);
    let (from, reformed) = (head.from, doc);
    let place = Place { file: cx.program.document(doc).file, span: decl.span };
    cx.declared.insert(place, id.0);
    cx.scopes.insert(Space::Rule, region, name, Symbol { index: group.0, doc });
    cx.program.items.push(Item { head, entity: EntityId(0), group, body: Body::default(), applies: None, kind });
    reform::end_versions(cx, reformed, group, id, from);
}
