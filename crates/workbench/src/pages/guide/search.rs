//! Words looked for in the guide.

use wuwei_source::Lang;

use super::shelf::{Leaf, leaves};
use crate::parts::markdown::{Part, parts};

/// A section of a page that holds the words.
pub(super) struct Hit {
    /// The page.
    pub(super) leaf: &'static Leaf,
    /// The heading's address; empty at the top of the page.
    pub(super) anchor: String,
    /// The heading.
    pub(super) heading: String,
    /// Some words around the first that was found.
    pub(super) extract: String,
    weight: usize,
}

/// So many hits are shown.
const HITS: usize = 30;
/// The longest question, in characters.
const QUESTION: usize = 80;

/// The sections that hold all the words, those that name them in a heading first.
pub(super) fn search(question: &str, lang: Lang) -> Vec<Hit> {
    let question: String = question.chars().take(QUESTION).flat_map(char::to_lowercase).collect();
    let words: Vec<&str> = question.split_whitespace().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut hits: Vec<Hit> = leaves(lang).flat_map(|leaf| sections(leaf, &words)).collect();
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.weight));
    hits.truncate(HITS);
    hits
}

fn sections(leaf: &'static Leaf, words: &[&str]) -> Vec<Hit> {
    let (mut anchor, mut heading, mut body) = (String::new(), leaf.title().to_string(), String::new());
    let mut out = Vec::new();
    for part in parts(leaf.text) {
        match part {
            Part::Heading { id, text, level } => {
                out.extend(hit(leaf, &anchor, &heading, &body, words));
                (anchor, heading) = (if level > 1 { id } else { String::new() }, text);
                body.clear();
            }
            Part::Prose(html) => body += &plain(&html),
            Part::Code { text, .. } => body += &text,
        }
    }
    out.extend(hit(leaf, &anchor, &heading, &body, words));
    out
}

fn hit(leaf: &'static Leaf, anchor: &str, heading: &str, body: &str, words: &[&str]) -> Option<Hit> {
    let (low_heading, low_body) = (heading.to_lowercase(), body.to_lowercase());
    if !words.iter().all(|word| low_heading.contains(word) || low_body.contains(word)) {
        return None;
    }
    let named = words.iter().filter(|word| low_heading.contains(*word)).count();
    let often: usize = words.iter().map(|word| low_body.matches(word).count().min(9)).sum();
    let extract = extract(body, words);
    let (anchor, heading) = (anchor.to_string(), heading.to_string());
    Some(Hit { leaf, anchor, heading, extract, weight: named * 100 + often })
}

/// Some words around the first of those that are looked for.
fn extract(body: &str, words: &[&str]) -> String {
    let chars: Vec<char> = body.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let low: String = chars.iter().flat_map(|c| c.to_lowercase()).collect();
    let at = words.iter().filter_map(|word| low.find(word)).min().unwrap_or(0);
    // Lower case may be longer; the place needn't be exact.
    let at = low.get(..at).map_or(0, |before| before.chars().count()).min(chars.len());
    let (start, end) = (at.saturating_sub(40), (at + 110).min(chars.len()));
    let text: String = chars[start..end].iter().collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{}{text}{}", if start > 0 { "…" } else { "" }, if end < chars.len() { "…" } else { "" })
}

/// HTML that we wrote ourselves as plain words.
fn plain(html: &str) -> String {
    let mut out = String::new();
    for piece in html.split('<') {
        out += piece.split_once('>').map_or(piece, |(_, text)| text);
        out.push(' ');
    }
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_come_first_and_words_may_stand_inside_others() {
        let hits = search("修改稿", Lang::Zh);
        assert!(hits.len() > 3 && hits[0].heading.contains("修改稿"), "{}", hits[0].heading);
        assert!(search("repeals DRAFTS", Lang::En).iter().any(|hit| hit.leaf.slug == "reference-03-header"));
        for nothing in ["", "   ", "xyzzy-nowhere", "\u{0}"] {
            assert!(search(nothing, Lang::En).is_empty(), "{nothing}");
        }
        assert!(search(&"企".repeat(5000), Lang::Zh).is_empty());
    }
}
