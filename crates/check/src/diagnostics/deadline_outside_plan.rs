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
    .help(Text::new("核对年份，或把计划期写宽", "check the year, or the period of the plan"))
}
