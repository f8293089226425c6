//! A row of weights that no part uses.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("weight-without-part");

pub(crate) fn weight_without_part(place: Place, table: Place, row: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("权重表里的 `{row}` 不是评分的部分"),
            format!("the weights have a row `{row}` that is no part of the score"),
        ),
    )
    .also(table, Text::new("权重表", "the weights"))
    .help(Text::new("删去这一行，或在评分里补上这一部分", "remove the row, or add the part"))
}
