//! One line each: `path:line:column: error[id]: headline`.

use wuwei_source::{Diagnostic, Lang, Severity, SourceMap};

pub(super) fn render(diagnostic: &Diagnostic, sources: &SourceMap, lang: Lang) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    format!("{}: {severity}[{}]: {}\n", sources.show(diagnostic.place()), diagnostic.id, diagnostic.headline.get(lang))
}
