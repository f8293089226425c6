//! An effort on a fact that no effort changes.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("effort-on-given-fact");

pub(crate) fn effort_on_given_fact(place: Place, fact: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("`{fact}` 不是主体自己能改变的事实"),
            format!("`{fact}` is no fact that its subject can change"),
        ),
    )
    .help(Text::new(
        "代码、名称、所在地、日期、年度、文字、对其他主体的指向，以及专家给出的事实，都不能写 `effort`",
        "codes, names, places, dates, years, texts, references to other subjects and what an assessor supplies have no `effort`",
    ))
}
