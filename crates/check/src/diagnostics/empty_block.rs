//! A block without anything in it.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("empty-block");

pub(crate) fn empty_block(place: Place) -> Diagnostic {
    Diagnostic::error(PAGE.id, place, Text::new("这里面是空的", "nothing is in here"))
        .help(Text::new("补上至少一项，或整个删去", "add at least one line, or remove the whole"))
}
