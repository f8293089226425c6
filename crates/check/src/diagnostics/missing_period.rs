//! A yearly fact without its year.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("missing-period");

pub(crate) fn missing_period(place: Place, name: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("`{name}` 每年一个值，没有说是哪一年"),
            format!("`{name}` has one value per year, and no year is said"),
        ),
    )
    .help(Text::new(
        "在后面加 `in last year`、`in this year`、`2 years ago` 或 `in 2024`",
        "add `in last year`, `in this year`, `2 years ago` or `in 2024` behind it",
    ))
}
