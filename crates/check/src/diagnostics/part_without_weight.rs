//! A part that the weight table does not list.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("part-without-weight");

pub(crate) fn part_without_weight(place: Place, table: Place, part: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("权重表里没有 `{part}` 这一行"), format!("the weights have no row `{part}`")),
    )
    .also(table, Text::new("权重表", "the weights"))
    .help(Text::new(format!("在权重表里补上 `{part} : …`"), format!("add `{part} : …` to the weights")))
}
