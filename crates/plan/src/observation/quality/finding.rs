//! A finding: what is doubtful in tables of observations, how often, where, and how to mend it.

use serde_json::{Value as Json, json};
use wuwei_source::{Lang, Text};
use wuwei_table::Problem;

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Something is wrong, or most likely so: rows that can't be read or can't be true.
    Accuracy,
    /// The rows can be used, but not for all that one would like to use them for.
    Usefulness,
}

impl Class {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Class::Accuracy => "accuracy",
            Class::Usefulness => "usefulness",
        }
    }

    /// The word for it in a language.
    pub fn shown(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::Zh, Class::Accuracy) => "准确",
            (Lang::Zh, Class::Usefulness) => "可用",
            (Lang::En, class) => class.word(),
        }
    }
}

/// What a check found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The check, in kebab-case.
    pub id: &'static str,
    /// What it is about.
    pub class: Class,
    /// What was found, in a few words.
    pub heading: Text,
    /// What to do about it.
    pub mend: Text,
    /// How many rows or tables are concerned.
    pub count: usize,
    /// How many rows were looked at.
    pub of: usize,
    /// Where, with what exactly: at most [`Finding::LISTED`].
    pub places: Vec<Problem>,
}

impl Finding {
    /// So many places are listed; the rest is counted.
    pub const LISTED: usize = 10_000;

    /// The finding as JSON, with texts in both languages.
    pub fn json(&self) -> Json {
        let both = |text: &Text| json!({ "zh": text.zh, "en": text.en });
        let places: Vec<Json> = self
            .places
            .iter()
            .map(|place| {
                json!({
                    "file": place.file,
                    "sheet": place.sheet,
                    "row": place.row,
                    "column": place.column,
                    "value": place.value,
                    "why": both(&place.why),
                    "hint": both(&place.hint),
                })
            })
            .collect();
        json!({
            "finding": self.id,
            "class": self.class.word(),
            "heading": both(&self.heading),
            "mend": both(&self.mend),
            "count": self.count,
            "of": self.of,
            "places": places,
        })
    }
}
