//! An item to be repealed that the reformed documents don't have.

use wuwei_source::{Diagnostic, Name, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("not-in-reformed");

pub(crate) fn not_in_reformed(place: Place, name: &str, known: Vec<Name>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("要修改的文件里没有 `{name}`，无从取消"),
            format!("the reformed documents have no `{name}` to repeal"),
        ),
    );
    super::suggest(diagnostic, name, known)
}
