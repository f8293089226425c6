//! A rule about another kind of subject.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("wrong-subject");

pub(crate) fn wrong_subject(place: Place, name: &str, owner: &str, wanted: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("`{name}` 是关于{owner}的，这里问的是{wanted}"),
            format!("`{name}` is about {owner}, and the question here is about {wanted}"),
        ),
    )
    .help(Text::new(
        format!("通过指向{owner}的事实来引用，写作 `事实.{name}`"),
        format!("reach it through a fact that refers to {owner}, written `FACT.{name}`"),
    ))
}
