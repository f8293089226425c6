//! A reform of another region's document, or of itself.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("reform-elsewhere");

pub(crate) fn reform_elsewhere(place: Place, id: &str, region: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("`{id}` 是{region}的文件，这份修改不能改它"),
            format!("`{id}` is a document of {region}, which this reform can't change"),
        ),
    )
    .help(Text::new(
        "修改稿只改本区域的其他文件：把 `region` 写成那份文件的区域，或另立自己的规则",
        "a reform changes other documents of its own region: write their region, or declare rules of your own",
    ))
}
