//! An aggregate over too few or too many years.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("wrong-span-of-years");

pub(crate) fn wrong_span_of_years(place: Place, least: u32) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("年数要在 {least} 到 50 之间"), format!("the number of years is between {least} and 50")),
    )
    .help(Text::new(
        "改正年数，例如 `over last 3 years`；增长率至少要两年",
        "mend the number, for example `over last 3 years`; growth needs at least two years",
    ))
}
