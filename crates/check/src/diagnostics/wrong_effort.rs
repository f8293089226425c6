//! An effort of a form that doesn't fit the type of its fact.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("wrong-effort");

pub(crate) fn wrong_effort(place: Place, fact: &str, ty: &Text) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("`{fact}`（{}）不能这样改变", ty.zh),
            format!("`{fact}` is {}, which doesn't change in this way", ty.en),
        ),
    )
    .help(Text::new(
        "数量写 `per 1 万元 up`，有序的选项写 `per step up`，是否和选项写 `to yes`、`to 选项`",
        "write `per 1 万元 up` for quantities, `per step up` for ordered choices, `to yes` or `to CHOICE` otherwise",
    ))
}
