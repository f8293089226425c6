//! A number outside what the fact can be.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("literal-out-of-range");

pub(crate) fn literal_out_of_range(place: Place, fact: &str, range: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("超出了 `{fact}` 的取值范围"), format!("outside the declared range of `{fact}`")),
    )
    .help(Text::new(
        format!("`{fact}` 的范围是 {range}；检查单位是否写错"),
        format!("`{fact}` lies in {range}; check the unit"),
    ))
}
