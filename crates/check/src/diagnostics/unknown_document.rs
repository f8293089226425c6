//! A document id that no file has.

use wuwei_source::{Diagnostic, Name, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unknown-document");

pub(crate) fn unknown_document(place: Place, id: &str, known: Vec<Name>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("没有编号为 `{id}` 的文件"), format!("no document has the id `{id}`")),
    );
    super::suggest(diagnostic, id, known)
}
