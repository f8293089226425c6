//! A region inside one whose code it does not begin with.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("region-code-mismatch");

pub(crate) fn region_code_mismatch(place: Place, code: &str, name: &str, outer: &str, outer_code: &str) -> Diagnostic {
    Diagnostic::warning(
        PAGE.id,
        place,
        Text::new(
            format!("{name}（{code}）的代码不属于{outer}（{outer_code}）"),
            format!("the code of {name} ({code}) does not lie in {outer} ({outer_code})"),
        ),
    )
    .help(Text::new("核对代码或上级区域", "check the code or the region around it"))
}
