//! Versions of a rule that answer different kinds of question.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("version-type-mismatch");

pub(crate) fn version_type_mismatch(place: Place, first: Place, name: &str, was: &Text, is: &Text) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("`{name}` 的两个版本不是同一种规则（{}、{}）", was.zh, is.zh),
            format!("two versions of `{name}` are not the same kind of rule ({}, {})", was.en, is.en),
        ),
    )
    .also(first, Text::new("先前的版本", "the earlier version"))
    .help(Text::new(
        "两个版本的主体、种类、单位要一致；否则另起名称",
        "let subject, kind and unit agree, or use another name",
    ))
}
