//! `at least N of` more conditions than there are.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("impossible-count");

pub(crate) fn impossible_count(place: Place, wanted: u32, given: usize) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("要求满足 {wanted} 项，列出的是 {given} 项"),
            format!("{wanted} are required and {given} are listed"),
        ),
    )
    .help(Text::new(
        "补上漏列的条件，或把数目改为 1 到列出的项数之间",
        "add the missing condition, or write a number from 1 up to how many are listed",
    ))
}
