//! A region that would lie inside itself.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("cyclic-region");

pub(crate) fn cyclic_region(place: Place, name: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("{name} 不能在自己里面"), format!("{name} cannot lie inside itself")),
    )
    .help(Text::new("改正 `in` 后面的上级区域", "name another region after `in`"))
}
