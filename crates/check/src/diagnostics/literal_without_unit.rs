//! A bare number where a unit is needed.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("literal-without-unit");

pub(crate) fn literal_without_unit(place: Place, number: &str, unit: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("数字 {number} 没有单位"), format!("the number {number} has no unit")),
    )
    .help(Text::new(format!("写作 `{number} {unit}`"), format!("write `{number} {unit}`")))
}
