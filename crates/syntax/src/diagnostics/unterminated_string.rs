//! A string that doesn't end on its line.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unterminated-string");

pub(crate) fn unterminated_string(place: Place) -> Diagnostic {
    Diagnostic::error(PAGE.id, place, Text::new("字符串在这一行没有结束", "this string does not end on its line")).help(
        Text::new(
            "在行末补上双引号；字符串里的双引号写作 \\\"",
            "close it with a double quote; a double quote inside is written \\\"",
        ),
    )
}
