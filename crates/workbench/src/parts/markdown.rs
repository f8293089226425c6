//! A document's Markdown in parts: headings with addresses of their own, prose, and blocks of code.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// A part of a document, in its order.
#[derive(Debug, PartialEq)]
pub(crate) enum Part {
    /// A heading.
    Heading {
        /// 1 for the title.
        level: u8,
        /// Its address: its own words, so that it stays when paragraphs are added before it.
        id: String,
        /// Its text.
        text: String,
    },
    /// Paragraphs, lists and tables, as HTML.
    Prose(String),
    /// A block marked `wuwei`.
    Code {
        /// What it says.
        text: String,
        /// Its first byte.
        start: u32,
        /// One past its last byte.
        end: u32,
    },
}

/// The parts of a text. HTML in it is shown as what it is, text, and links lead nowhere but to pages of this server.
pub(crate) fn parts(text: &str) -> Vec<Part> {
    let own =
        |to: &str| (to.starts_with('#') || (to.starts_with('/') && !to.starts_with("//"))).then(|| to.to_string());
    parts_with(text, &own)
}

/// The same; `link` says where a link leads, and what it doesn't know is left as words.
pub(crate) fn parts_with(text: &str, link: &dyn Fn(&str) -> Option<String>) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    let mut prose: Vec<Event<'_>> = Vec::new();
    let mut inside: Option<(u8, String)> = None;
    let mut code: Option<(String, std::ops::Range<usize>)> = None;
    let mut dropped: Vec<bool> = Vec::new();
    let flush = |out: &mut Vec<Part>, prose: &mut Vec<Event<'_>>| {
        if !prose.is_empty() {
            let mut html = String::new();
            pulldown_cmark::html::push_html(&mut html, prose.drain(..));
            // What is wider than a telephone is scrolled, by keyboard too.
            out.push(Part::Prose(tables(&html).replace("<pre>", "<pre tabindex=\"0\">")));
        }
    };
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match (event, &mut inside, &mut code) {
            (Event::Start(Tag::Heading { level, .. }), ..) => {
                flush(&mut out, &mut prose);
                inside = Some((level as u8, String::new()));
            }
            (Event::End(TagEnd::Heading(_)), Some(_), _) => {
                if let Some((level, text)) = inside.take() {
                    let id = address(&text, &out);
                    out.push(Part::Heading { level, id, text });
                }
            }
            (Event::Text(words) | Event::Code(words), Some((_, text)), _) => text.push_str(&words),
            (_, Some(_), _) => {}
            (Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))), ..) if info.trim() == "wuwei" => {
                flush(&mut out, &mut prose);
                code = Some((String::new(), range));
            }
            (Event::Text(words), _, Some((text, _))) => text.push_str(&words),
            (Event::End(TagEnd::CodeBlock), _, Some(_)) => {
                if let Some((text, range)) = code.take() {
                    out.push(Part::Code { text, start: range.start as u32, end: range.end as u32 });
                }
            }
            (_, _, Some(_)) => {}
            (Event::Html(raw) | Event::InlineHtml(raw), ..) => prose.push(Event::Text(raw)),
            (Event::Start(Tag::Link { link_type, dest_url, title, id }), ..) => {
                let to = link(&dest_url);
                dropped.push(to.is_none());
                if let Some(to) = to {
                    prose.push(Event::Start(Tag::Link { link_type, dest_url: to.into(), title, id }));
                }
            }
            (Event::End(TagEnd::Link), ..) if dropped.pop() == Some(true) => {}
            // A picture would be asked of another host, or of nobody.
            (Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image), ..) => {}
            // Columns are aligned by the style sheet: a page holds no style of its own.
            (Event::Start(Tag::Table(columns)), ..) => {
                prose.push(Event::Start(Tag::Table(vec![Alignment::None; columns.len()])));
            }
            (event, ..) => prose.push(event),
        }
    }
    flush(&mut out, &mut prose);
    out
}

/// Tables that may be wider than the page can be moved by hand and by key.
fn tables(html: &str) -> String {
    html.replace("<table>", "<div class=\"wide\" tabindex=\"0\"><table class=\"keep\">")
        .replace("</table>", "</table></div>")
        .replace("<th>", "<th scope=\"col\">")
}

/// A heading's address: its words, and a number where another heading has the same.
fn address(text: &str, before: &[Part]) -> String {
    let keep = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let words: String = text.trim().chars().map(keep).collect();
    let words = words.trim_matches('-');
    let taken = |wanted: &str| before.iter().any(|part| matches!(part, Part::Heading { id, .. } if id == wanted));
    let numbered = (2..).map(|n| format!("{words}-{n}"));
    std::iter::once(words.to_string()).chain(numbered).find(|id| !taken(id)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_links_hold_no_style_and_lead_nowhere_else() {
        let text =
            "[a](https://example.org) [b](#x) ![c](d.png) [e](javascript:f)\n\n| a | b |\n|--:|---|\n| 1 | 2 |\n";
        let [Part::Prose(html)] = &parts(text)[..] else { panic!() };
        assert!(!html.contains("style") && !html.contains("example.org") && !html.contains("javascript"), "{html}");
        assert!(html.contains("a <a href=\"#x\">b</a> c e") && html.contains("<th scope=\"col\">a</th>"), "{html}");
        assert!(html.contains("<div class=\"wide\" tabindex=\"0\"><table class=\"keep\">"), "{html}");
    }

    #[test]
    fn headings_have_addresses_and_html_is_text() {
        let text = "# 甲\n\n## 第一条 乙\n\n<script>x</script>丙\n\n```wuwei\nvalue a\n```\n\n## 第一条 乙\n";
        let found = parts(text);
        let ids: Vec<&str> = found
            .iter()
            .filter_map(|part| match part {
                Part::Heading { id, .. } => Some(id.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(ids, ["甲", "第一条-乙", "第一条-乙-2"]);
        assert!(found.iter().all(|part| !matches!(part, Part::Prose(html) if html.contains("<script"))));
        let code = found.iter().find_map(|part| match part {
            Part::Code { text: code, start, end } => Some((code.as_str(), &text[*start as usize..*end as usize])),
            _ => None,
        });
        assert_eq!(code, Some(("value a\n", "```wuwei\nvalue a\n```")));
    }
}
