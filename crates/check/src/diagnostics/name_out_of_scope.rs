//! A name declared where this document does not see it.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("name-out-of-scope");

pub(crate) fn name_out_of_scope(place: Place, name: &str, region: &str, home: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("`{name}` 属于{region}的文件，{home}的文件看不到它"),
            format!("`{name}` belongs to documents of {region}, which documents of {home} do not see"),
        ),
    )
    .help(Text::new(
        "文件只能引用本区域和上级区域的名称；把这一项移到上级文件，或在本区域另行声明",
        "a document sees its own region and those around it; declare it there, or move it up",
    ))
}
