//! A clause that must be there is missing.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("missing-clause");

pub(crate) fn missing_clause(place: Place, clause: &str, name: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("`{name}` 缺少 `{clause}`"), format!("`{name}` lacks `{clause}`")),
    )
    .help(Text::new(format!("补上 `{clause}`"), format!("add `{clause}`")))
}
