//! Years in the wrong order or far too many.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("wrong-years");

pub(crate) fn wrong_years(place: Place) -> Diagnostic {
    Diagnostic::error(PAGE.id, place, Text::new("年度的先后不对", "these years are in the wrong order"))
        .help(Text::new("写作 `in 2022 .. 2024`，先小后大", "write `in 2022 .. 2024`, the earlier first"))
}
