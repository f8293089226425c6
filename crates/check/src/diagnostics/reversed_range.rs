//! A range whose lower end is above its upper.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("reversed-range");

pub(crate) fn reversed_range(place: Place) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new("范围的下限大于上限", "the lower end of this range is above its upper end"),
    )
    .help(Text::new("小的写在前面，大的写在后面", "write the smaller number first"))
}
