//! Arithmetic behind a filter without braces, which could belong to either side.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unbraced-filter");

pub(crate) fn unbraced_filter(place: Place) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            "算式分不清是条件的一部分，还是接在整个统计后面",
            "this arithmetic could belong to the filter or to the whole",
        ),
    )
    .help(Text::new(
        "用大括号框住条件：`count of 获奖 where { 级别 = 国家级 } * 10 万元/项`",
        "put the filter in braces: `count of 获奖 where { 级别 = 国家级 } * 10 万元/项`",
    ))
}
