//! A rule of another kind than the place needs.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("wrong-rule");

pub(crate) fn wrong_rule(place: Place, name: &str, found: &str, wanted: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("`{name}` 是 {found}，这里要 {wanted}"),
            format!("`{name}` is a {found}; a {wanted} is wanted here"),
        ),
    )
}
