//! A type of a fact that does not exist.

use wuwei_source::{Diagnostic, Name, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unknown-type");

pub(crate) fn unknown_type(place: Place, name: &str, known: Vec<Name>) -> Diagnostic {
    let diagnostic = Diagnostic::error(PAGE.id, place, Text::new(format!("没有名为 `{name}` 的类型"), format!("there is no type `{name}`")))
        .help(Text::new("类型可以是单位（人、元、项…）、yes/no、date、year、number、ratio、text、region、code uscc、one of …，或一种主体", "a type is a unit (人, 元, 项 …), yes/no, date, year, number, ratio, text, region, code uscc, one of …, or a kind of subject"));
    super::suggest(diagnostic, name, known)
}
