//! A column of weights that does not add up.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("weights-sum");

pub(crate) fn weights_sum(place: Place, table: Place, column: usize, sum: &str, out_of: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("权重表第 {column} 列合计 {sum}，应为 {out_of}"),
            format!("column {column} of the weights adds up to {sum} and should make {out_of}"),
        ),
    )
    .also(table, Text::new("权重表", "the weights"))
    .help(Text::new("核对这一列的权重", "check the weights of that column"))
}
