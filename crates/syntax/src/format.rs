//! The canonical layout of a document.
//!
//! The author's line breaks stay; spaces, indentation and the columns of band tables are set anew. The formatter prints
//! tokens, so it can't lose anything the tree doesn't keep; the parser only tells it where entries begin and which
//! colons belong to tables. Prose is never touched. Formatting twice changes nothing, and the tokens stay the same.

use unicode_width::UnicodeWidthStr;
use wuwei_source::{Diagnostic, Span};

use crate::diagnostics::FULL_WIDTH_PUNCTUATION;
use crate::keyword::is_keyword;
use crate::lexer::{Token, TokenKind, ascii_for};
use crate::markdown::Outline;
use crate::measure::is_measure;
use crate::parse::{Layout, parse_layout};

/// The document in canonical layout, or what must be mended before it can be laid out. Full-width punctuation in code is
/// no obstacle: it is replaced by what it stands for.
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    let (tokens, comments, layout, diagnostics) = parse_layout(text);
    let faults: Vec<Diagnostic> = diagnostics.into_iter().filter(|d| d.id != FULL_WIDTH_PUNCTUATION).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut out = String::with_capacity(text.len());
    // A document keeps the line ends it has.
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut at = 0;
    for block in Outline::of(text).blocks {
        let code = block.code;
        out.push_str(&text[at..code.start as usize]);
        let formatter = Formatter { text, layout: &layout, pieces: pieces(&tokens, &comments, code), line_end };
        formatter.print(&mut out);
        at = code.end as usize;
    }
    out.push_str(&text[at..]);
    Ok(out)
}

/// A token or a comment.
#[derive(Clone, Copy)]
struct Piece {
    span: Span,
    kind: Option<TokenKind>,
}

fn pieces(tokens: &[Token], comments: &[Span], code: Span) -> Vec<Piece> {
    let inside = |span: &Span| span.start >= code.start && span.end <= code.end;
    let real = |token: &&Token| !matches!(token.kind, TokenKind::BlockEnd | TokenKind::End);
    let tokens = tokens.iter().filter(real).map(|token| (token.span, Some(token.kind)));
    let comments = comments.iter().map(|span| (*span, None));
    let mut pieces: Vec<Piece> =
        tokens.chain(comments).filter(|(span, _)| inside(span)).map(|(span, kind)| Piece { span, kind }).collect();
    pieces.sort_by_key(|piece| piece.span.start);
    pieces
}

struct Formatter<'a> {
    text: &'a str,
    layout: &'a Layout,
    pieces: Vec<Piece>,
    line_end: &'static str,
}

/// One printed line. `colon` is where its table colon stands, in columns.
struct Line {
    indent: usize,
    text: String,
    colon: Option<(usize, usize)>,
    blank_before: bool,
    opens_or_closes: bool,
}

impl Formatter<'_> {
    fn print(&self, out: &mut String) {
        let mut lines = self.lines();
        align(&mut lines);
        for (n, line) in lines.iter().enumerate() {
            if line.blank_before && n > 0 {
                out.push_str(self.line_end);
            }
            out.extend(std::iter::repeat_n(' ', line.indent));
            out.push_str(line.text.trim_end());
            out.push_str(self.line_end);
        }
    }

    /// Pieces grouped as the author's lines.
    fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut depth = 0usize;
        let mut start = 0;
        let mut previous_end = None;
        while start < self.pieces.len() {
            let mut end = start + 1;
            while end < self.pieces.len() && !self.gap(end).contains('\n') {
                end += 1;
            }
            let line = &self.pieces[start..end];
            let blank_before = previous_end.is_some() && self.gap(start).matches('\n').count() > 1;
            previous_end = Some(end);
            lines.push(self.line(line, &mut depth, blank_before));
            start = end;
        }
        lines
    }

    /// The source between a piece and the one before it.
    fn gap(&self, n: usize) -> &str {
        &self.text[self.pieces[n - 1].span.end as usize..self.pieces[n].span.start as usize]
    }

    fn line(&self, pieces: &[Piece], depth: &mut usize, blank_before: bool) -> Line {
        let first = pieces[0];
        let closers = pieces.iter().take_while(|piece| self.word(**piece) == "}").count();
        let continues = first.kind.is_some() && closers == 0 && !self.layout.entries.contains(&first.span.start);
        let indent =
            2 * (depth.saturating_sub(closers) + usize::from(continues && (*depth > 0 || first.kind.is_some())));
        let mut line = Line { indent, text: String::new(), colon: None, blank_before, opens_or_closes: false };
        let mut table_entries = 0;
        for (n, piece) in pieces.iter().enumerate() {
            let word = self.word(*piece);
            if n > 0 {
                let spaces = self.space(pieces[n - 1], *piece);
                line.text.extend(std::iter::repeat_n(' ', spaces));
            }
            if self.layout.columns.contains(&piece.span.start) {
                table_entries += 1;
                line.colon = Some((line.text.len(), line.indent + line.text.width()));
            }
            line.text.push_str(word);
            match word {
                "{" if piece.kind == Some(TokenKind::Punct) => *depth += 1,
                "}" if piece.kind == Some(TokenKind::Punct) => *depth = depth.saturating_sub(1),
                _ => continue,
            }
            line.opens_or_closes = true;
        }
        if table_entries != 1 || line.opens_or_closes || continues {
            line.colon = None;
        }
        line
    }

    /// The text of a piece, full-width punctuation as ASCII.
    fn word(&self, piece: Piece) -> &str {
        let text = &self.text[piece.span.range()];
        if piece.kind == Some(TokenKind::Punct)
            && let Some(c) = text.chars().next().filter(|c| !c.is_ascii())
        {
            return ascii_for(c).unwrap_or(text);
        }
        text.trim_end()
    }

    /// How many spaces stand between two pieces of one line.
    fn space(&self, left: Piece, right: Piece) -> usize {
        if right.kind.is_none() {
            return 2;
        }
        let is = |piece: Piece, text: &str| piece.kind == Some(TokenKind::Punct) && self.word(piece) == text;
        let tight = |piece: Piece| self.layout.tight.contains(&piece.span.start);
        // A word close behind a number was meant as its unit even if there is none of that name; apart, it would not be.
        let like_a_unit = left.kind == Some(TokenKind::Number)
            && right.kind == Some(TokenKind::Word)
            && left.span.end == right.span.start
            && !is_measure(self.word(right))
            && !is_keyword(self.word(right));
        if tight(left)
            || tight(right)
            || like_a_unit
            || is(left, "(")
            || is(right, ")")
            || is(right, ",")
            || (is(right, "%") && left.kind == Some(TokenKind::Number))
            || is(left, ".")
            || is(right, ".")
            || self.layout.signs.contains(&left.span.start)
            || self.layout.close.contains(&right.span.start)
        {
            return 0;
        }
        if self.layout.entries.contains(&right.span.start) && !is(left, "{") && !is(right, "}") {
            return 3;
        }
        1
    }
}

/// Puts the colons of neighbouring table lines into one column.
fn align(lines: &mut [Line]) {
    let mut start = 0;
    while start < lines.len() {
        let mut end = start;
        while end < lines.len()
            && lines[end].colon.is_some()
            && lines[end].indent == lines[start].indent
            && (end == start || !lines[end].blank_before)
        {
            end += 1;
        }
        let group = &mut lines[start..end];
        let column = group.iter().filter_map(|line| line.colon.map(|(_, column)| column)).max();
        for line in group.iter_mut() {
            if let (Some(column), Some((byte, at))) = (column, line.colon) {
                line.text.insert_str(byte, &" ".repeat(column - at));
            }
        }
        start = end.max(start + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::format;

    fn check(code: &str, expected: &str) {
        let wrap = |code: &str| format!("散文  不动\n\n```wuwei\n{code}```\n\n尾  巴\n");
        let out = format(&wrap(code)).unwrap();
        assert_eq!(out, wrap(expected));
        assert_eq!(format(&out).unwrap(), out);
    }

    #[test]
    fn bands_stand_in_a_column() {
        check(
            "score  甲 of 企业 out of 20{\npart 乙 out of 20 by 丙/丁 in last year{\n>=30%:20\n>= 5% :4   // 低\n\n\nelse:0\n}\n}\n",
            "score 甲 of 企业 out of 20 {\n  part 乙 out of 20 by 丙 / 丁 in last year {\n    >= 30% : 20\n    >= 5%  : 4  // 低\n\n    else : 0\n  }\n}\n",
        );
    }

    #[test]
    fn entries_on_one_line_keep_their_distance() {
        check(
            "status 甲 of 企业 { any { 乙>=60 丙 . 丁>0 } not 戊 }\n",
            "status 甲 of 企业 { any { 乙 >= 60   丙.丁 > 0 }   not 戊 }\n",
        );
    }

    #[test]
    fn what_was_meant_as_a_unit_stays_with_its_number() {
        check("status 甲 of 企业 { 乙>=30人 丙<2024域 }\n", "status 甲 of 企业 { 乙 >= 30 人   丙 < 2024域 }\n");
    }

    #[test]
    fn full_width_punctuation_is_mended() {
        check("party 甲 \"A\" of 乙 aka “x”\n".replace(['“', '”'], "\"").as_str(), "party 甲 \"A\" of 乙 aka \"x\"\n");
        check("status 甲 of 企业 { 乙≥（3，4）}\n".replace("，4", "").as_str(), "status 甲 of 企业 { 乙 >= (3) }\n");
    }
}
