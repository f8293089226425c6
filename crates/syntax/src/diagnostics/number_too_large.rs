//! A number with more digits than can be kept exactly.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("number-too-large");

/// `long_decimal`: the digits are behind the point.
pub(crate) fn number_too_large(place: Place, long_decimal: bool) -> Diagnostic {
    let help = if long_decimal {
        Text::new("除不尽的写成分数，例如 `1 / 3`", "write an endless decimal as a fraction, for example `1 / 3`")
    } else {
        Text::new("用更大的单位，例如 亿元", "use a larger unit, for example 亿元")
    };
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new("数字太长，无法精确表示", "this number has too many digits to be kept exactly"),
    )
    .help(help)
}
