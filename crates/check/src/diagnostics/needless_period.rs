//! A year for something that has none.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("needless-period");

pub(crate) fn needless_period(place: Place, name: &str) -> Diagnostic {
    let headline = if name.is_empty() {
        Text::new("年度前面没有逐年的事实", "nothing before this period has yearly values")
    } else {
        Text::new(format!("`{name}` 没有年度之分"), format!("`{name}` has no yearly values"))
    };
    Diagnostic::error(PAGE.id, place, headline).help(Text::new("删去年度", "leave the year out"))
}
