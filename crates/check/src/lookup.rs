//! Finding what a name in a document means, and saying why it means nothing.

use wuwei_ir::{CodeKind, DocId, EntityId, EnumId, Enumeration, FactId, Type, Unit};
use wuwei_source::{Diagnostic, Name, Place};
use wuwei_syntax::ast::{self, TypeExpr};

use crate::context::Context;
use crate::diagnostics as diag;
use crate::scope::{Found, Space};

/// The party that a name means; otherwise reports.
pub(crate) fn find_party(cx: &Context, doc: DocId, name: ast::Ident) -> Option<wuwei_ir::PartyId> {
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
            let known = cx.scopes.visible(&cx.program, Space::Party, doc);
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
pub(crate) fn find_document(cx: &Context, doc: DocId, path: &ast::Path) -> Option<DocId> {
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
pub(crate) fn find_entity(cx: &Context, doc: DocId, path: &ast::Path) -> Option<EntityId> {
    find_in_space(cx, doc, Space::Entity, path).map(EntityId)
}

/// The one entry of a kind that a path names, perhaps qualified with its document; otherwise reports.
pub(crate) fn find_in_space(cx: &Context, doc: DocId, space: Space, path: &ast::Path) -> Option<u32> {
    match lookup(cx, doc, space, path) {
        Ok(index) => Some(index),
        Err(why) => {
            let diagnostic = why.diagnostic(cx, doc, space, path);
            cx.report(diagnostic);
            None
        }
    }
}

/// Why a path names nothing.
pub(crate) enum NotFound {
    /// Its qualifier is no document.
    Document(Name),
    /// The document it names has no such thing.
    InDocument(DocId),
    /// Several visible documents have one.
    Several(Vec<DocId>),
    /// No visible document has one.
    Anywhere,
}

/// Looks a path up in one kind of names.
pub(crate) fn lookup(cx: &Context, doc: DocId, space: Space, path: &ast::Path) -> Result<u32, NotFound> {
    let Some((last, qualifier)) = path.segments.split_last() else {
        return Err(NotFound::Anywhere);
    };
    if !qualifier.is_empty() {
        let id: Vec<&str> = qualifier.iter().map(|segment| segment.name.as_str()).collect();
        let id = Name::new(&id.join("."));
        let of = cx.scopes.document(id).ok_or(NotFound::Document(id))?;
        return cx.scopes.find_in(&cx.program, space, of, last.name).ok_or(NotFound::InDocument(of));
    }
    match cx.scopes.find(&cx.program, space, doc, last.name) {
        Found::One(index) => Ok(index),
        Found::Several(docs) => Err(NotFound::Several(docs)),
        Found::Nothing => Err(NotFound::Anywhere),
    }
}

impl NotFound {
    /// What is said about it. Looking for similar names takes time, so this is for faults that are reported.
    pub(crate) fn diagnostic(self, cx: &Context, doc: DocId, space: Space, path: &ast::Path) -> Diagnostic {
        let place = Place { file: cx.program.document(doc).file, span: path.span() };
        let last = path.segments.last().map_or_else(|| Name::new(""), |segment| segment.name);
        match self {
            NotFound::Document(id) => diag::unknown_document(place, id.as_str(), cx.scopes.document_ids()),
            NotFound::InDocument(of) => {
                let known = cx.scopes.visible(&cx.program, space, of);
                diag::unknown_name(place, &path.text(), known, space)
            }
            NotFound::Several(docs) => diag::ambiguous_name(place, last.as_str(), &qualified(cx, &docs, last)),
            NotFound::Anywhere => nothing(cx, doc, space, place, last),
        }
    }
}

/// Why a name isn't found: it names something else, it is declared where this document doesn't see it, or nowhere.
fn nothing(cx: &Context, doc: DocId, space: Space, place: Place, name: Name) -> Diagnostic {
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
    let known = cx.scopes.visible(&cx.program, space, doc);
    diag::unknown_name(place, name.as_str(), known, space)
}

/// The unit that a word means; otherwise reports.
pub(crate) fn find_unit(cx: &Context, doc: DocId, word: ast::Ident) -> Option<Unit> {
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

/// A set of choices is kept in 64 bits.
const MOST_CHOICES: usize = 64;

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
        TypeExpr::OneOf { values, ordered, span } => {
            let id = EnumId::from_index(cx.program.enums.len());
            if values.len() > MOST_CHOICES {
                cx.report(diag::too_many_choices(Place { file, span: *span }, values.len(), MOST_CHOICES));
                return None;
            }
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
                let known = cx.scopes.visible(&cx.program, Space::Entity, doc);
                cx.report(diag::unknown_type(place, name, known));
                None
            }
        },
    }
}

/// The fact with a name; otherwise reports.
pub(crate) fn find_fact(cx: &Context, doc: DocId, entity: EntityId, name: ast::Ident) -> Option<FactId> {
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

/// The mechanisms that slugs name; reports those that the register lacks.
pub(crate) fn realised(cx: &Context, doc: DocId, slugs: &[ast::Ident]) -> Vec<wuwei_ir::MechanismId> {
    let file = cx.program.document(doc).file;
    let mut found = Vec::new();
    for slug in slugs {
        match cx.scopes.find(&cx.program, Space::Mechanism, doc, slug.name) {
            Found::One(index) => found.push(wuwei_ir::MechanismId(index)),
            _ => {
                let place = Place { file, span: slug.span };
                let known = cx.scopes.visible(&cx.program, Space::Mechanism, doc);
                cx.report(diag::unknown_mechanism(place, slug.name.as_str(), known));
            }
        }
    }
    found
}
