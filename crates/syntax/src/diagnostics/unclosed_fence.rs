//! A code block without its closing fence.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unclosed-fence");

pub(crate) fn unclosed_fence(place: Place) -> Diagnostic {
    Diagnostic::error(PAGE.id, place, Text::new("代码块没有结束标记", "this code block has no closing fence"))
        .label(Text::new("从这里开始", "opened here"))
        .help(Text::new("在代码块末尾另起一行写 ```", "add a line with ``` at its end"))
}
