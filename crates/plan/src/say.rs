//! Sentences in both languages from pieces in both languages.

use wuwei_source::{Lang, Text};

/// A text from pieces of both languages: `said!("{} 已到", "{} has come", day)` puts each piece's own language in.
macro_rules! said {
    ($zh:literal, $en:literal $(, $piece:expr)* $(,)?) => {{
        let pieces: &[wuwei_source::Text] = &[$($piece),*];
        $crate::say::filled($zh, $en, pieces)
    }};
}

/// Both wordings with the pieces put in.
pub(crate) fn filled(zh: &str, en: &str, pieces: &[Text]) -> Text {
    Text::new(fill(zh, pieces, Lang::Zh), fill(en, pieces, Lang::En))
}

fn fill(pattern: &str, pieces: &[Text], lang: Lang) -> String {
    let mut out = String::new();
    let mut pieces = pieces.iter();
    for (n, part) in pattern.split("{}").enumerate() {
        if n > 0 {
            out += pieces.next().map_or("", |piece| piece.get(lang));
        }
        out += part;
    }
    out
}
