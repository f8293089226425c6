//! A deadline at the end of a plan that has no period.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("plan-without-period");

pub(crate) fn plan_without_period(place: Place, document: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("文件 {document} 没有写计划期，不知道期末是哪一年"),
            format!("{document} has no period, so its end is not known"),
        ),
    )
    .help(Text::new("在文件头写 `period 2025 .. 2027`", "write `period 2025 .. 2027` in the header"))
}
