//! A name that means nothing here.

use crate::scope::Space;
use wuwei_source::{Diagnostic, Name, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unknown-name");

pub(crate) fn unknown_name(place: Place, name: &str, known: Vec<Name>, space: Space) -> Diagnostic {
    let (zh, en) = space.words();
    let diagnostic = Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("没有名为 `{name}` 的{zh}"), format!("nothing is called `{name}` among {en}")),
    );
    super::suggest(diagnostic, name, known)
}
