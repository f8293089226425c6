//! From code to tokens. Tokens are spans; their text is read from the source when it is needed.

use wuwei_source::{Diagnostic, FileId, Place, Span};

use crate::diagnostics;
use crate::markdown::Outline;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A name or a keyword.
    Word,
    /// Digits, perhaps with a decimal point.
    Number,
    /// `2025-01-06`
    Date,
    /// `"…"`
    String,
    /// One of `, : { } ( ) . < > = ~ + - * / ^ %` or a pair `<= >= != ..`
    Punct,
    /// The end of a code block: nothing reaches across it.
    BlockEnd,
    /// The end of the document.
    End,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
    /// Whether it is the first on its line; recovery starts again there.
    pub(crate) first_on_line: bool,
}

/// The tokens of a document, and where its comments are.
pub(crate) struct Tokens {
    pub(crate) tokens: Vec<Token>,
    pub(crate) comments: Vec<Span>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Whether the bodies of tests become tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tests {
    Read,
    /// Only their braces: most of a library's text is tests, and each is read by itself when its time comes.
    Outlined,
}

pub(crate) fn lex(file: FileId, text: &str, outline: &Outline, tests: Tests) -> Tokens {
    let code: usize = outline.blocks.iter().map(|block| (block.code.end - block.code.start) as usize).sum();
    let mut lexer = Lexer {
        file,
        text,
        at: 0,
        end: 0,
        first_on_line: true,
        tests,
        out: Tokens { tokens: Vec::with_capacity(code / 5), comments: Vec::new(), diagnostics: Vec::new() },
    };
    for block in &outline.blocks {
        if block.unclosed {
            let place = Place { file, span: block.fence };
            lexer.out.diagnostics.push(diagnostics::unclosed_fence(place));
        }
        lexer.block(block.code);
    }
    let end = Span::new(text.len() as u32, text.len() as u32);
    lexer.push(TokenKind::End, end);
    lexer.out
}

/// Tokens of one stretch of code, for reading a piece of a document again.
pub(crate) fn lex_span(file: FileId, text: &str, code: Span) -> Tokens {
    let outline = Outline {
        headings: Vec::new(),
        blocks: vec![crate::Block { code, fence: code, unclosed: false, heading: None }],
    };
    lex(file, text, &outline, Tests::Read)
}

/// A letter or digit of any script; the common Chinese ones are known without looking them up.
fn is_alphanumeric(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric()
}

struct Lexer<'a> {
    file: FileId,
    text: &'a str,
    at: usize,
    end: usize,
    first_on_line: bool,
    tests: Tests,
    out: Tokens,
}

impl Lexer<'_> {
    fn block(&mut self, code: Span) {
        self.at = code.start as usize;
        self.end = code.end as usize;
        self.first_on_line = true;
        while self.at < self.end {
            self.token();
        }
        self.push(TokenKind::BlockEnd, Span::new(code.end, code.end));
    }

    fn push(&mut self, kind: TokenKind, span: Span) {
        self.out.tokens.push(Token { kind, span, first_on_line: std::mem::replace(&mut self.first_on_line, false) });
    }

    fn push_from(&mut self, kind: TokenKind, start: usize) {
        self.push(kind, Span::new(start as u32, self.at as u32));
    }

    fn place(&self, start: usize) -> Place {
        Place { file: self.file, span: Span::new(start as u32, self.at as u32) }
    }

    fn peek(&self, ahead: usize) -> u8 {
        let at = self.at + ahead;
        if at < self.end { self.text.as_bytes()[at] } else { 0 }
    }

    fn token(&mut self) {
        let start = self.at;
        let byte = self.peek(0);
        match byte {
            b'\n' => {
                self.at += 1;
                self.first_on_line = true;
            }
            b' ' | b'\t' | b'\r' => self.at += 1,
            b'/' if self.peek(1) == b'/' => self.comment(),
            b'"' => self.string(),
            b'0'..=b'9' => self.number(),
            b't' if self.tests == Tests::Outlined && self.at_test() => {
                self.word();
                self.test_outline();
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.word(),
            b'.' if self.peek(1) == b'.' => self.punct(2),
            b'<' | b'>' | b'!' if self.peek(1) == b'=' => self.punct(2),
            b',' | b':' | b'{' | b'}' | b'(' | b')' | b'.' | b'<' | b'>' | b'=' | b'~' | b'+' | b'-' | b'*' | b'/'
            | b'^' | b'%' => self.punct(1),
            0x80.. => self.non_ascii(),
            _ => {
                self.at += 1;
                self.unexpected(start, char::from(byte));
            }
        }
    }

    /// A sign without meaning. In the middle of a name it is read as part of it, so that one slip is one fault.
    fn unexpected(&mut self, start: usize, found: char) {
        let place = self.place(start);
        self.out.diagnostics.push(diagnostics::unexpected_character(place, found));
        let after_word =
            self.out.tokens.last().is_some_and(|last| {
                last.kind == TokenKind::Word && last.span.end as usize == start && !self.first_on_line
            });
        let before_word = self.text[self.at..self.end].chars().next().is_some_and(is_alphanumeric);
        if after_word && before_word {
            self.word();
            let end = self.out.tokens.pop().map_or(start as u32, |rest| rest.span.end);
            if let Some(last) = self.out.tokens.last_mut() {
                last.span.end = end;
            }
        }
    }

    fn punct(&mut self, length: usize) {
        let start = self.at;
        self.at += length;
        self.push_from(TokenKind::Punct, start);
    }

    /// Whether a test begins at the left margin.
    fn at_test(&self) -> bool {
        let before = self.text.as_bytes()[..self.at].last();
        before.is_none_or(|byte| *byte == b'\n') && self.text[self.at..self.end].starts_with("test \"")
    }

    /// The title and the braces of a test. Where the end isn't plain to see its tokens are left to be read as usual.
    fn test_outline(&mut self) {
        self.at += 1;
        self.string();
        while self.peek(0) == b' ' {
            self.at += 1;
        }
        if self.peek(0) != b'{' {
            return;
        }
        self.punct(1);
        if let Some(close) = self.plain_close() {
            self.at = close;
        }
    }

    /// The `}` of the block that was just opened, if nothing on the way there is unusual.
    fn plain_close(&self) -> Option<usize> {
        let bytes = &self.text.as_bytes()[..self.end];
        let (mut at, mut open) = (self.at, 1);
        loop {
            match *bytes.get(at)? {
                b'{' => open += 1,
                b'}' => {
                    open -= 1;
                    if open == 0 {
                        return Some(at);
                    }
                }
                b'"' => {
                    at += 1;
                    loop {
                        match *bytes.get(at)? {
                            b'"' => break,
                            b'\n' => return None,
                            b'\\' => at += 2,
                            _ => at += 1,
                        }
                    }
                }
                b'/' if bytes.get(at + 1) == Some(&b'/') => {
                    at += bytes[at..].iter().position(|byte| *byte == b'\n')?;
                    continue;
                }
                // A declaration at the margin means that the block was never closed.
                b'\n' if bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) => return None,
                // A full-width brace may be meant.
                0xef => return None,
                _ => {}
            }
            at += 1;
        }
    }

    fn comment(&mut self) {
        let start = self.at;
        let rest = &self.text[self.at..self.end];
        self.at += rest.find('\n').unwrap_or(rest.len());
        self.out.comments.push(Span::new(start as u32, self.at as u32));
    }

    fn string(&mut self) {
        let start = self.at;
        self.at += 1;
        loop {
            match self.peek(0) {
                b'"' => {
                    self.at += 1;
                    break;
                }
                b'\\' if self.at + 1 < self.end && matches!(self.peek(1), b'"' | b'\\') => self.at += 2,
                b'\n' | 0 if self.at >= self.end || self.peek(0) == b'\n' => {
                    // What opens a block at the end of the line was not meant to be in the string.
                    let written = self.text[start..self.at].trim_end();
                    if written.len() > 1 && written.ends_with('{') {
                        self.at = start + written.len() - 1;
                    }
                    let place = self.place(start);
                    self.out.diagnostics.push(diagnostics::unterminated_string(place));
                    break;
                }
                _ => self.at += 1,
            }
        }
        self.push_from(TokenKind::String, start);
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while self.peek(0).is_ascii_digit() {
            self.at += 1;
        }
        self.at - start
    }

    fn number(&mut self) {
        let start = self.at;
        let length = self.digits();
        if length == 4
            && let Some(tail) = self.date_tail()
        {
            self.at += tail;
            self.push_from(TokenKind::Date, start);
            return;
        }
        if self.peek(0) == b'.' && self.peek(1).is_ascii_digit() {
            self.at += 1;
            self.digits();
        }
        self.push_from(TokenKind::Number, start);
    }

    /// The length of `-01-06` behind a year; `-1-6` counts too, so that the parser can say how it is written.
    fn date_tail(&self) -> Option<usize> {
        let mut at = 0;
        for _ in 0..2 {
            if self.peek(at) != b'-' {
                return None;
            }
            let digits = (1..=3).take_while(|ahead| self.peek(at + ahead).is_ascii_digit()).count();
            if !(1..=2).contains(&digits) {
                return None;
            }
            at += 1 + digits;
        }
        Some(at)
    }

    fn word(&mut self) {
        let start = self.at;
        let mut ascii = true;
        while self.at < self.end {
            let byte = self.peek(0);
            if byte.is_ascii_alphanumeric() || byte == b'_' {
                self.at += 1;
            } else if byte == b'-' && ascii && self.peek(1).is_ascii_alphanumeric() {
                self.at += 2;
            } else if byte >= 0x80 {
                let Some(c) = self.text[self.at..self.end].chars().next().filter(|c| is_alphanumeric(*c)) else {
                    break;
                };
                ascii = false;
                self.at += c.len_utf8();
            } else {
                break;
            }
        }
        self.push_from(TokenKind::Word, start);
    }

    fn non_ascii(&mut self) {
        let start = self.at;
        let c = self.text[self.at..self.end].chars().next().unwrap_or('\u{fffd}');
        if is_alphanumeric(c) && !is_full_width(c) {
            return self.word();
        }
        self.at += c.len_utf8();
        if c.is_whitespace() || c == '\u{feff}' {
            return;
        }
        let place = self.place(start);
        match ascii_for(c) {
            Some(ascii) => {
                self.out.diagnostics.push(diagnostics::full_width_punctuation(place, c, ascii));
                // It is read as what was meant, so that one wrong comma is one fault and not ten.
                self.push_from(TokenKind::Punct, start);
            }
            None => self.unexpected(start, c),
        }
    }
}

/// A digit or letter as an input method writes it in full width.
fn is_full_width(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// The ASCII punctuation that a full-width one stands for.
pub(crate) fn ascii_for(c: char) -> Option<&'static str> {
    Some(match c {
        '，' | '、' => ",",
        '：' => ":",
        '（' => "(",
        '）' => ")",
        '｛' => "{",
        '｝' => "}",
        '＜' => "<",
        '＞' => ">",
        '＝' => "=",
        '≥' => ">=",
        '≤' => "<=",
        '≠' => "!=",
        '％' => "%",
        '＋' => "+",
        '－' => "-",
        '×' => "*",
        '÷' => "/",
        '～' => "~",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(code: &str) -> Vec<&str> {
        let tokens = lex_span(FileId(0), code, Span::new(0, code.len() as u32)).tokens;
        tokens.iter().map(|token| &code[token.span.range()]).filter(|text| !text.is_empty()).collect()
    }

    #[test]
    fn hyphens_join_ascii_words_only() {
        assert_eq!(
            words("china.tech-sme 资产总额-负债总额 a - b"),
            ["china", ".", "tech-sme", "资产总额", "-", "负债总额", "a", "-", "b"]
        );
    }

    #[test]
    fn numbers_ranges_and_dates() {
        assert_eq!(
            words("1.3万项 2025 .. 2027 2025-01-06 0..8"),
            ["1.3", "万项", "2025", "..", "2027", "2025-01-06", "0", "..", "8"]
        );
    }

    #[test]
    fn full_width_marks_are_read_and_reported() {
        let code = "职工总数 ≥ 10，";
        let tokens = lex_span(FileId(0), code, Span::new(0, code.len() as u32));
        assert_eq!(tokens.diagnostics.len(), 2);
        assert_eq!(tokens.tokens.len(), 6);
    }
}
