//! A finding of the compiler as people read it: what happened, where it stands, and what to do.

use maud::{Markup, html};
use wuwei_source::{Diagnostic, Label, Severity, SourceMap};

use crate::asking::Asking;
use crate::parts::code::{Line, lines};

/// Lines before and behind the one that is meant.
const AROUND: u32 = 1;

/// A finding.
pub(crate) fn finding(found: &Diagnostic, sources: &SourceMap, asking: &Asking) -> Markup {
    let lang = asking.lang;
    let (class, word) = match found.severity {
        Severity::Error => ("error", asking.say("错误", "Error")),
        Severity::Warning => ("warning", asking.say("提醒", "Warning")),
    };
    html! {
        article class={"finding " (class)} {
            h3 { b { (word) } " " (found.headline.get(lang)) }
            @if !found.trail.is_empty() { p.aside { (found.trail.join(" › ")) } }
            @for label in &found.labels { (place(label, sources, asking)) }
            @for note in &found.notes { (note_shown(note.get(lang))) }
            @for help in &found.help { p.help { b { (asking.say("建议", "Help")) } " " (help.get(lang)) } }
            p.aside.id {
                a href=(format!("/guide/diagnostics#{}", found.id)) { code { (found.id) } }
            }
        }
    }
}

/// A proof has lines of its own; a remark is a sentence.
fn note_shown(text: &str) -> Markup {
    html! {
        @match text.split_once('\n') {
            Some((first, rest)) => { p.note { (first) } pre.proof { (rest) } },
            None => p.note { (text) },
        }
    }
}

fn place(label: &Label, sources: &SourceMap, asking: &Asking) -> Markup {
    let source = sources.get(label.place.file);
    let span = label.place.span;
    let at = source.line_column(span.start);
    let first = at.line.saturating_sub(AROUND).max(1);
    let mut offset = 0;
    let mut shown = Vec::new();
    for (n, text) in source.text().split_inclusive('\n').enumerate() {
        let (start, number) = (offset, n as u32 + 1);
        offset += text.len();
        if number < first {
            continue;
        }
        if number > at.line + AROUND {
            break;
        }
        let text = text.trim_end_matches(['\n', '\r']);
        let inside = |byte: u32| (byte as usize).saturating_sub(start).min(text.len());
        // A long stretch is marked on its first line: it shows where, the text is there to read.
        let mark = (number == at.line).then(|| inside(span.start)..inside(span.end));
        let is_blank = text.trim().is_empty() && number != at.line;
        if !is_blank {
            shown.push(Line { text, number, mark });
        }
    }
    let words = label.text.get(asking.lang);
    html! {
        figure.place {
            figcaption.aside {
                code { (source.path()) } " "
                (asking.say("第 ", "line ")) (at.line) (asking.say(" 行", ""))
                @if !words.is_empty() { " · " (words) }
            }
            (lines(&shown))
        }
    }
}

/// So many findings are shown; who made more mends the first ones first.
const SHOWN: usize = 20;

/// Findings, one under the other.
pub(crate) fn findings(all: &[&Diagnostic], sources: &SourceMap, asking: &Asking) -> Markup {
    html! {
        @for found in all.iter().take(SHOWN) { (finding(found, sources, asking)) }
        @if all.len() > SHOWN {
            p.aside { (asking.say("另有 ", "")) (all.len() - SHOWN) (asking.say(" 处，先改上面的。", " more; mend these first.")) }
        }
    }
}
