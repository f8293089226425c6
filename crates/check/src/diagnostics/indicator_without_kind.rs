//! An indicator that does not say what kind of number it is.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("indicator-without-kind");

pub(crate) fn indicator_without_kind(place: Place, name: &str) -> Diagnostic {
    Diagnostic::error(PAGE.id, place, Text::new(format!("`{name}` 没有说是哪一种数"), format!("`{name}` does not say what kind of number it is")))
        .help(Text::new("写 stock at year end（年末存量）、flow per year（年度流量）、cumulative（累计）、share、growth、rank、milestone 或 unstated \"原因\"", "write stock at year end, flow per year, cumulative, share, growth, rank, milestone or unstated \"why\""))
}
