//! Adding months without saying what a missing day becomes.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("ambiguous-month-arithmetic");

pub(crate) fn ambiguous_month_arithmetic(place: Place) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            "加减年月可能落在不存在的日子（例如 1月31日加一个月），要说明怎么办",
            "adding months can end on a day that does not exist (31 January plus a month)",
        ),
    )
    .help(Text::new(
        "在后面写 `or end of month` 或 `or start of next month`",
        "add `or end of month` or `or start of next month`",
    ))
}
