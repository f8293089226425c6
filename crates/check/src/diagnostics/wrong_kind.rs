//! A name that means something of another kind.

use crate::scope::Space;
use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("wrong-kind");

pub(crate) fn wrong_kind(place: Place, name: &str, found: Space, wanted: Space) -> Diagnostic {
    let ((found_zh, found_en), (wanted_zh, wanted_en)) = (found.words(), wanted.words());
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("`{name}` 是{found_zh}，这里要{wanted_zh}"),
            format!("`{name}` is one of the {found_en}; one of the {wanted_en} is wanted here"),
        ),
    )
    .help(Text::new(format!("改写一个{wanted_zh}的名称"), format!("name one of the {wanted_en}")))
}
