//! A word of the language used as a name.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("reserved-word");

pub(crate) fn reserved_word(place: Place, word: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("`{word}` 是语言的关键词，不能用作名称"),
            format!("`{word}` is a word of the language and can't be a name"),
        ),
    )
    .help(Text::new("名称用业务术语，例如 高新技术企业", "name it with the field's own term, for example 高新技术企业"))
}
