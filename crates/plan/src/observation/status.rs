//! How firm a figure is.

use wuwei_source::Lang;

/// How firm a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Worked out by somebody from other figures; gives way to what was published.
    Derived,
    /// Published with the reservation that it may change.
    Preliminary,
    /// Published.
    Reported,
    /// Published and approved by whoever answers for it.
    Approved,
    /// Takes the place of every figure known before for the same period.
    Revised,
}

impl Status {
    /// All, in the order in which people meet them.
    pub const ALL: [Status; 5] =
        [Status::Preliminary, Status::Reported, Status::Approved, Status::Revised, Status::Derived];

    /// The word for it in tables and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Status::Preliminary => "preliminary",
            Status::Reported => "reported",
            Status::Approved => "approved",
            Status::Revised => "revised",
            Status::Derived => "derived",
        }
    }

    /// The word for it in a language.
    pub fn shown(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::En, status) => status.word(),
            (Lang::Zh, Status::Preliminary) => "初步",
            (Lang::Zh, Status::Reported) => "公布",
            (Lang::Zh, Status::Approved) => "审定",
            (Lang::Zh, Status::Revised) => "修订",
            (Lang::Zh, Status::Derived) => "推算",
        }
    }

    /// The status that a word of a table means; a figure of which nothing is said was reported.
    pub fn parse(word: &str) -> Option<Status> {
        if word.is_empty() {
            return Some(Status::Reported);
        }
        Status::ALL
            .into_iter()
            .find(|status| status.word().eq_ignore_ascii_case(word) || status.shown(Lang::Zh) == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_both_languages_are_read() {
        for status in Status::ALL {
            assert_eq!(Status::parse(status.word()), Some(status));
            assert_eq!(Status::parse(status.shown(Lang::Zh)), Some(status));
        }
        assert_eq!(Status::parse(""), Some(Status::Reported));
        assert_eq!(Status::parse("final"), None);
    }
}
