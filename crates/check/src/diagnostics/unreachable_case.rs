//! A line of a table that nothing can reach.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unreachable-case");

pub(crate) fn unreachable_case(place: Place, first: Place) -> Diagnostic {
    Diagnostic::error(PAGE.id, place, Text::new("这一行永远轮不到", "this line can never be reached"))
        .label(Text::new("永远轮不到", "never reached"))
        .also(first, Text::new("前面这一行已经包含它", "this line already covers it"))
        .help(Text::new("删去这一行，或移到前面", "remove it, or move it up"))
}
