//! An exception to something that is no status of its document.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("exception-elsewhere");

pub(crate) fn exception_elsewhere(place: Place, name: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("`{name}` 不是本文件里的身份，例外不能指向它"),
            format!("`{name}` is no status of this document, so an exception cannot point at it"),
        ),
    )
    .help(Text::new(
        "例外与它所改的身份写在同一文件；别的文件要改，另立一个版本",
        "an exception stands in the same document; another document declares a version of its own",
    ))
}
