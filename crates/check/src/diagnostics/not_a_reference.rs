//! A dot behind a fact that refers to nothing.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("not-a-reference");

pub(crate) fn not_a_reference(place: Place, name: &str, found: &Text) -> Diagnostic {
    let (zh, en) = (&found.zh, &found.en);
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("`{name}` 是{zh}，不指向别的主体"),
            format!("`{name}` is {en} and refers to no other subject"),
        ),
    )
    .help(Text::new(
        "点号只能用在指向主体的事实和评分的后面",
        "a dot follows facts that refer to a subject, and scores",
    ))
}
