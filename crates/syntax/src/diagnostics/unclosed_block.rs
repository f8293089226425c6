//! A brace or parenthesis without its partner.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unclosed-block");

pub(crate) fn unclosed_block(open: Place, bracket: &str, close: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        open,
        Text::new(format!("`{bracket}` 没有与之对应的 `{close}`"), format!("this `{bracket}` has no `{close}`")),
    )
    .help(Text::new(format!("在这一项的末尾补上 `{close}`"), format!("add `{close}` at the end of the item")))
}
