//! A mechanism that the register does not have.

use wuwei_source::{Diagnostic, Name, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unknown-mechanism");

pub(crate) fn unknown_mechanism(place: Place, slug: &str, known: Vec<Name>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("机制登记册里没有 `{slug}`"), format!("the register of mechanisms has no `{slug}`")),
    );
    super::suggest(diagnostic, slug, known)
}
