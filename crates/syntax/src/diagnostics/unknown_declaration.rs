//! A word where a declaration should begin.

use wuwei_source::{Diagnostic, Name, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unknown-declaration");

pub(crate) fn unknown_declaration(place: Place, word: &str, similar: &[Name]) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("`{word}` 不能作为一项声明的开头"), format!("no declaration begins with `{word}`")),
    );
    match similar.first() {
        Some(name) => diagnostic.help(Text::new(format!("是不是要写 `{name}`？"), format!("did you mean `{name}`?"))),
        None => {
            let known = crate::DECLARATIONS.join(", ");
            diagnostic.help(Text::new(format!("可以用的有：{known}"), format!("declarations begin with: {known}")))
        }
    }
}
