//! A test that can't fail.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("test-expects-nothing");

pub(crate) fn test_expects_nothing(place: Place) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new("测试没有期望，永远不会失败", "this test expects nothing, so it cannot fail"),
    )
    .help(Text::new("写 `expect … = …`", "write `expect … = …`"))
}
