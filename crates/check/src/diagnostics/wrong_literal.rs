//! A value of the wrong shape for its place.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("wrong-literal");

pub(crate) fn wrong_literal(place: Place, wanted: &Text) -> Diagnostic {
    let (zh, en) = (&wanted.zh, &wanted.en);
    Diagnostic::error(PAGE.id, place, Text::new(format!("这里要写{zh}"), format!("{en} is wanted here"))).help(
        Text::new(
            "数量带单位（500 人、2 亿元、30%），日期写 2025-01-06，是或否写 `yes` 或 `no`",
            "a quantity has its unit (500 人, 2 亿元, 30%), a date is 2025-01-06, yes or no is `yes` or `no`",
        ),
    )
}
