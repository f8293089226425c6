//! `~` outside a target.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("about-in-condition");

pub(crate) fn about_in_condition(place: Place) -> Diagnostic {
    Diagnostic::error(PAGE.id, place, Text::new("`~`（左右）只能用在目标里", "`~` (about) can only be used in targets"))
        .help(Text::new("条件要有确定的界限，用 `>=` 或 `<=`", "a condition needs a definite bound: use `>=` or `<=`"))
}
