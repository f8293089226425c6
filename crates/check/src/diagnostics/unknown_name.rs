//! A name that means nothing here.

use crate::scope::Space;
use wuwei_source::{Diagnostic, Name, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unknown-name");

/// A name in an expression, where facts and rules may stand. `hint` says what was meant, where that is plain.
pub(crate) fn unknown_operand(place: Place, name: &str, known: Vec<Name>, hint: Option<Text>) -> Diagnostic {
    let headline = Text::new(
        format!("没有名为 `{name}` 的事实或规则"),
        format!("nothing is called `{name}` among facts and rules"),
    );
    let diagnostic = Diagnostic::error(PAGE.id, place, headline);
    let operator = OPERATORS.iter().find(|(word, _)| *word == name);
    match (hint, operator) {
        (Some(hint), _) => diagnostic.help(hint),
        (None, Some((_, sign))) => diagnostic.help(Text::new(format!("写作 `{sign}`"), format!("write `{sign}`"))),
        (None, None) => super::suggest(diagnostic, name, known),
    }
}

/// Operators that people write out in Chinese.
const OPERATORS: &[(&str, &str)] = &[
    ("大于", ">"),
    ("超过", ">"),
    ("小于", "<"),
    ("不满", "<"),
    ("等于", "="),
    ("不等于", "!="),
    ("大于等于", ">="),
    ("不低于", ">="),
    ("不少于", ">="),
    ("至少", ">="),
    ("小于等于", "<="),
    ("不超过", "<="),
    ("不高于", "<="),
    ("至多", "<="),
    ("且", "and"),
    ("并且", "and"),
    ("和", "and"),
    ("或", "or"),
    ("或者", "or"),
    ("非", "not"),
    ("是", "yes"),
    ("否", "no"),
    ("无", "none"),
    ("今年", "this year"),
    ("本年", "this year"),
    ("去年", "last year"),
    ("上年", "last year"),
];

pub(crate) fn unknown_name(place: Place, name: &str, known: Vec<Name>, space: Space) -> Diagnostic {
    let (zh, en) = space.words();
    let diagnostic = Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("没有名为 `{name}` 的{zh}"), format!("nothing is called `{name}` among {en}")),
    );
    super::suggest(diagnostic, name, known)
}
