//! Full-width punctuation, as an input method produces it, where code wants ASCII.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("full-width-punctuation");

pub(crate) fn full_width_punctuation(place: Place, found: char, ascii: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("代码里的标点要用半角：`{found}` 应写作 `{ascii}`"),
            format!("full-width `{found}` in code; write `{ascii}`"),
        ),
    )
    .label(Text::new(format!("改为 `{ascii}`"), format!("write `{ascii}`")))
}
