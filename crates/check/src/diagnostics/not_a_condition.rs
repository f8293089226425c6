//! A value where a condition is needed.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("not-a-condition");

pub(crate) fn not_a_condition(place: Place, found: &Text) -> Diagnostic {
    let (zh, en) = (&found.zh, &found.en);
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("这里要一个能回答是或否的条件，写的是{zh}"),
            format!("a condition is wanted here, found {en}"),
        ),
    )
    .help(Text::new("加上比较，例如 `>= 60`", "add a comparison, for example `>= 60`"))
}
