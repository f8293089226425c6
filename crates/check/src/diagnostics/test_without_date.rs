//! A test without an evaluation date.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("test-without-date");

pub(crate) fn test_without_date(place: Place) -> Diagnostic {
    Diagnostic::error(PAGE.id, place, Text::new("测试没有写评价日期", "this test has no evaluation date"))
        .help(Text::new("写 `as of 2025-06-30`", "write `as of 2025-06-30`"))
}
