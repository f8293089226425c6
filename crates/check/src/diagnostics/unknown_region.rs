//! A region that no document declares.

use wuwei_source::{Diagnostic, Name, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unknown-region");

pub(crate) fn unknown_region(place: Place, name: &str, known: Vec<Name>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("没有名为 `{name}` 的区域"), format!("no region is called `{name}`")),
    );
    super::suggest(diagnostic, name, known)
}
