//! A benefit for everybody.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("benefit-without-condition");

pub(crate) fn benefit_without_condition(place: Place, name: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("`{name}` 没有条件，人人都可以得到"),
            format!("`{name}` has no condition, so everybody is eligible"),
        ),
    )
    .help(Text::new(
        "写 `when …`；条件没有公布的，写 `when not computable \"原因\"`",
        "write `when …`, or `when not computable \"why\"` if the conditions are not published",
    ))
}
