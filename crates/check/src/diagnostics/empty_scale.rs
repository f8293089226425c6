//! A scale from a number to itself.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("empty-scale");

pub(crate) fn empty_scale(place: Place, value: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("标尺两端都是 {value}"), format!("both ends of this scale are {value}")),
    )
    .help(Text::new(
        "改正其中一端：`from` 后面是得零分的值，`to` 后面是得满分的值",
        "mend one end: `from` is the value that earns nothing, `to` the one that earns everything",
    ))
}
