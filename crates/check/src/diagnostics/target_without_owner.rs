//! A target that nobody owns.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("target-without-owner");

pub(crate) fn target_without_owner(place: Place, name: &str) -> Diagnostic {
    Diagnostic::warning(
        PAGE.id,
        place,
        Text::new(format!("`{name}` 的目标没有责任单位"), format!("nobody owns the target for `{name}`")),
    )
    .help(Text::new(
        "写 `owners …` 或 `owners not stated \"原因\"`，也可以在文件头写一次",
        "write `owners …` or `owners not stated \"why\"`, once in the document header if it holds for all",
    ))
}
