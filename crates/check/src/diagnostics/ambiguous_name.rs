//! A name that several visible documents declare.

use wuwei_source::{Diagnostic, Name, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("ambiguous-name");

pub(crate) fn ambiguous_name(place: Place, name: &str, choices: &[Name]) -> Diagnostic {
    let choices: Vec<&str> = choices.iter().map(|name| name.as_str()).collect();
    let choices = choices.join(", ");
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("`{name}` 不止一个"), format!("`{name}` could mean several things")),
    )
    .help(Text::new(format!("写全名，任选其一：{choices}"), format!("write one of: {choices}")))
}
