//! A benefit without an amount.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("benefit-pays-nothing");

pub(crate) fn benefit_pays_nothing(place: Place, name: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("`{name}` 没有说给多少"), format!("`{name}` does not say what it pays")),
    )
    .help(Text::new(
        "写 `pays …`、`pays at most …` 或 `pays not computable \"原因\"`",
        "write `pays …`, `pays at most …` or `pays not computable \"why\"`",
    ))
}
