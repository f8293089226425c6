//! A name that is not in the list of choices.

use wuwei_source::{Diagnostic, Name, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unknown-choice");

pub(crate) fn unknown_choice(place: Place, name: &str, known: Vec<Name>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("选项里没有 `{name}`"), format!("`{name}` is not one of the choices")),
    );
    super::suggest(diagnostic, name, known)
}
