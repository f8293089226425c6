//! A benefit that nobody is said to pay.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("benefit-without-payer");

pub(crate) fn benefit_without_payer(place: Place, name: &str, document: &str) -> Diagnostic {
    Diagnostic::warning(PAGE.id, place, Text::new(format!("`{name}` 没有说由谁出钱"), format!("`{name}` does not say who pays")))
        .help(Text::new(format!("写 `from 预算`、`payer 单位` 或 `payer not stated \"原因\"`；整个文件都没有说的，在文件头 {document} 里写一次"), format!("write `from BUDGET`, `payer PARTY` or `payer not stated \"why\"`; once in the header of {document} if no benefit says it")))
}
