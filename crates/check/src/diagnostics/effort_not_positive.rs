//! An effort, a step or a limit that isn't above nought, or a limit below one step.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("effort-not-positive");

pub(crate) fn effort_not_positive(place: Place) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            "这里要大于零的数，上限不小于一步",
            "a number above nought is wanted here, and a limit of one step at least",
        ),
    )
    .help(Text::new(
        "方向用 `up` 或 `down` 写，不用负数；例如 `effort 1 per 1 万元 down by at most 500 万元`",
        "say the direction with `up` or `down`, not with a sign: `effort 1 per 1 万元 down by at most 500 万元`",
    ))
}
