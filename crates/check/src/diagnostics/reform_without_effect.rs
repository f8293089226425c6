//! A reform that changes nothing of a document that it names.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("reform-without-effect");

pub(crate) fn reform_without_effect(place: Place, id: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("没有一项改动 `{id}`：名称都不在那份文件里"),
            format!("nothing here changes `{id}`: no item is named like one of its items"),
        ),
    )
    .help(Text::new(
        "要改的项用原来的种类和名称重写一遍，要取消的写进 `repeals`",
        "write what changes under its own kind and name, and what ends behind `repeals`",
    ))
}
