//! A row with more or fewer values than columns.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("table-row-length");

pub(crate) fn table_row_length(place: Place, found: usize, wanted: usize) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("这一行有 {found} 个值，应有 {wanted} 个"),
            format!("this row has {found} values and should have {wanted}"),
        ),
    )
    .help(Text::new("每个事实一个值，用逗号隔开", "one value per fact, with commas between them"))
}
