//! Code as readers see it: its words told apart by colour and weight, its lines numbered where somebody speaks of them.

use std::ops::Range;

use maud::{Markup, html};
use wuwei_syntax::{Shade, shades};

/// A piece of code.
pub(crate) fn code(text: &str) -> Markup {
    let all = shades(text);
    marked(text, 0..text.len(), &all, None)
}

/// A line of code that stands at a place of a longer text, with a stretch of it marked.
pub(crate) struct Line<'t> {
    /// The text.
    pub(crate) text: &'t str,
    /// Its number in the document.
    pub(crate) number: u32,
    /// What is marked of it, in its own bytes.
    pub(crate) mark: Option<Range<usize>>,
}

/// Lines with their numbers.
pub(crate) fn lines(all: &[Line<'_>]) -> Markup {
    html! {
        pre.lines {
            @for line in all {
                span.line {
                    span.no aria-hidden="true" { (line.number) }
                    code { (marked(line.text, 0..line.text.len(), &shades(line.text), line.mark.clone())) }
                    "\n"
                }
            }
        }
    }
}

fn class(shade: Shade) -> &'static str {
    match shade {
        Shade::Declaration => "h-d",
        Shade::Keyword => "h-k",
        Shade::Name => "h-n",
        Shade::Number => "h-v",
        Shade::Text => "h-t",
        Shade::Comment => "h-c",
    }
}

/// A range of a text with its shades; a mark lies over them.
fn marked(
    text: &str,
    range: Range<usize>,
    shades: &[(wuwei_source::Span, Shade)],
    mark: Option<Range<usize>>,
) -> Markup {
    if let Some(mark) = mark.filter(|mark| range.start <= mark.start && mark.start < mark.end && mark.end <= range.end)
    {
        let part = |range| marked(text, range, shades, None);
        return html! {
            (part(range.start..mark.start)) mark { (part(mark.clone())) } (part(mark.end..range.end))
        };
    }
    let mut pieces: Vec<(Option<Shade>, &str)> = Vec::new();
    let mut at = range.start;
    for (span, shade) in shades {
        let (start, end) = (span.range().start.max(at), span.range().end.min(range.end));
        if start >= end {
            continue;
        }
        pieces.push((None, text.get(at..start).unwrap_or_default()));
        pieces.push((Some(*shade), text.get(start..end).unwrap_or_default()));
        at = end;
    }
    pieces.push((None, text.get(at..range.end).unwrap_or_default()));
    html! {
        @for (shade, piece) in pieces {
            @match shade {
                // Names are most of what is written, and are left as they are.
                Some(Shade::Name) | None => (piece),
                Some(shade) => span class=(class(shade)) { (piece) },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_stays_text() {
        let shown = code("status 甲 \"<b>\" { 10 }").into_string();
        assert_eq!(
            shown,
            "<span class=\"h-d\">status</span> 甲 <span class=\"h-t\">&quot;&lt;b&gt;&quot;</span> { <span class=\"h-v\">10</span> }"
        );
        let line = Line { text: "甲 >= 10 人", number: 7, mark: Some(4..9) };
        let shown = lines(&[line]).into_string();
        assert!(shown.contains("甲 <mark>&gt;= <span class=\"h-v\">10</span></mark> 人"), "{shown}");
        // A mark that fits nothing marks nothing.
        let odd = Line { text: "甲", number: 1, mark: Some(0..99) };
        assert!(!lines(&[odd]).into_string().contains("mark"));
    }
}
