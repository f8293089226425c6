//! A row of weights with too few or too many columns.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("weights-row-length");

pub(crate) fn weights_row_length(place: Place, row: &str, found: usize, wanted: usize) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("`{row}` 有 {found} 个权重，应有 {wanted} 个"),
            format!("`{row}` has {found} weights and should have {wanted}"),
        ),
    )
    .help(Text::new("每一列一个权重，用逗号隔开", "one weight per column, with commas between them"))
}
