//! A target that is never due.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("target-without-date");

pub(crate) fn target_without_date(place: Place, name: &str) -> Diagnostic {
    Diagnostic::warning(
        PAGE.id,
        place,
        Text::new(format!("`{name}` 的目标没有期限"), format!("the target for `{name}` has no deadline")),
    )
    .help(Text::new(
        "写 `by 2027`；原文没有写年份的，写 `by plan end`",
        "write `by 2027`, or `by plan end` if the text names no year",
    ))
}
