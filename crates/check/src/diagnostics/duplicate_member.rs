//! A benefit listed twice in one group.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("duplicate-member");

pub(crate) fn duplicate_member(place: Place, name: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("`{name}` 在这一组里列了两次"), format!("`{name}` is listed twice in this group")),
    )
    .help(Text::new("保留一处", "keep one"))
}
