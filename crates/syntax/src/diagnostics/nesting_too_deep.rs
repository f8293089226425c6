//! Expressions nested beyond reason.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("nesting-too-deep");

pub(crate) fn nesting_too_deep(place: Place, limit: usize) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("嵌套超过 {limit} 层"), format!("nested more than {limit} deep")),
    )
    .help(Text::new(
        "把里面的部分单独写成一个 value 或 status",
        "give the inner part a name of its own as a value or status",
    ))
}
