//! A value of one type where another is wanted.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("type-mismatch");

/// Words for choices that look like the ones wanted and belong to another fact.
pub(crate) fn of_another_fact(found: &Text) -> Text {
    Text::new(format!("另一个事实的{}", found.zh), format!("{} of another fact", found.en))
}

pub(crate) fn type_mismatch(place: Place, wanted: &Text, found: &Text) -> Diagnostic {
    let (wz, we, fz, fe) = (&wanted.zh, &wanted.en, &found.zh, &found.en);
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("这里要{wz}，写的是{fz}"), format!("{we} is wanted, found {fe}")),
    )
}
