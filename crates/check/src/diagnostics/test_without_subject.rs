//! A test that asks about nobody.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("test-without-subject");

pub(crate) fn test_without_subject(place: Place) -> Diagnostic {
    Diagnostic::error(PAGE.id, place, Text::new("测试没有给出被问的主体", "this test gives nobody to ask about"))
        .help(Text::new("先写 `given 企业 { … }`", "write `given 企业 { … }` first"))
}
