//! Code as it is coloured: which stretch of it is what.

use wuwei_source::{FileId, Span};

use crate::keyword::{DECLARATIONS, is_keyword};
use crate::lexer::{TokenKind, lex_span};

/// What a stretch of code is, so far as it is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shade {
    /// The word that opens a declaration.
    Declaration,
    /// Another word of the language.
    Keyword,
    /// A name.
    Name,
    /// A number or a day.
    Number,
    /// A text for people.
    Text,
    /// A remark for readers of the source.
    Comment,
}

/// The stretches of a piece of code that are coloured, in order; what lies between them is space and punctuation.
pub fn shades(code: &str) -> Vec<(Span, Shade)> {
    let found = lex_span(FileId(0), code, Span::new(0, u32::try_from(code.len()).unwrap_or(u32::MAX)));
    let tokens = found.tokens.iter().filter_map(|token| {
        let text = code.get(token.span.range())?;
        let shade = match token.kind {
            TokenKind::Word if token.first_on_line && at_margin(code, token.span) && DECLARATIONS.contains(&text) => {
                Shade::Declaration
            }
            TokenKind::Word if is_keyword(text) => Shade::Keyword,
            TokenKind::Word => Shade::Name,
            TokenKind::Number | TokenKind::Date => Shade::Number,
            TokenKind::String => Shade::Text,
            TokenKind::Punct | TokenKind::BlockEnd | TokenKind::End => return None,
        };
        Some((token.span, shade))
    });
    let mut all: Vec<(Span, Shade)> = tokens.chain(found.comments.iter().map(|span| (*span, Shade::Comment))).collect();
    all.sort_by_key(|(span, _)| span.start);
    all
}

fn at_margin(code: &str, span: Span) -> bool {
    let before = code.as_bytes()[..span.start as usize].last();
    before.is_none_or(|byte| *byte == b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_told_apart_whatever_is_written() {
        let code = "status 甲 \"A\" of 企业 { 职工总数 >= 10 人 } // why\nvalue";
        let found: Vec<(&str, Shade)> =
            shades(code).into_iter().map(|(span, shade)| (&code[span.range()], shade)).collect();
        assert_eq!(
            found,
            [
                ("status", Shade::Declaration),
                ("甲", Shade::Name),
                ("\"A\"", Shade::Text),
                ("of", Shade::Keyword),
                ("企业", Shade::Name),
                ("职工总数", Shade::Name),
                ("10", Shade::Number),
                ("人", Shade::Name),
                ("// why", Shade::Comment),
                ("value", Shade::Declaration),
            ]
        );
        // Whatever somebody types: stretches lie side by side.
        for odd in ["\"", "test \"a\" {", "＊２ “x” 》\u{0}", "a\r\n\t//", "1-2-3 4.", "｛｝"] {
            let all = shades(odd);
            assert!(all.windows(2).all(|two| two[0].0.end <= two[1].0.start), "{odd}");
            assert!(all.iter().all(|(span, _)| odd.get(span.range()).is_some()), "{odd}");
        }
    }
}
