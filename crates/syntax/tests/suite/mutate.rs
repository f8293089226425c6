//! Makes faulty documents of sound ones.

/// SplitMix64: the same chance on every machine.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// Pieces that somebody may type in a wrong place, or that a broken file may hold.
const STRANGE: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "\"",
    "\\\"",
    ":",
    ",",
    ".",
    "..",
    "<=",
    ">",
    "=",
    "~",
    "+",
    "-",
    "*",
    "/",
    "^",
    "%",
    "//",
    "!",
    "，",
    "：",
    "（",
    "｛",
    "“",
    "”",
    "≥",
    "％",
    "　",
    "、",
    "１２",
    "\0",
    "\u{feff}",
    "\u{2028}",
    "\u{200d}",
    "😀",
    "e\u{301}",
    "\r",
    "\r\n",
    "\t",
    "\n",
    "\n\n",
    "```",
    "\n```\n",
    "\n```wuwei\n",
    "\n~~~wuwei\n",
    "\n# 一、题目\n",
    "\n## 第三条 条件\n",
    "#",
    "企业",
    "中",
    "亿元",
    "万",
    "9999999999999999999",
    "0.0000000000000001",
    "1.",
    "2025-02-30",
    "2025-1-1",
    "0000-00-00",
    "99999-01-01",
    "in 2024",
    "- 1",
    "-1",
    "^ 99",
    "or end of month",
    "where {",
    "else :",
    "to",
    "none",
    "unknown",
    "today",
    "this year",
    "\"未完",
    "甲.乙.丙",
    "企业.",
    "_",
    "a-b-",
    "10 万元/人",
    "last 0 years",
    "last 99999999999 years",
];

/// What nests.
const NESTING: &[&str] = &[
    "{ ",
    "( ",
    "not ",
    "- ",
    "any { ",
    "not { ",
    "all { ",
    "at least 1 of { ",
    "by cases { ",
    "by 甲 { >= ",
    "the larger of { ",
    "2 ^ ",
    "count of 甲 where ",
    "sum of ",
    "days since ",
    "scaled ",
    "binary64(",
    "part 甲 { ",
    "status 甲 of 乙 { ",
    "甲.",
    "expert 甲 within ",
];

/// Where a character begins, at random; the end of the text is one of the answers.
fn boundary(random: &mut Random, text: &str) -> usize {
    let mut at = random.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Words, numbers, signs and the spaces between them, roughly as the lexer sees them.
fn pieces(text: &str) -> Vec<&str> {
    let class = |c: char| match c {
        ' ' | '\n' => 0,
        c if c.is_alphanumeric() || c == '_' => 1,
        _ => 2,
    };
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        if before.is_some_and(|before| before != class(c) || before == 2) {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(class(c));
    }
    pieces.push(&text[start..]);
    pieces
}

/// Deletes, repeats, swaps or moves parts of a sequence.
fn disturb<T: Clone>(random: &mut Random, parts: &mut Vec<T>) {
    if parts.is_empty() {
        return;
    }
    let at = random.below(parts.len());
    let length = 1 + random.below((parts.len() - at).min(6));
    match random.below(4) {
        0 => {
            parts.drain(at..at + length);
        }
        1 => {
            let copy: Vec<T> = parts[at..at + length].to_vec();
            parts.splice(at..at, copy);
        }
        2 => {
            let other = random.below(parts.len());
            parts.swap(at, other);
        }
        _ => {
            let moved: Vec<T> = parts.drain(at..at + length).collect();
            let to = random.below(parts.len() + 1);
            parts.splice(to..to, moved);
        }
    }
}

/// One change.
fn change(random: &mut Random, text: &str, corpus: &[String], keywords: &[&str]) -> String {
    let insert = |at: usize, what: &str| format!("{}{what}{}", &text[..at], &text[at..]);
    match random.below(12) {
        0 | 1 => {
            let mut chars: Vec<char> = text.chars().collect();
            disturb(random, &mut chars);
            chars.into_iter().collect()
        }
        2..=4 => {
            let mut parts = pieces(text);
            disturb(random, &mut parts);
            parts.concat()
        }
        5 => {
            let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
            disturb(random, &mut lines);
            lines.concat()
        }
        6 => insert(boundary(random, text), &format!(" {} ", random.pick(keywords))),
        7 | 8 => insert(boundary(random, text), random.pick::<&str>(STRANGE)),
        9 => {
            let deep = *random.pick(&[2, 20, 94, 95, 96, 97, 98, 200]);
            insert(boundary(random, text), &random.pick(NESTING).repeat(deep))
        }
        10 => text[..boundary(random, text)].to_string(),
        _ => {
            let other = random.pick(corpus);
            format!("{}{}", &text[..boundary(random, text)], &other[boundary(random, other)..])
        }
    }
}

/// The keywords of the language: whatever stands in quotes where they are listed.
pub(crate) fn keywords() -> Vec<&'static str> {
    let quoted = include_str!("../../src/keyword.rs").split('"').filter(|word| wuwei_syntax::is_keyword(word));
    quoted.chain(wuwei_syntax::measures().iter().copied()).collect()
}

/// A block of code made from a sound one by one to four changes.
pub(crate) fn mutated(random: &mut Random, corpus: &[String], keywords: &[&str]) -> String {
    let mut text = random.pick(corpus).clone();
    for _ in 0..1 + random.below(4) {
        text = change(random, &text, corpus, keywords);
        // Two long blocks joined again and again would make the rest wait.
        if text.len() > 4000 {
            let mut end = 4000;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text.truncate(end);
        }
    }
    text
}
