//! The canonical layout changes nothing but space: the tree stays, prose stays, and laying out again changes nothing.

use std::fmt::Debug;

use wuwei_source::FileId;
use wuwei_syntax::ast::{DeclKind, Document};
use wuwei_syntax::{Outline, format, parse, parse_test};

use crate::documents::files;
use crate::generate::make;
use crate::random::{Random, seeds};
use wuwei_testkit::root;

/// A tree as it shows itself for debugging, without places.
fn without_places(tree: &impl Debug) -> String {
    let shown = format!("{tree:?}");
    let mut pieces = shown.split("Span { start: ");
    let mut out = pieces.next().unwrap_or("").to_string();
    for piece in pieces {
        out.push_str(piece.split_once('}').map_or(piece, |(_, rest)| rest));
    }
    out
}

/// What the document says, tests included.
fn meaning(text: &str) -> String {
    let document: Document = parse(FileId(0), text);
    let mut out = without_places(&document.decls);
    for decl in &document.decls {
        if let DeclKind::Test = &decl.kind {
            out.push_str(&without_places(&parse_test(FileId(0), text, decl.span).0));
        }
    }
    out
}

/// Everything outside the code.
fn prose(text: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    for block in Outline::of(text).blocks {
        out.push_str(&text[at..block.code.start as usize]);
        at = block.code.end as usize;
    }
    out + &text[at..]
}

/// The signs of a text, comments among them, without the space between.
fn signs(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Checks a document; whether it could be laid out.
fn check(name: &str, text: &str) -> bool {
    let Ok(once) = format(text) else {
        return false;
    };
    assert_eq!(format(&once).ok().as_ref(), Some(&once), "{name}: laid out twice");
    assert_eq!(prose(text), prose(&once), "{name}: the prose has changed");
    if text.chars().any(|c| "，：（）｛｝＜＞＝≥≤≠％＋－×÷～、".contains(c)) {
        // Punctuation of full width is replaced by what it stands for, in code and not in strings.
        assert_eq!(signs(text).chars().count(), signs(&once).chars().count() - widened(text, &once), "{name}");
    } else {
        assert_eq!(signs(text), signs(&once), "{name}: a sign has changed");
    }
    assert_eq!(meaning(text), meaning(&once), "{name}: the meaning has changed");
    true
}

/// Signs that are two characters where the one of full width was one.
fn widened(before: &str, after: &str) -> usize {
    let count = |text: &str, sign: char| text.matches(sign).count();
    ['≥', '≤', '≠'].into_iter().map(|sign| count(before, sign) - count(after, sign)).sum()
}

#[test]
fn laying_out_the_library_changes_nothing_but_space() {
    for file in files(&root().join("library")) {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(check(&file.display().to_string(), &text), "{} can't be laid out", file.display());
    }
}

/// Blocks of the language suite, each as a document of its own, as many of them are faulty on purpose.
#[test]
fn laying_out_the_language_suite_changes_nothing_but_space() {
    let (mut blocks, mut laid_out) = (0, 0);
    for folder in ["tests/spec", "docs/reference"] {
        for file in files(&root().join(folder)) {
            let text = std::fs::read_to_string(&file).unwrap();
            for block in Outline::of(&text).blocks {
                let code = &text[block.code.range()];
                blocks += 1;
                laid_out +=
                    usize::from(check(&file.display().to_string(), &format!("# 题目\n\n```wuwei\n{code}```\n")));
            }
        }
    }
    assert!(laid_out * 10 > blocks * 8, "only {laid_out} of {blocks} blocks could be laid out");
}

/// A made document with its spaces made anew: the layout depends on nothing but signs and line breaks.
#[test]
fn laying_out_made_documents_changes_nothing_but_space() {
    for seed in seeds(150) {
        let text = make(seed ^ 0xf0f).text();
        assert!(check(&format!("seed {seed}"), &text), "seed {seed} can't be laid out:\n{text}");
        let mut random = Random::new(seed);
        let mut spaced = String::new();
        let mut quoted = false;
        for c in text.chars() {
            quoted ^= c == '"';
            match c {
                ' ' if !quoted && random.one_in(3) => spaced.push_str(random.pick::<&str>(&["  ", "\t", "    "])),
                c => spaced.push(c),
            }
        }
        assert!(check(&format!("seed {seed}, spaced"), &spaced));
        let inside = |text: &str| text.split_once("```wuwei").unwrap().1.to_string();
        let (one, other) = (format(&text).unwrap(), format(&spaced).unwrap());
        assert_eq!(inside(&one), inside(&other), "seed {seed}: the layout depends on spaces");
    }
}
