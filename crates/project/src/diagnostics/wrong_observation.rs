//! A row of observations that can't be used.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = Page { id: "wrong-observation", text: include_str!("wrong-observation.md") };

/// `why` says what is wrong with which cell, `help` what to write instead.
pub(crate) fn wrong_observation(place: Place, why: Text, help: Option<Text>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        PAGE.id,
        place,
        Text::new(format!("这条观测值用不了：{}", why.zh), format!("this observation can't be used: {}", why.en)),
    );
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}
