//! The Markdown around the code: headings, and where the `wuwei` blocks are.
//!
//! Only two things of Markdown matter to the language, so this is a line scanner and no Markdown parser: ATX headings
//! (`## …`) outside fences, and fenced blocks whose info string is `wuwei`. Code keeps its byte offsets in the file, so
//! positions never need mapping back.

use wuwei_source::{Name, Span};

/// Which heading of an [`Outline`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HeadingId(pub u32);

/// One heading of a document.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 1 for `#`, 2 for `##` and so on.
    pub level: u8,
    /// The heading above it in the hierarchy.
    pub parent: Option<HeadingId>,
    /// The whole text, without marks.
    pub text: Name,
    /// Its number as printed (`7`, `（一）`, `第十一条`), or empty.
    pub number: Name,
    /// The text behind the number.
    pub title: Name,
    /// Where it stands.
    pub span: Span,
}

/// One `wuwei` block.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// The code between the fences.
    pub code: Span,
    /// The opening fence line.
    pub fence: Span,
    /// Whether the closing fence is missing.
    pub unclosed: bool,
    /// The nearest heading above.
    pub heading: Option<HeadingId>,
}

/// The headings and code blocks of a document.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Code blocks in order.
    pub blocks: Vec<Block>,
}

impl Outline {
    /// Reads the outline of a document.
    pub fn of(text: &str) -> Outline {
        let mut outline = Outline::default();
        let mut open: Option<Fence> = None;
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let span = Span::new(start as u32, (start + line.trim_end().len()) as u32);
            match &open {
                Some(fence) if fence.is_closed_by(line) => {
                    if fence.is_code {
                        outline.push_block(fence, start, false);
                    }
                    open = None;
                }
                Some(_) => {}
                None => match Fence::opened_by(line, span, at) {
                    Some(fence) => open = Some(fence),
                    None => outline.push_heading(line, span),
                },
            }
        }
        if let Some(fence) = open.filter(|fence| fence.is_code) {
            outline.push_block(&fence, text.len(), true);
        }
        outline
    }

    /// The heading with this id.
    pub fn heading(&self, id: HeadingId) -> &Heading {
        &self.headings[id.0 as usize]
    }

    /// The headings from the outermost to this one.
    pub fn trail(&self, id: Option<HeadingId>) -> Vec<&Heading> {
        let mut trail: Vec<&Heading> = std::iter::successors(id.map(|id| self.heading(id)), |heading| {
            heading.parent.map(|parent| self.heading(parent))
        })
        .collect();
        trail.reverse();
        trail
    }

    /// The nearest heading above a byte.
    pub fn heading_at(&self, at: u32) -> Option<HeadingId> {
        let n = self.headings.partition_point(|heading| heading.span.start <= at);
        n.checked_sub(1).map(|n| HeadingId(n as u32))
    }

    fn push_block(&mut self, fence: &Fence, end: usize, unclosed: bool) {
        self.blocks.push(Block {
            code: Span::new(fence.code_start as u32, end as u32),
            fence: fence.span,
            unclosed,
            heading: self.headings.len().checked_sub(1).map(|n| HeadingId(n as u32)),
        });
    }

    fn push_heading(&mut self, line: &str, span: Span) {
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        let Some(text) = line.get(level..).and_then(|rest| rest.strip_prefix(' ')) else {
            return;
        };
        if level == 0 || level > 6 {
            return;
        }
        let text = text.trim().trim_end_matches('#').trim_end();
        let (number, title) = split_number(text);
        let level = level as u8;
        let above = self.headings.iter().rposition(|heading| heading.level < level);
        self.headings.push(Heading {
            level,
            parent: above.map(|n| HeadingId(n as u32)),
            text: Name::new(text),
            number: Name::new(number),
            title: Name::new(title),
            span,
        });
    }
}

/// An open fence: three or more backticks or tildes.
struct Fence {
    mark: u8,
    length: usize,
    is_code: bool,
    span: Span,
    code_start: usize,
}

impl Fence {
    fn opened_by(line: &str, span: Span, code_start: usize) -> Option<Fence> {
        let line = strip_indent(line)?;
        let mark = *line.as_bytes().first()?;
        let length = fence_length(line, mark)?;
        let info = line[length..].trim();
        Some(Fence { mark, length, is_code: info == "wuwei", span, code_start })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        strip_indent(line).is_some_and(|line| {
            fence_length(line, self.mark)
                .is_some_and(|length| length >= self.length && line[length..].trim().is_empty())
        })
    }
}

/// Up to three spaces may stand before a fence.
fn strip_indent(line: &str) -> Option<&str> {
    let stripped = line.trim_start_matches(' ');
    (line.len() - stripped.len() <= 3).then_some(stripped)
}

fn fence_length(line: &str, mark: u8) -> Option<usize> {
    let length = line.bytes().take_while(|byte| *byte == mark).count();
    ((mark == b'`' || mark == b'~') && length >= 3).then_some(length)
}

/// Splits the printed number off a heading: `7. 名称`, `7 名称`, `一、名称`, `（一）名称`, `第十一条 名称`, `A1 名称`.
fn split_number(text: &str) -> (&str, &str) {
    const NUMERALS: &str = "一二三四五六七八九十百零";
    let split = |end: usize| {
        let rest = text[end..].trim_start_matches(['.', '．', '、', ' ', '　']);
        (&text[..end], rest)
    };
    if text.starts_with('第') {
        let end = text.find(['条', '章', '节', '款', '部', '编']);
        if let Some(end) = end.filter(|end| text[3..*end].chars().all(|c| NUMERALS.contains(c) || c.is_ascii_digit())) {
            return split(end + 3);
        }
    }
    for (open, close) in [('（', '）'), ('(', ')')] {
        if text.starts_with(open)
            && let Some(end) = text.find(close)
            && text[open.len_utf8()..end].chars().all(|c| NUMERALS.contains(c) || c.is_ascii_digit())
        {
            return split(end + close.len_utf8());
        }
    }
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = text[letters..].bytes().take_while(u8::is_ascii_digit).count();
    let end = letters + digits;
    if letters <= 1 && digits > 0 && digits <= 3 && text[end..].starts_with(['.', '．', '、', ' ']) {
        return split(end);
    }
    let numerals = text.chars().take_while(|c| NUMERALS.contains(*c)).map(char::len_utf8).sum();
    if numerals > 0 && text[numerals..].starts_with('、') {
        return split(numerals);
    }
    ("", text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_split_off_headings() {
        let cases = [
            ("7. 企业创新梯队壮大行动", "7", "企业创新梯队壮大行动"),
            ("一、主要目标", "一", "主要目标"),
            ("（一）教育支撑工程", "（一）", "教育支撑工程"),
            ("第十一条 认定条件", "第十一条", "认定条件"),
            ("A1 促进中心", "A1", "促进中心"),
            ("2023年的目标", "", "2023年的目标"),
            ("一企一策", "", "一企一策"),
        ];
        for (text, number, title) in cases {
            assert_eq!(split_number(text), (number, title));
        }
    }

    #[test]
    fn blocks_know_their_heading_and_other_fences_hide_theirs() {
        let text = "# 甲\n\n```wuwei\nx\n```\n\n````\n```wuwei\nhidden\n```\n````\n\n## 1. 乙\n```wuwei\ny\n";
        let outline = Outline::of(text);
        assert_eq!(outline.blocks.len(), 2);
        assert_eq!(&text[outline.blocks[0].code.range()], "x\n");
        assert!(outline.blocks[1].unclosed);
        let trail: Vec<&str> = outline.trail(outline.blocks[1].heading).iter().map(|h| h.text.as_str()).collect();
        assert_eq!(trail, ["甲", "1. 乙"]);
    }
}
