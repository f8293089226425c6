//! A change that somebody tries: a document edited, the library as it would be, and the draft that says no more than what changes.

use wuwei_ir::Date;
use wuwei_source::{FileId, Name};
use wuwei_syntax::ast::{Decl, DeclKind, Document, DocumentDecl, Ident, Words};
use wuwei_syntax::parse;

use crate::files::{File, Files};
use crate::library::Library;

impl Library {
    /// The library with another text in one file's place. Only that file counts as what was asked for; published values are
    /// left out, since no rule reads them.
    pub fn edited(&self, file: FileId, text: &str) -> Library {
        let documents = self.documents().map(|(id, path, known)| File {
            path: path.to_string(),
            text: if id == file { text } else { known }.to_string(),
            own: id == file,
        });
        Library::compile(Files { documents: documents.collect(), tables: Vec::new() })
    }

    /// The library with one more document.
    pub fn adding(&self, path: &str, text: &str) -> Library {
        let known =
            self.documents().map(|(_, path, text)| File { path: path.to_string(), text: text.to_string(), own: false });
        let new = File { path: path.to_string(), text: text.to_string(), own: true };
        Library::compile(Files { documents: known.chain([new]).collect(), tables: Vec::new() })
    }

    fn documents(&self) -> impl Iterator<Item = (FileId, &str, &str)> {
        let all = self.sources.iter().map(|(id, source)| (id, source.path(), source.text()));
        all.filter(|(_, path, _)| !path.ends_with(".csv"))
    }
}

/// A document that reforms the one with the first text so that it comes to the second, from a day on: a header, what changes, and
/// the headings above. Nothing where nothing changes, or where the first text is no document.
pub fn reform_text(before: &str, after: &str, from: Date) -> Option<String> {
    let (old, new) = (parse(FileId(0), before), parse(FileId(0), after));
    let header = header_of(&old)?;
    let id = header.id.as_ref()?.text();
    let kept: Vec<&str> = code(&old, before).map(|(_, text)| text).collect();
    let mut changed: Vec<&Decl> =
        code(&new, after).filter(|(_, text)| !kept.contains(text)).map(|(decl, _)| decl).collect();
    let repealed = repealed(&old, &new);
    if changed.is_empty() && repealed.is_empty() {
        return None;
    }
    whole_statuses(&new, &mut changed);
    let title = header.title.map_or(id.as_str(), |title| title.zh.as_str());
    let mut out = format!("# {title}（修改稿）\n\n```wuwei\n{}```\n", draft_header(header, &id, from, &repealed));
    let mut shown: Vec<u32> = Vec::new();
    let mut open = false;
    for decl in changed {
        let trail = std::iter::successors(decl.heading, |id| new.outline.heading(*id).parent);
        let mut trail: Vec<_> = trail.filter(|id| new.outline.heading(*id).level > 1).collect();
        trail.reverse();
        for id in trail.into_iter().filter(|id| !shown.contains(&id.0)).collect::<Vec<_>>() {
            shown.push(id.0);
            out += if std::mem::take(&mut open) { "```\n" } else { "" };
            let heading = new.outline.heading(id);
            out += &format!("\n{} {}\n", "#".repeat(heading.level.into()), heading.text);
        }
        out += if open { "\n" } else { "\n```wuwei\n" };
        open = true;
        out += after.get(decl.span.range()).unwrap_or_default().trim_end();
        out += "\n";
    }
    out += if open { "```\n" } else { "" };
    Some(out)
}

fn header_of(document: &Document) -> Option<&DocumentDecl> {
    document.decls.iter().find_map(|decl| match &decl.kind {
        DeclKind::Document(header) => Some(&**header),
        _ => None,
    })
}

/// What a document declares, with its text.
fn code<'d>(document: &'d Document, text: &'d str) -> impl Iterator<Item = (&'d Decl, &'d str)> {
    let items = document.decls.iter().filter(|decl| !matches!(decl.kind, DeclKind::Document(_)));
    items.map(move |decl| (decl, text.get(decl.span.range()).unwrap_or_default().trim()))
}

/// The names that are declared before and not after.
fn repealed(old: &Document, new: &Document) -> Vec<Name> {
    let names = |document: &Document| -> Vec<Name> {
        document
            .decls
            .iter()
            .filter(|decl| decl.kind.can_be_reformed())
            .filter_map(|decl| Some(decl.name?.name))
            .collect()
    };
    let left = names(new);
    let mut gone: Vec<Name> = names(old).into_iter().filter(|name| !left.contains(name)).collect();
    gone.dedup();
    gone
}

/// A status is written whole: its exceptions come with it, and it comes with them.
fn whole_statuses<'d>(new: &'d Document, changed: &mut Vec<&'d Decl>) {
    let of = |decl: &Decl| match &decl.kind {
        DeclKind::Exception(exception) => Some(Name::new(&exception.target.text())),
        DeclKind::Status(_) => decl.name.map(|name| name.name),
        _ => None,
    };
    let touched: Vec<Name> = changed.iter().filter_map(|decl| of(decl)).collect();
    let start = |decl: &Decl| decl.span.start;
    let known: Vec<u32> = changed.iter().map(|decl| start(decl)).collect();
    let more = new.decls.iter().filter(|decl| of(decl).is_some_and(|name| touched.contains(&name)));
    changed.extend(more.filter(|decl| !known.contains(&start(decl))));
    changed.sort_by_key(|decl| start(decl));
}

fn draft_header(header: &DocumentDecl, id: &str, from: Date, repealed: &[Name]) -> String {
    let region = header.region.as_ref().map(|region| region.text()).unwrap_or_default();
    let title = header.title.map(with_suffix).unwrap_or_default();
    let mut out = format!("document {id}-draft {{\n  title {title}\n");
    if !header.issuers.is_empty() {
        let names = header.issuers.iter().map(|issuer: &Ident| issuer.name.as_str());
        out += &format!("  issuer {}\n", names.collect::<Vec<_>>().join(", "));
    }
    out += &format!("  region {region}\n  in force from {from}\n");
    out += "  basis assumed \"试改稿，未经审定。\" \"A change that somebody tries; nobody has approved it.\"\n";
    out += &format!("  reforms {id}\n");
    if !repealed.is_empty() {
        out += &format!("  repeals {}\n", repealed.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", "));
    }
    for (word, why) in [("owners", header.owners_not_stated), ("payer", header.payer_not_stated)] {
        if let Some(why) = why {
            out += &format!("  {word} not stated {}\n", written(why.zh.as_str(), why.en.map(|en| en.as_str())));
        }
    }
    out + "}\n"
}

fn with_suffix(title: Words) -> String {
    written(&format!("{}（修改稿）", title.zh), title.en.map(|en| format!("{en} (draft)")).as_deref())
}

fn written(zh: &str, en: Option<&str>) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    [Some(quoted(zh)), en.map(quoted)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Memory;

    fn shipped() -> Library {
        Library::open(&Memory::new(Date::MIN, []), None).unwrap()
    }

    fn day() -> Date {
        Date::parse("2026-03-01").unwrap()
    }

    #[test]
    fn a_draft_says_what_changes_and_compiles() {
        let library = shipped();
        let program = library.program();
        let document = program.documents.iter().find(|document| document.id == "changchun.policy-22").unwrap();
        let text = library.sources.get(document.file).text();
        assert_eq!(reform_text(text, text, day()), None);
        let edited = text.replacen("1000 万元   else", "900 万元   else", 1);
        assert_ne!(edited, text);
        let draft = reform_text(text, &edited, day()).unwrap();
        assert!(draft.contains("reforms changchun.policy-22") && draft.matches("benefit ").count() == 1, "{draft}");
        assert!(draft.contains("### A1 新质生产力发展促进中心"), "{draft}");
        let with = library.adding("draft.md", &draft);
        assert!(with.is_sound(), "{:?}", with.findings().collect::<Vec<_>>());
        assert_eq!(with.drafts.len(), 1);
    }

    fn document_index(library: &Library) -> usize {
        library.program().documents.iter().position(|document| document.id == "changchun.policy-22").unwrap()
    }

    #[test]
    fn what_is_gone_is_repealed() {
        let library = shipped();
        let file = library.program().documents[document_index(&library)].file;
        let text = library.sources.get(file).text();
        let tree = parse(FileId(0), text);
        // The last benefit, with everything behind it.
        let last = tree.decls.iter().rfind(|decl| matches!(decl.kind, DeclKind::Benefit(_))).unwrap();
        let edited = format!("{}{}", &text[..last.span.start as usize], &text[last.span.end as usize..]);
        let draft = reform_text(text, &edited, day()).unwrap();
        let name = last.name.unwrap().name;
        assert!(draft.contains(&format!("repeals {name}")), "{draft}");
    }

    #[test]
    fn an_edited_library_is_compiled_anew() {
        let library = shipped();
        let file = library.program().documents[document_index(&library)].file;
        let text = library.sources.get(file).text();
        let same = library.edited(file, text);
        assert!(same.is_sound());
        assert_eq!(same.program().items.len(), library.program().items.len());
        assert!(!library.edited(file, &text.replacen("pays by", "pays buy", 1)).is_sound());
        // Whatever somebody sends.
        for odd in ["", "```wuwei\n", "```wuwei\ndocument a { title \"x\n```", "\u{0}\u{feff}", "{{{{"] {
            let _ = library.edited(file, odd);
            let _ = reform_text(text, odd, day());
        }
    }
}
