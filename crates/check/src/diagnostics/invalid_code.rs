//! A code whose form or check digit is wrong.

use wuwei_ir::CodeKind;
use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("invalid-code");

pub(crate) fn invalid_code(place: Place, code: &str, kind: CodeKind) -> Diagnostic {
    let (zh, en, hint_zh, hint_en) = match kind {
        CodeKind::Uscc => (
            "统一社会信用代码",
            "unified social credit code",
            "十八位，末位是校验码，不含 I、O、S、V、Z",
            "eighteen characters without I, O, S, V, Z; the last is a check digit",
        ),
        CodeKind::Industry => (
            "国民经济行业代码",
            "industry code of GB/T 4754",
            "一个门类字母加至多四位数字，例如 C3670",
            "a section letter and up to four digits, for example C3670",
        ),
    };
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("`{code}` 不是有效的{zh}"), format!("`{code}` is not a valid {en}")),
    )
    .help(Text::new(hint_zh, hint_en))
}
