//! In force until before it is in force from.

use wuwei_ir::Date;
use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("force-dates-reversed");

pub(crate) fn force_dates_reversed(place: Place, from: Date, until: Date) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("生效日 {from} 晚于失效日 {until}"),
            format!("in force from {from}, which is after its end {until}"),
        ),
    )
    .help(Text::new("检查两个日期的先后", "check which of the two days is right"))
}
