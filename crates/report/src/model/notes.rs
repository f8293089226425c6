//! Footnotes: every number that comes from data has one, and a number that is printed twice has the same one.

use rustc_hash::FxHashMap;
use wuwei_plan::trace::TraceKey;

/// A number as it is printed, with the footnotes that say where it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// The number with its unit, in the language of the report.
    pub text: String,
    /// Numbers of its footnotes, from 1; a share of two numbers has both of theirs.
    pub notes: Vec<usize>,
}

impl Figure {
    /// Words that stand where a number would stand, such as "not known".
    pub(super) fn plain(text: impl Into<String>) -> Figure {
        Figure { text: text.into(), notes: Vec::new() }
    }
}

/// A footnote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What `wuwei trace` is asked.
    pub key: TraceKey,
    /// What the number is about: a target, or the document.
    pub subject: String,
    /// Which number of it.
    pub what: String,
    /// The number as it is printed.
    pub text: String,
}

/// Footnotes as they are given out.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) all: Vec<Note>,
    known: FxHashMap<TraceKey, usize>,
}

impl Notes {
    /// The number with its footnote.
    pub(super) fn figure(
        &mut self,
        key: Option<TraceKey>,
        text: String,
        subject: &str,
        what: impl FnOnce() -> String,
    ) -> Figure {
        let Some(key) = key else { return Figure::plain(text) };
        let all = &mut self.all;
        let number = *self.known.entry(key).or_insert_with(|| {
            all.push(Note { key, subject: subject.to_string(), what: what(), text: text.clone() });
            all.len()
        });
        Figure { text, notes: vec![number] }
    }
}
