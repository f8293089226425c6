//! A name that already stands for something.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("duplicate-name");

pub(crate) fn duplicate_name(place: Place, first: Place, name: &str) -> Diagnostic {
    Diagnostic::error(PAGE.id, place, Text::new(format!("`{name}` 已经声明过"), format!("`{name}` is declared twice")))
        .label(Text::new("再次声明", "declared again"))
        .also(first, Text::new("先在这里声明", "first declared here"))
        .help(Text::new("改用另一个名称，或删去其中一处", "give one of them another name, or remove it"))
}
