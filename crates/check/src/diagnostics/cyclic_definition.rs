//! A rule that rests on itself.

use wuwei_source::{Diagnostic, Name, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("cyclic-definition");

pub(crate) fn cyclic_definition(place: Place, names: &[Name]) -> Diagnostic {
    let chain: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
    let chain = chain.join(" → ");
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("定义成了循环：{chain}"), format!("this definition goes in a circle: {chain}")),
    )
    .help(Text::new("去掉其中一环", "break the circle at one of them"))
}
