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
    .help(Text::new(
        format!("写上单位，例如 `{number} {unit}`；原文以万、亿计的一并写上"),
        format!("write the unit, for example `{number} {unit}`, with 万 or 亿 if the text counts in them"),
    ))
}
