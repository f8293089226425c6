//! A table of cases without a last word.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("missing-else");

pub(crate) fn missing_else(place: Place) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new("没有 `else`，都不满足时没有结果", "without `else` there is no result when no case holds"),
    )
    .help(Text::new("在最后写 `else : …`（亮灯规则写 `otherwise`）", "end with `else : …` (lights with `otherwise`)"))
}
