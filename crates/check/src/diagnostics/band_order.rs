//! Lines of a table in an order that hides one of them.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("band-order");

pub(crate) fn band_order(place: Place, first: Place, downward: bool) -> Diagnostic {
    let (zh, en) = if downward {
        ("用 `>=` 的分档从大到小排列", "lines with `>=` go from large to small")
    } else {
        ("用 `<=` 的分档从小到大排列", "lines with `<=` go from small to large")
    };
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new("分档的顺序使这一档永远轮不到", "the order of the lines hides this one"),
    )
    .label(Text::new("永远轮不到", "never reached"))
    .also(first, Text::new("已经包含在这一档里", "this line already covers it"))
    .help(Text::new(zh, en))
}
