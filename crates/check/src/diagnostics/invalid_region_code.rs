//! A region code that GB/T 2260 does not have.

use wuwei_ir::gbt2260_codes_named;
use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("invalid-region-code");

pub(crate) fn invalid_region_code(place: Place, code: &str, name: &str) -> Diagnostic {
    let hint = gbt2260_codes_named(name);
    let hint = if hint.is_empty() {
        Text::new(
            "核对 GB/T 2260；没有代码的单元写 `zone` 和自定编号",
            "see GB/T 2260; a unit without a code is written with `zone` and an id of its own",
        )
    } else {
        Text::new(format!("{name} 的代码是 {hint}"), format!("{name} has the code {hint}"))
    };
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("行政区划代码 {code}（{name}）不存在"),
            format!("region code {code} ({name}) does not exist"),
        ),
    )
    .help(hint)
}
