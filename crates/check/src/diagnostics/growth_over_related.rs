//! Growth over related subjects, which have no order in time.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("growth-over-related");

pub(crate) fn growth_over_related(place: Place) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            "关联的主体没有先后，不能算增长率",
            "related subjects have no order in time, so there is no growth over them",
        ),
    )
    .help(Text::new("增长率写作 `growth of … over last 3 years`", "growth is `growth of … over last 3 years`"))
}
