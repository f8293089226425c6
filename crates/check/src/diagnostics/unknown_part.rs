//! A part that the score does not have.

use wuwei_source::{Diagnostic, Name, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unknown-part");

pub(crate) fn unknown_part(place: Place, name: &str, score: &str, known: Vec<Name>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("`{score}` 没有名为 `{name}` 的部分"), format!("`{score}` has no part `{name}`")),
    );
    super::suggest(diagnostic, name, known)
}
