//! A relation that the subject does not have.

use wuwei_source::{Diagnostic, Name, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unknown-relation");

pub(crate) fn unknown_relation(place: Place, name: &str, owner: &str, known: Vec<Name>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("{owner}没有名为 `{name}` 的关联"), format!("{owner} has no relation `{name}`")),
    );
    super::suggest(diagnostic, name, known)
}
