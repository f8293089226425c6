//! A clause that may stand once stands twice.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("duplicate-clause");

/// A clause, or a fact of a subject, stands twice. `before` and `now` are the words that open the two; a clause may have several openings.
pub fn duplicate_clause(place: Place, first: Place, before: &str, now: &str) -> Diagnostic {
    let headline = if before == now {
        Text::new(format!("`{now}` 写了两次"), format!("`{now}` is given twice"))
    } else {
        Text::new(format!("`{before}` 和 `{now}` 只能写一个"), format!("`{before}` and `{now}` exclude each other"))
    };
    Diagnostic::error(PAGE.id, place, headline)
        .label(Text::new("第二次", "second time"))
        .also(first, Text::new("第一次", "first time"))
        .help(Text::new("保留一处，删去另一处", "keep one of them"))
}
