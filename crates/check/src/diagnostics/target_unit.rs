//! A target in another unit than its indicator.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("target-unit");

pub(crate) fn target_unit(place: Place, indicator: &str, written: &str, unit: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("目标写的是 {written}，而 `{indicator}` 的单位是 {unit}"),
            format!("the target says {written}, and `{indicator}` is in {unit}"),
        ),
    )
    .help(Text::new(
        format!("用 {unit} 书写；增速写 `growth of`，增量写 `increase of`；都不是的另立一个指标"),
        format!("write it in {unit}, or with `growth of` or `increase of`, or declare another indicator"),
    ))
}
