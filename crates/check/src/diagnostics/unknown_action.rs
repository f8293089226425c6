//! An action that the named plan does not have.

use wuwei_source::{Diagnostic, Name, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unknown-action");

pub(crate) fn unknown_action(place: Place, name: &str, document: &str, known: Vec<Name>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("{document} 里没有名为 `{name}` 的行动"), format!("{document} has no action `{name}`")),
    );
    super::suggest(diagnostic, name, known)
}
