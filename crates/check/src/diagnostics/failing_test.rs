//! A test whose answer is not what it expects.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("failing-test");

/// A test whose answer is not what it expects; the proof of the actual value is added by the caller.
pub fn failing_test(place: Place, title: &str, asked: &str, expected: &Text, found: &Text) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("测试“{title}”没有通过：{asked} 应为 {}，算得 {}", expected.zh, found.zh),
            format!("test “{title}” fails: {asked} should be {} and is {}", expected.en, found.en),
        ),
    )
    .label(Text::new(format!("算得 {}", found.zh), format!("is {}", found.en)))
}
