//! Part maxima that do not add up.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("score-parts-sum");

/// `capped`: the sum is cut at the whole, and doesn't even reach it.
pub(crate) fn score_parts_sum(
    place: Place,
    whole: &str,
    sum: &str,
    out_of: &str,
    parts: &str,
    capped: bool,
) -> Diagnostic {
    let help = if capped {
        Text::new(
            format!("{parts} = {sum}，达不到 {out_of}；核对各部分"),
            format!("{parts} = {sum}, which never reaches {out_of}; check the parts"),
        )
    } else {
        Text::new(
            format!("{parts} = {sum}；核对各部分，确实封顶的写 `capped`"),
            format!("{parts} = {sum}; check the parts, or write `capped` if the sum is cut"),
        )
    };
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("`{whole}` 各部分满分合计 {sum}，应为 {out_of}"),
            format!("the parts of `{whole}` add up to {sum} and should make {out_of}"),
        ),
    )
    .help(help)
}
