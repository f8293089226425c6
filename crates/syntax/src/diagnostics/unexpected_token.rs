//! Something stands where the grammar expects something else.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unexpected-token");

pub(crate) fn unexpected_token(place: Place, found: &str, expected: &Text) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("此处应为{}", expected.zh), format!("expected {}", expected.en)),
    )
    .label(Text::new(format!("这里写的是 `{found}`"), format!("found `{found}`")))
}
