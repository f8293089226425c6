//! A value of the wrong shape for its place.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("wrong-literal");

pub(crate) fn wrong_literal(place: Place, wanted: &Text) -> Diagnostic {
    let (zh, en) = (&wanted.zh, &wanted.en);
    Diagnostic::error(PAGE.id, place, Text::new(format!("这里要写{zh}"), format!("{en} is wanted here")))
        .help(Text::new(format!("写成{zh}，单位写在数字后面"), format!("write {en}, the unit behind the number")))
}
