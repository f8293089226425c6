//! One JSON object per line, for editors and other programs.

use serde_json::{Value, json};
use wuwei_source::{Diagnostic, Lang, Place, Severity, SourceMap};

pub(super) fn render(diagnostic: &Diagnostic, sources: &SourceMap, lang: Lang) -> String {
    let labels: Vec<Value> = diagnostic
        .labels
        .iter()
        .map(|label| {
            let mut place = place(label.place, sources);
            place["text"] = json!(label.text.get(lang));
            place
        })
        .collect();
    let object = json!({
        "id": diagnostic.id,
        "severity": match diagnostic.severity { Severity::Error => "error", Severity::Warning => "warning" },
        "headline": diagnostic.headline.get(lang),
        "labels": labels,
        "help": diagnostic.help.iter().map(|help| help.get(lang)).collect::<Vec<_>>(),
        "notes": diagnostic.notes.iter().map(|note| note.get(lang)).collect::<Vec<_>>(),
        "trail": diagnostic.trail,
    });
    format!("{object}\n")
}

/// File, bytes, and line and column of both ends.
fn place(place: Place, sources: &SourceMap) -> Value {
    let source = sources.get(place.file);
    let (start, end) = (source.line_column(place.span.start), source.line_column(place.span.end));
    json!({
        "path": source.path(),
        "bytes": [place.span.start, place.span.end],
        "start": { "line": start.line, "column": start.column },
        "end": { "line": end.line, "column": end.column },
    })
}
