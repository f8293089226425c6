//! A rule about another kind of subject.

use wuwei_source::{Diagnostic, Name, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("wrong-subject");

/// `via`: facts that lead from the subject at hand to the rule's.
pub(crate) fn wrong_subject(place: Place, name: &str, owner: &str, wanted: &str, via: &[Name]) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("`{name}` 是关于{owner}的，这里问的是{wanted}"),
            format!("`{name}` is about {owner}, and the question here is about {wanted}"),
        ),
    );
    let Some(first) = via.first() else {
        return diagnostic
            .help(Text::new(format!("换成关于{wanted}的规则"), format!("name a rule about {wanted} instead")));
    };
    diagnostic.help(Text::new(
        format!("通过指向{owner}的事实来引用，写作 `{first}.{name}`"),
        format!("reach it through a fact that refers to {owner}: `{first}.{name}`"),
    ))
}
