//! A file of code without a document header.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("missing-document");

pub(crate) fn missing_document(place: Place) -> Diagnostic {
    Diagnostic::error(PAGE.id, place, Text::new("这个文件没有文件头 `document`", "this file has no `document` header"))
        .help(Text::new(
            "在第一个代码块开头写 `document 地区.名称 { title … region … in force from … }`",
            "begin the first block with `document area.name { title … region … in force from … }`",
        ))
}
