//! Weights by a value that is no list of choices.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("weights-need-choices");

pub(crate) fn weights_need_choices(place: Place, found: &Text) -> Diagnostic {
    let (zh, en) = (&found.zh, &found.en);
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("权重按选项取列，而这里是{zh}"),
            format!("weights are chosen by a list of choices; this is {en}"),
        ),
    )
    .help(Text::new("`by` 后面写一个 `one of …` 的值", "name a value of type `one of …` after `by`"))
}
