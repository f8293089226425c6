//! `none` for a fact that always has a value.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("none-not-allowed");

pub(crate) fn none_not_allowed(place: Place, fact: &str) -> Diagnostic {
    Diagnostic::error(PAGE.id, place, Text::new(format!("`{fact}` 不能为“无”"), format!("`{fact}` cannot be none")))
        .help(Text::new(
            "数量为零写 0 和单位；不知道就不写；确实可以没有的事实在类型后加 `or none`",
            "write 0 with its unit for nought; leave it out if it is not known; a fact that may be absent is declared with `or none`",
        ))
}
