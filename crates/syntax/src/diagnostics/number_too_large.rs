//! A number with more digits than can be kept exactly.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("number-too-large");

pub(crate) fn number_too_large(place: Place) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new("数字太长，无法精确表示", "this number has too many digits to be kept exactly"),
    )
    .help(Text::new("用更大的单位书写，例如 亿元", "write it in a larger unit, for example 亿元"))
}
