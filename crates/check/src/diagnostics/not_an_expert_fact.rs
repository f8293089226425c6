//! A fact used as an assessor's that is not declared so.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("not-an-expert-fact");

pub(crate) fn not_an_expert_fact(place: Place, name: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("`{name}` 不是专家给出的事实"), format!("`{name}` is not a fact that an assessor supplies")),
    )
    .help(Text::new("在声明前加 `expert`，或直接使用这个事实", "declare it with `expert`, or use the fact as it is"))
}
