//! An owner, issuer or payer that no document declares.

use wuwei_source::{Diagnostic, Name, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unknown-party");

pub(crate) fn unknown_party(place: Place, name: &str, known: Vec<Name>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("没有名为 `{name}` 的单位"), format!("no party is called `{name}`")),
    );
    super::suggest(diagnostic, name, known)
}
