//! Texts that strangers tell: held as long as a question lasts, and then forgotten.
//!
//! An interned name lives until the process ends, so whoever may ask without an account must not make new ones. Rules only compare
//! such texts with each other and with names that are known here. A text that nobody has interned therefore stands under a name
//! from a small pool, another one for each text of the same question; in what is answered the text itself is put back. Where rules
//! look at how a code begins, its name in the pool begins in the same way.

use std::borrow::Cow;

use wuwei_ir::{Expr, Program};
use wuwei_source::{Name, Text};

use crate::cell::Refusal;

/// How many unknown texts one question may hold.
const SEATS: usize = 64;
/// How many bytes a text may have.
const LENGTH: usize = 1000;
/// What a name of the pool begins and ends with: two characters that Unicode gives to nobody.
const OPEN: char = '\u{10fffe}';
const CLOSE: char = '\u{10ffff}';

/// The unknown texts of one question.
pub struct Guests<'p> {
    program: &'p Program,
    texts: Vec<Guest>,
    /// How rules ask that codes begin, gathered when that is first needed.
    beginnings: Option<Vec<Name>>,
}

/// A text, and how many bytes of it its name begins with.
struct Guest {
    text: Box<str>,
    beginning: usize,
}

impl<'p> Guests<'p> {
    /// Nobody yet.
    pub fn new(program: &'p Program) -> Guests<'p> {
        Guests { program, texts: Vec::new(), beginnings: None }
    }

    /// The longest beginning of a text that any rule asks for.
    fn beginning(&mut self, text: &str) -> usize {
        let beginnings = self.beginnings.get_or_insert_with(|| {
            let nodes = self.program.items.iter().flat_map(|item| item.body.iter());
            let asked = nodes.filter_map(|(_, node)| match node.expr {
                Expr::WithinCode(_, beginning) => Some(beginning),
                _ => None,
            });
            let mut asked: Vec<Name> = asked.collect();
            asked.sort_unstable();
            asked.dedup();
            asked
        });
        let fit = beginnings.iter().filter(|beginning| text.starts_with(beginning.as_str()));
        fit.map(|beginning| beginning.as_str().len()).max().unwrap_or(0)
    }

    /// The name that a text goes by while the question lasts.
    pub(crate) fn name(&mut self, text: &str) -> Result<Name, Refusal> {
        let is_ours = |text: &str| text.contains([OPEN, CLOSE]);
        if let Some(name) = Name::known(text).filter(|_| !is_ours(text)) {
            return Ok(name);
        }
        if text.len() > LENGTH || is_ours(text) {
            let why = Text::new(
                "这段文字太长，或含有不能用的字符",
                "this text is too long, or holds characters that can't be used",
            );
            return Err(Refusal { why, hint: Text::new("写短一些", "write less") });
        }
        let seat = match self.texts.iter().position(|guest| *guest.text == *text) {
            Some(seat) => seat,
            None if self.texts.len() < SEATS => {
                let beginning = self.beginning(text);
                self.texts.push(Guest { text: text.into(), beginning });
                self.texts.len() - 1
            }
            None => {
                let why = Text::new("一次提问里的文字太多", "there are too many texts in one question");
                return Err(Refusal {
                    why, hint: Text::new("删去不需要的", "leave out those that aren't needed")
                });
            }
        };
        let beginning = &text[..self.texts[seat].beginning];
        Ok(Name::new(&format!("{beginning}{OPEN}{seat}{CLOSE}")))
    }

    /// Whether every text was known.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// An answer with the texts in place of the names they went by; `written` says how a text is written in it.
    pub fn restored<'t>(&self, answer: &'t str, written: &dyn Fn(&str) -> String) -> Cow<'t, str> {
        if self.is_empty() || !answer.contains(OPEN) {
            return Cow::Borrowed(answer);
        }
        let mut parts = answer.split(OPEN);
        let mut out = parts.next().unwrap_or_default().to_string();
        for part in parts {
            let guest = |(seat, rest)| Some((self.texts.get(str::parse::<usize>(seat).ok()?)?, rest));
            match part.split_once(CLOSE).and_then(guest) {
                Some((guest, rest)) => {
                    out += &written(&guest.text[guest.beginning..]);
                    out += rest;
                }
                None => out += part,
            }
        }
        Cow::Owned(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_texts_are_told_apart_and_come_back() {
        let program = Program::default();
        let known = Name::new("a text of the library");
        let mut guests = Guests::new(&program);
        assert_eq!(guests.name("a text of the library").unwrap(), known);
        assert!(guests.is_empty());
        let (one, other) = (guests.name("never seen, one").unwrap(), guests.name("never seen, other").unwrap());
        assert_ne!(one, other);
        assert_eq!(guests.name("never seen, one").unwrap(), one);
        let answer = format!("{one} and {other}.");
        assert_eq!(guests.restored(&answer, &str::to_string), "never seen, one and never seen, other.");
    }

    #[test]
    fn nothing_is_left_behind() {
        let program = Program::default();
        for n in 0..1000 {
            let text = format!("a stranger's text {n}");
            Guests::new(&program).name(&text).unwrap();
            assert_eq!(Name::known(&text), None);
        }
    }

    #[test]
    fn a_question_holds_so_many_texts_and_no_more() {
        let program = Program::default();
        let mut guests = Guests::new(&program);
        for n in 0..SEATS {
            guests.name(&format!("one of many {n}")).unwrap();
        }
        assert!(guests.name("one too many").is_err());
        assert!(Guests::new(&program).name(&"x".repeat(LENGTH + 1)).is_err());
        let name = guests.name("one of many 3").unwrap();
        assert!(Guests::new(&program).name(name.as_str()).is_err());
    }
}
