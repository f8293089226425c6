//! A month-end rule where no months are added.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("needless-month-end");

pub(crate) fn needless_month_end(place: Place) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            "这里没有加减年月，不需要说明月末",
            "no months are added here, so nothing needs to be said about the end of a month",
        ),
    )
    .help(Text::new(
        "删去 `or end of month`，或写成 `日期 + 24 个月 or end of month`",
        "remove it, or write `日期 + 24 个月 or end of month`",
    ))
}
