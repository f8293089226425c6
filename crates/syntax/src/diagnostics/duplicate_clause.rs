//! A clause that may stand once stands twice.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("duplicate-clause");

pub(crate) fn duplicate_clause(place: Place, first: Place, word: &str) -> Diagnostic {
    Diagnostic::error(PAGE.id, place, Text::new(format!("`{word}` 写了两次"), format!("`{word}` is given twice")))
        .label(Text::new("第二次", "second time"))
        .also(first, Text::new("第一次", "first time"))
        .help(Text::new("保留一处，删去另一处", "keep one of them"))
}
