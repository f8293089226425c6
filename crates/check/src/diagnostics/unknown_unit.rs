//! A word of measure that does not exist.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unknown-unit");

pub(crate) fn unknown_unit(place: Place, word: &str) -> Diagnostic {
    let known = wuwei_syntax::measures().join(" ");
    Diagnostic::error(PAGE.id, place, Text::new(format!("没有单位 `{word}`"), format!("there is no unit `{word}`")))
        .help(Text::new(
            format!("可用的单位：{known}，前面可加 百、千、万、亿；比率写 %"),
            format!("known units: {known}, with 百, 千, 万 or 亿 before them; a ratio is in %"),
        ))
}
