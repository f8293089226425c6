//! A character that has no meaning in code.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unexpected-character");

pub(crate) fn unexpected_character(place: Place, found: char) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("代码里不能出现字符“{found}”"), format!("the character `{found}` has no meaning in code")),
    );
    match meant(found) {
        Some(meant) => diagnostic.help(Text::new(format!("写作 `{meant}`"), format!("write `{meant}`"))),
        None => diagnostic.help(Text::new(
            "文字说明写在代码块外面，或写成双引号里的字符串；注释以 // 开头",
            "put prose outside the code block or into a string in double quotes; comments begin with //",
        )),
    }
}

/// What a sign of another language, or a full-width one, was meant to be.
fn meant(found: char) -> Option<String> {
    match found {
        '&' => Some("and".to_string()),
        '|' => Some("or".to_string()),
        '!' => Some("not".to_string()),
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(found as u32 - 0xFEE0).map(String::from),
        '“' | '”' | '「' | '」' => Some("\"".to_string()),
        _ => None,
    }
}
