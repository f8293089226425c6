//! Two versions of a rule in force on the same days.

use wuwei_ir::Date;
use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("overlapping-versions");

pub(crate) fn overlapping_versions(place: Place, first: Place, name: &str, starts: Date) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("`{name}` 的两个版本同时有效"), format!("two versions of `{name}` are in force at once")),
    )
    .label(Text::new(format!("从 {starts} 起有效"), format!("in force from {starts}")))
    .also(first, Text::new("那时这个版本仍然有效", "this version is still in force then"))
    .help(Text::new(
        "给先前的版本写上失效日 `in force from … until …`",
        "end the earlier version with `in force from … until …`",
    ))
}
