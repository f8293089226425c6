//! A programme or action without a heading to take its name from.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("missing-heading");

pub(crate) fn missing_heading(place: Place) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            "行动和工程的名称取自上方的标题，而这里上方没有标题",
            "an action or programme takes its name from the heading above it, and there is none",
        ),
    )
    .help(Text::new(
        "在代码块上方写标题，例如 `### 7. 企业创新梯队壮大行动`",
        "write a heading above the block, for example `### 7. 企业创新梯队壮大行动`",
    ))
}
