//! A fact that can't move together with another.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("wrong-companion");

pub(crate) fn wrong_companion(place: Place, fact: &str, mover: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("`{fact}` 不能随 `{mover}` 一同变动"), format!("`{fact}` can't move with `{mover}`")),
    )
    .help(Text::new(
        "`with` 后面写同一主体、同一单位、同样逐年或不逐年的另一个数量",
        "behind `with` stand other quantities of the same subject in the same unit, yearly or not like this one",
    ))
}
