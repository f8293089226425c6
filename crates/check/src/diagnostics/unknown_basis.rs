//! A basis that is none of the four.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unknown-basis");

pub(crate) fn unknown_basis(place: Place, word: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("依据类别没有 `{word}`"), format!("there is no basis `{word}`")),
    )
    .help(Text::new(
        "依据类别有四种：official（正式文本）、secondary（可信转述）、elsewhere（别处规定）、assumed（假设）",
        "a basis is official, secondary, elsewhere or assumed",
    ))
}
