//! For people: the source with carets that line up under Chinese, the headings above it, and what to do.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use wuwei_source::{Diagnostic, Lang, Severity, SourceMap};

pub(super) fn render(diagnostic: &Diagnostic, sources: &SourceMap, lang: Lang, colour: bool, width: usize) -> String {
    let zh = lang == Lang::Zh;
    let level = match (diagnostic.severity, zh) {
        (Severity::Error, true) => Level::ERROR.with_name("错误"),
        (Severity::Error, false) => Level::ERROR,
        (Severity::Warning, true) => Level::WARNING.with_name("警告"),
        (Severity::Warning, false) => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(diagnostic.headline.get(lang)).id(diagnostic.id));
    for snippet in snippets(diagnostic, sources, lang) {
        group = group.element(snippet);
    }
    let trail = diagnostic.trail.join(" › ");
    if !trail.is_empty() {
        let name = if zh { "位置" } else { "in" };
        group = group.element(Level::NOTE.with_name(name).message(trail));
    }
    for note in &diagnostic.notes {
        let level = if zh { Level::NOTE.with_name("说明") } else { Level::NOTE };
        group = group.element(level.message(note.get(lang)));
    }
    let mut report = vec![group];
    for help in &diagnostic.help {
        let level = if zh { Level::HELP.with_name("建议") } else { Level::HELP };
        report.push(Group::with_title(level.secondary_title(help.get(lang))));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = renderer.term_width(width).render(&report);
    out.push('\n');
    out
}

/// One snippet per file, the main place's file first.
fn snippets<'a>(
    diagnostic: &'a Diagnostic,
    sources: &'a SourceMap,
    lang: Lang,
) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let mut files = Vec::new();
    for label in &diagnostic.labels {
        if !files.contains(&label.place.file) {
            files.push(label.place.file);
        }
    }
    files
        .into_iter()
        .map(|file| {
            let source = sources.get(file);
            let text = source.text();
            let annotations = diagnostic.labels.iter().enumerate().filter(|(_, label)| label.place.file == file);
            let annotations = annotations.map(|(n, label)| {
                let kind = if n == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
                let span = clamp(label.place.span.range(), text);
                let words = label.text.get(lang);
                kind.span(span).label((!words.is_empty()).then_some(words))
            });
            Snippet::source(text).path(source.path()).annotations(annotations)
        })
        .collect()
}

/// A long span is cut to its first line: the caret shows where, the text is there to read.
fn clamp(range: std::ops::Range<usize>, text: &str) -> std::ops::Range<usize> {
    let end = range.end.min(text.len());
    let start = range.start.min(end);
    let first_line = text[start..end].find('\n').map_or(end, |newline| start + newline);
    start..first_line
}
