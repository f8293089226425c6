//! A year for something that has none.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("needless-period");

pub(crate) fn needless_period(place: Place, name: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("`{name}` 没有年度之分"), format!("`{name}` has no yearly values")),
    )
    .help(Text::new("删去年度", "leave the year out"))
}
