//! A word that is no clause of this declaration.

use wuwei_source::{Diagnostic, Name, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unknown-clause");

pub(crate) fn unknown_clause(place: Place, word: &str, owner: &Text, valid: &[&str], similar: &[Name]) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("{}里没有 `{word}` 这一条", owner.zh), format!("{} has no clause `{word}`", owner.en)),
    );
    match similar.first() {
        Some(name) => diagnostic.help(Text::new(format!("是不是要写 `{name}`？"), format!("did you mean `{name}`?"))),
        None => {
            let known = valid.join(", ");
            diagnostic.help(Text::new(format!("可以写的有：{known}"), format!("it may hold: {known}")))
        }
    }
}
