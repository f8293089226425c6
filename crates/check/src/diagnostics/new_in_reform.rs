//! An item of a reform that replaces nothing and is called nearly like something.

use wuwei_source::{Diagnostic, Name, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("new-in-reform");

pub(crate) fn new_in_reform(place: Place, name: &str, near: &[Name]) -> Diagnostic {
    let names: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
    Diagnostic::warning(
        PAGE.id,
        place,
        Text::new(
            format!("`{name}` 不在要修改的文件里，算作新增的一项"),
            format!("the reformed documents have no `{name}`: it is an item of its own"),
        ),
    )
    .help(Text::new(
        format!("如果是要改 {}，名称要写得一样", names.join("、")),
        format!("if {} should be changed, write its name as it is", names.join(" or ")),
    ))
}
