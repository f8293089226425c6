//! Diagnostics as people and programs read them.

mod human;
mod json;
mod short;

use wuwei_source::{Diagnostic, Lang, SourceMap};

/// How diagnostics are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With the source, for people at a terminal.
    Human {
        /// Whether colours may be used.
        colour: bool,
        /// Width of the terminal.
        width: usize,
    },
    /// One line each.
    Short,
    /// One JSON object per line.
    Json,
}

/// Shows a diagnostic.
pub fn render(diagnostic: &Diagnostic, sources: &SourceMap, lang: Lang, format: Format) -> String {
    match format {
        Format::Human { colour, width } => human::render(diagnostic, sources, lang, colour, width),
        Format::Short => short::render(diagnostic, sources, lang),
        Format::Json => json::render(diagnostic, sources, lang),
    }
}
