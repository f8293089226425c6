//! A day that the calendar does not have.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("invalid-date");

pub(crate) fn invalid_date(place: Place, year: i32, month: u32, day: u32) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("没有 {year:04}-{month:02}-{day:02} 这一天"),
            format!("the calendar has no {year:04}-{month:02}-{day:02}"),
        ),
    )
    .help(Text::new("日期写作 年-月-日，例如 2025-01-06", "dates are year-month-day, for example 2025-01-06"))
}
