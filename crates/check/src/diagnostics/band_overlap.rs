//! Two lines of a table that both speak.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("band-overlap");

pub(crate) fn band_overlap(place: Place, first: Place) -> Diagnostic {
    Diagnostic::error(PAGE.id, place, Text::new("两档互相重叠", "two lines of the table overlap"))
        .label(Text::new("这一档", "this line"))
        .also(first, Text::new("和这一档", "and this one"))
        .help(Text::new(
            "让每个值只落在一档：都用 `>=` 从大到小，或都用 `<=` 从小到大",
            "let each value meet one line: all `>=` from large to small, or all `<=` from small to large",
        ))
}
