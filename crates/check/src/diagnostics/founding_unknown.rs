//! `actual time if younger` for a subject without a founding date.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("founding-unknown");

pub(crate) fn founding_unknown(place: Place, entity: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("{entity}没有标明成立日期的事实，无法按实际经营时间计算"),
            format!("{entity} has no fact marked `founded`, so its age is not known"),
        ),
    )
    .help(Text::new("在主体声明里用 `founded` 标明成立日期", "mark its founding date with `founded` in the entity"))
}
