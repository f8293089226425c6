//! A party listed twice.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("duplicate-owner");

pub(crate) fn duplicate_owner(place: Place, name: &str) -> Diagnostic {
    Diagnostic::error(PAGE.id, place, Text::new(format!("`{name}` 列了两次"), format!("`{name}` is listed twice")))
        .help(Text::new("保留一处", "keep one"))
}
