//! An enumeration with more choices than an answer can keep apart.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("too-many-choices");

pub(crate) fn too_many_choices(place: Place, found: usize, most: usize) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("列了 {found} 个选项，至多 {most} 个"),
            format!("{found} choices, at most {most} are possible"),
        ),
    )
    .help(Text::new(
        "选项这么多的，用代码（`code industry`）、文字或另立一种主体",
        "use a code (`code industry`), a text or an entity of its own for so many",
    ))
}
