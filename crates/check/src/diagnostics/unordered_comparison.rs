//! Higher and lower asked of what has no order.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unordered-comparison");

pub(crate) fn unordered_comparison(place: Place, sign: &str, found: &Text) -> Diagnostic {
    let (zh, en) = (&found.zh, &found.en);
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("{zh}没有高低之分，不能用 `{sign}` 比较"),
            format!("{en} has no order, so `{sign}` means nothing"),
        ),
    )
    .help(Text::new(
        "用 `=` 或 `is one of`；有高低的选项在声明时用 `<` 隔开",
        "use `=` or `is one of`; choices with an order are declared with `<` between them",
    ))
}
