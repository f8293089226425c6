//! An action that nobody owns.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("action-without-owner");

pub(crate) fn action_without_owner(place: Place, name: &str) -> Diagnostic {
    Diagnostic::warning(
        PAGE.id,
        place,
        Text::new(format!("行动“{name}”没有责任单位"), format!("nobody owns the action {name}")),
    )
    .help(Text::new(
        "写 `owners …` 或 `owners not stated \"原因\"`，也可以在文件头写一次",
        "write `owners …` or `owners not stated \"why\"`, once in the document header if it holds for all",
    ))
}
