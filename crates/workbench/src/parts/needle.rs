//! What somebody looks for, found inside longer words.
//!
//! Chinese has no spaces, so a word is found wherever its characters stand. Full and half width, capitals and small letters
//! count alike, and Latin letters also mean the initials of syllables: `gxjs` finds 高新技术.

use std::ops::Range;

use maud::{Markup, html};
use pinyin::ToPinyinMulti as _;

/// So many words of a question are looked for at most, and so many characters of each; what is longer is cut.
const WORDS: usize = 8;
const LETTERS: usize = 64;

/// The words of a question.
#[derive(Clone, Debug, Default)]
pub(crate) struct Needle {
    words: Vec<Vec<char>>,
}

/// A text made ready to be searched, character by character as it stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Haystack {
    text: Vec<char>,
}

/// A name made ready to be searched by the initials of its syllables: for each character the letters that its readings begin with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Initials(Vec<u32>);

/// A character as it is compared.
fn plain(letter: char) -> char {
    let half = match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        '\u{3000}' => ' ',
        other => other,
    };
    let mut small = half.to_lowercase();
    match (small.next(), small.next()) {
        (Some(one), None) => one,
        _ => half,
    }
}

fn bit(letter: char) -> u32 {
    if letter.is_ascii_lowercase() { 1 << (letter as u32 - 'a' as u32) } else { 0 }
}

impl Needle {
    /// The words of a question; each of them must be found.
    pub(crate) fn new(text: &str) -> Needle {
        let plain: Vec<char> = text.chars().take(WORDS * LETTERS).map(plain).collect();
        let words = plain.split(|letter| letter.is_whitespace()).filter(|word| !word.is_empty());
        Needle { words: words.take(WORDS).map(|word| word.iter().copied().take(LETTERS).collect()).collect() }
    }

    /// Whether nothing is looked for.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How many words are looked for.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether each word is found in a text or among its initials, which are looked up only where a word may be such.
    pub(crate) fn is_in(&self, text: &Haystack, initials: impl FnOnce() -> Initials) -> bool {
        let open: Vec<usize> = (0..self.len()).filter(|word| self.finds(*word, text).is_none()).collect();
        let may_begin = |word: &usize| self.words[*word].iter().all(char::is_ascii_lowercase);
        if open.is_empty() || !open.iter().all(may_begin) {
            return open.is_empty();
        }
        let initials = initials();
        open.into_iter().all(|word| self.begins(word, &initials))
    }

    /// Where a word stands first in a text.
    pub(crate) fn finds(&self, word: usize, text: &Haystack) -> Option<usize> {
        let word = self.words.get(word)?;
        text.text.windows(word.len()).position(|window| window == word)
    }

    /// Whether a text is a word from beginning to end.
    pub(crate) fn is_whole(&self, word: usize, text: &Haystack) -> bool {
        self.words.get(word).is_some_and(|word| *word == text.text)
    }

    /// Whether the letters of a word are the initials of syllables that follow each other.
    pub(crate) fn begins(&self, word: usize, initials: &Initials) -> bool {
        let Some(word) = self.words.get(word).filter(|word| word.len() > 1) else { return false };
        let bits: Vec<u32> = word.iter().map(|letter| bit(*letter)).collect();
        let fits = |window: &[u32]| window.iter().zip(&bits).all(|(has, wanted)| has & wanted != 0);
        !bits.contains(&0) && initials.0.windows(bits.len()).any(fits)
    }

    /// The places where any word stands, from left to right, one after the other.
    fn places(&self, text: &Haystack) -> Vec<Range<usize>> {
        let mut out: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while at < text.text.len() {
            let fits = |word: &&Vec<char>| text.text[at..].starts_with(word);
            match self.words.iter().filter(fits).map(Vec::len).max() {
                Some(long) => {
                    out.push(at..at + long);
                    at += long;
                }
                None => at += 1,
            }
        }
        out
    }

    /// A text with what was looked for marked in it.
    pub(crate) fn marked(&self, text: &str) -> Markup {
        let letters: Vec<char> = text.chars().collect();
        let mut at = 0;
        let mut pieces: Vec<(bool, String)> = Vec::new();
        for place in self.places(&Haystack::new(text)) {
            pieces.push((false, letters[at..place.start].iter().collect()));
            pieces.push((true, letters[place.clone()].iter().collect()));
            at = place.end;
        }
        pieces.push((false, letters[at..].iter().collect()));
        html! {
            @for (is_found, piece) in &pieces {
                @if *is_found { mark { (piece) } } @else { (piece) }
            }
        }
    }

    /// The stretch of a text around what is found first; nothing where none of it is found.
    pub(crate) fn around(&self, text: &str, before: usize, after: usize) -> Option<String> {
        let first = self.places(&Haystack::new(text)).into_iter().next()?;
        let letters: Vec<char> = text.chars().collect();
        let from = first.start.saturating_sub(before);
        let to = (first.end + after).min(letters.len());
        let cut = |is_cut: bool| if is_cut { "…" } else { "" };
        let inside: String = letters[from..to].iter().collect();
        Some(format!("{}{}{}", cut(from > 0), inside.trim(), cut(to < letters.len())))
    }
}

impl Haystack {
    /// A text made ready.
    pub(crate) fn new(text: &str) -> Haystack {
        Haystack { text: text.chars().map(plain).collect() }
    }
}

impl Initials {
    /// The initials of a name.
    pub(crate) fn new(text: &str) -> Initials {
        let letters = |letter: char| {
            let readings = letter.to_pinyin_multi().into_iter().flatten();
            let first = readings.filter_map(|reading| reading.plain().chars().next());
            first.fold(bit(letter), |bits, letter| bits | bit(letter))
        };
        Initials(text.chars().map(plain).map(letters).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(needle: &str, text: &str) -> bool {
        Needle::new(needle).is_in(&Haystack::new(text), || Initials::new(text))
    }

    #[test]
    fn words_are_found_inside_longer_words_however_they_are_typed() {
        assert!(finds("新技术", "高新技术企业"));
        assert!(finds("ＡＩ　芯片", "车规级芯片与ai"));
        assert!(finds("High-Tech", "a high-tech enterprise"));
        assert!(!finds("芯片 船", "车规级芯片"));
        assert!(finds("", "什么都行"));
    }

    #[test]
    fn initials_of_syllables_find_names_whatever_the_reading() {
        assert!(finds("gxjsqy", "高新技术企业"));
        assert!(finds("xjs", "高新技术企业"));
        // 长 reads chang and zhang.
        assert!(finds("ccs", "长春市") && finds("zcs", "长春市"));
        assert!(!finds("g", "高新") && !finds("gxx", "高新技术"));
    }

    #[test]
    fn what_is_found_is_marked_and_the_rest_is_text() {
        let needle = Needle::new("b 新");
        assert_eq!(needle.marked("<B>高新").into_string(), "&lt;<mark>B</mark>&gt;高<mark>新</mark>");
        assert_eq!(needle.around("一二三四新六七八", 2, 1).as_deref(), Some("…三四新六…"));
        assert_eq!(needle.around("没有", 2, 1), None);
    }

    #[test]
    fn long_questions_are_cut() {
        let long = Needle::new(&"很".repeat(100_000));
        assert!(long.len() == 1 && long.words[0].len() == LETTERS);
        assert_eq!(Needle::new(&"a ".repeat(1000)).len(), WORDS);
    }
}
