//! Two exceptions that could both speak.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("conflicting-exceptions");

pub(crate) fn conflicting_exceptions(place: Place, first: Place, a: &str, b: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("例外 `{a}` 和 `{b}` 可能同时适用，没有说哪个优先"),
            format!("the exceptions `{a}` and `{b}` could both apply, and neither wins"),
        ),
    )
    .also(first, Text::new("另一个例外", "the other exception"))
    .help(Text::new(
        format!("在优先的例外的条件后写 `over {a}` 或 `over {b}`"),
        format!("write `over {a}` or `over {b}` behind the condition of the one that wins"),
    ))
}
