//! A fact that the subject does not have.

use wuwei_source::{Diagnostic, Name, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unknown-fact");

pub(crate) fn unknown_fact(place: Place, name: &str, owner: &str, known: Vec<Name>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("{owner}没有名为 `{name}` 的事实"), format!("{owner} has no fact `{name}`")),
    );
    super::suggest(diagnostic, name, known)
}
