//! A deadline outside the plan's years.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("deadline-outside-plan");

pub(crate) fn deadline_outside_plan(place: Place, year: i32, first: i32, last: i32) -> Diagnostic {
    Diagnostic::warning(
        PAGE.id,
        place,
        Text::new(
            format!("期限 {year} 不在计划期 {first}—{last} 内"),
            format!("the deadline {year} lies outside the plan, {first}–{last}"),
        ),
    )
    .help(Text::new(
        "对照原文改正年份；计划期写错了的，改文件头的 `period`",
        "mend the year from the text, or `period` in the header if that is wrong",
    ))
}
