//! Diagnostics as data: what happened, where, why, and what to do.

use crate::{Lang, Place, Text};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The document can't be used until this is mended.
    Error,
    /// The document works, but something is missing or doubtful.
    Warning,
}

/// A few words at a place in the source.
#[derive(Clone, Debug)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// A few words; may be empty for the main place.
    pub text: Text,
}

/// One finding of the compiler, in words of both languages. Built by the file of its kind; shown by whoever holds the sources.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The kind, in kebab-case; `wuwei explain-error ID` shows its page.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence that stands alone.
    pub headline: Text,
    /// Where it happened; the first label is the main place.
    pub labels: Vec<Label>,
    /// What to do: a concrete edit, or the valid choices.
    pub help: Vec<Text>,
    /// What else is worth knowing, for example a proof.
    pub notes: Vec<Text>,
    /// The headings above the main place, outermost first: which article it is in.
    pub trail: Vec<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(id: &'static str, place: Place, headline: Text) -> Diagnostic {
        Diagnostic::new(id, Severity::Error, place, headline)
    }

    /// A warning at a place.
    pub fn warning(id: &'static str, place: Place, headline: Text) -> Diagnostic {
        Diagnostic::new(id, Severity::Warning, place, headline)
    }

    fn new(id: &'static str, severity: Severity, place: Place, headline: Text) -> Diagnostic {
        Diagnostic {
            id,
            severity,
            headline,
            labels: vec![Label { place, text: Text::default() }],
            help: Vec::new(),
            notes: Vec::new(),
            trail: Vec::new(),
        }
    }

    /// Words at the main place.
    pub fn label(mut self, text: Text) -> Diagnostic {
        self.labels[0].text = text;
        self
    }

    /// A related place.
    pub fn also(mut self, place: Place, text: Text) -> Diagnostic {
        self.labels.push(Label { place, text });
        self
    }

    /// What to do about it.
    pub fn help(mut self, text: Text) -> Diagnostic {
        self.help.push(text);
        self
    }

    /// What else is worth knowing.
    pub fn note(mut self, text: Text) -> Diagnostic {
        self.notes.push(text);
        self
    }

    /// The main place.
    pub fn place(&self) -> Place {
        self.labels[0].place
    }
}

/// The page of a kind of diagnostic: what it means in both languages, a wrong example and a right one, which run as tests.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// The kind.
    pub id: &'static str,
    /// Markdown with the sections `## 中文`, `## English`, `## Wrong` and `## Right`.
    pub text: &'static str,
}

impl Page {
    /// The body of the section with this heading, without the heading.
    pub fn section(&self, heading: &str) -> &'static str {
        let marker = format!("## {heading}\n");
        let Some(start) = self.text.find(&marker) else {
            return "";
        };
        let body = &self.text[start + marker.len()..];
        body.split("\n## ").next().unwrap_or(body).trim()
    }

    /// The explanation in a language.
    pub fn explanation(&self, lang: Lang) -> &'static str {
        self.section(match lang {
            Lang::Zh => "中文",
            Lang::En => "English",
        })
    }
}
