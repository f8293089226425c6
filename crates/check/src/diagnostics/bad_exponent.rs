//! A power that is not a small whole number.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("bad-exponent");

pub(crate) fn bad_exponent(place: Place) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new("乘方的指数要写成不超过 12 的整数", "an exponent is a whole number up to 12"),
    )
    .help(Text::new("例如 `(1 + 20%) ^ 3`", "for example `(1 + 20%) ^ 3`"))
}
