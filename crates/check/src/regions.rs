//! The tree of regions, and the region of each document.

use wuwei_ir::{Date, DocId, Head, Region, RegionId, is_region_code};
use wuwei_source::{Name, Place};
use wuwei_syntax::ast::{self, DeclKind, RegionDecl};

use crate::context::Context;
use crate::diagnostics as diag;

/// Collects regions from all documents, joins them to a tree, and places the documents in it.
pub(crate) fn resolve(cx: &mut Context, documents: &[ast::Document]) {
    let mut decls: Vec<(DocId, &ast::Decl, &RegionDecl)> = Vec::new();
    for document in documents {
        let Some(doc) = cx.doc_of_file.get(&document.file).copied() else {
            continue;
        };
        for decl in &document.decls {
            if let DeclKind::Region(region) = &decl.kind
                && decl.name.is_some()
            {
                decls.push((doc, decl, region));
            }
        }
    }
    let mut seen: rustc_hash::FxHashMap<Name, Place> = rustc_hash::FxHashMap::default();
    for (doc, decl, region) in &decls {
        let name = decl.name.map_or_else(|| Name::new(""), |name| name.name);
        let head = cx.head(*doc, decl, name);
        let file = head.place.file;
        let code = region.code.or(region.zone);
        if let Some(code) = region.code
            && !is_region_code(code.name.as_str())
        {
            let place = Place { file, span: code.span };
            cx.report(diag::invalid_region_code(place, code.name.as_str(), name.as_str()));
        }
        if code.is_none() {
            cx.report(diag::missing_clause(head.place, "code", name.as_str()));
        }
        if let Some(code) = code {
            let place = Place { file, span: code.span };
            if let Some(first) = seen.insert(code.name, place) {
                cx.report(diag::duplicate_name(place, first, code.name.as_str()));
            }
        }
        let id = RegionId::from_index(cx.program.regions.len());
        let aka: Vec<Name> = region.aka.iter().map(|aka| aka.name).collect();
        for name in std::iter::once(&name).chain(&aka) {
            cx.scopes.regions.entry(*name).or_default().push(id);
        }
        cx.program.regions.push(Region {
            head,
            code: code.map_or(name, |code| code.name),
            zone: region.code.is_none(),
            parent: None,
            aka,
        });
    }
    if cx.program.regions.is_empty() {
        cx.program.regions.push(nowhere());
    }
    for (n, (doc, _, region)) in decls.iter().enumerate() {
        if let Some(parent) = &region.parent {
            join(cx, *doc, RegionId::from_index(n), parent);
        }
    }
    place_documents(cx, documents);
}

/// The region of a program that declares none.
fn nowhere() -> Region {
    let head = Head {
        name: Name::new("—"),
        label: None,
        doc: DocId(0),
        place: Place { file: wuwei_source::FileId(0), span: wuwei_source::Span::default() },
        heading: None,
        article: None,
        basis: wuwei_ir::Basis::Official,
        basis_why: None,
        about: None,
        notes: Vec::new(),
        realises: Vec::new(),
        from: Date::MIN,
        until: None,
    };
    Region { code: head.name, head, zone: true, parent: None, aka: Vec::new() }
}

fn join(cx: &mut Context, doc: DocId, child: RegionId, parent: &ast::Path) {
    let file = cx.program.document(doc).file;
    let place = Place { file, span: parent.span() };
    let Some(parent_id) = find_region(cx, None, place, parent) else {
        return;
    };
    if cx.program.region_chain(parent_id).any(|region| region == child) {
        let name = cx.program.region(child).head.name;
        cx.report(diag::cyclic_region(place, name.as_str()));
        return;
    }
    let (inner, outer) = (cx.program.region(child), cx.program.region(parent_id));
    if !inner.zone && !outer.zone && !code_fits(inner.code.as_str(), outer.code.as_str()) {
        let (code, name) = (inner.code.as_str(), inner.head.name.as_str());
        let (outer_name, outer_code) = (outer.head.name.as_str(), outer.code.as_str());
        cx.report(diag::region_code_mismatch(place, code, name, outer_name, outer_code));
    }
    cx.program.regions[child.index()].parent = Some(parent_id);
}

/// Whether a code lies below another: 220104 below 2201 00 and below 22 0000.
fn code_fits(inner: &str, outer: &str) -> bool {
    outer == "100000" || inner.starts_with(outer.trim_end_matches("00").trim_end_matches("00"))
}

/// The one region that a path names; otherwise reports.
pub(crate) fn find_region(cx: &Context, doc: Option<DocId>, place: Place, path: &ast::Path) -> Option<RegionId> {
    let segments: Vec<Name> = path.segments.iter().map(|ident| ident.name).collect();
    let found = cx.scopes.region_in(&cx.program, doc, &segments);
    match found.as_slice() {
        [region] => Some(*region),
        [] => {
            let known: Vec<Name> = cx.program.regions.iter().map(|region| region.head.name).collect();
            cx.report(diag::unknown_region(place, &path.text(), known));
            None
        }
        several => {
            let paths: Vec<Name> = several.iter().map(|region| region_path(cx, *region)).collect();
            cx.report(diag::ambiguous_name(place, &path.text(), &paths));
            None
        }
    }
}

/// `长春市.朝阳区`
pub(crate) fn region_path(cx: &Context, region: RegionId) -> Name {
    let region = cx.program.region(region);
    let outer = region.parent.map(|parent| cx.program.region(parent).head.name);
    match outer {
        Some(outer) => Name::new(&format!("{outer}.{}", region.head.name)),
        None => region.head.name,
    }
}

fn place_documents(cx: &mut Context, documents: &[ast::Document]) {
    for document in documents {
        let Some(doc) = cx.doc_of_file.get(&document.file).copied() else {
            continue;
        };
        let header = document.decls.iter().find_map(|decl| match &decl.kind {
            DeclKind::Document(header) => Some((decl, header)),
            _ => None,
        });
        let Some((decl, header)) = header else {
            continue;
        };
        let Some(path) = &header.region else {
            let place = Place { file: document.file, span: decl.name.map_or(decl.span, |name| name.span) };
            let id = cx.program.document(doc).id;
            cx.report(diag::missing_clause(place, "region", id.as_str()));
            continue;
        };
        let place = Place { file: document.file, span: path.span() };
        if let Some(region) = find_region(cx, None, place, path) {
            cx.program.documents[doc.index()].region = region;
        }
    }
}
