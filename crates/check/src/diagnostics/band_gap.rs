//! Values for which a table says nothing.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("band-gap");

pub(crate) fn band_gap(place: Place, missing: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("分档表没有覆盖所有情况，例如 {missing}"),
            format!("the table says nothing about some values, for example {missing}"),
        ),
    )
    .help(Text::new("补上这一档，或在最后写 `else : …`", "add a line for it, or end with `else : …`"))
}
