//! A scale from a number to itself.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("empty-scale");

pub(crate) fn empty_scale(place: Place, value: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("标尺两端都是 {value}"), format!("both ends of this scale are {value}")),
    )
    .help(Text::new("两端要不同", "let the ends differ"))
}
