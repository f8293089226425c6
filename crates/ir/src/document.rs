//! Documents, and what every named item carries.

use wuwei_source::{FileId, Lang, Name, Place};

use crate::{Date, MechanismId, PartyId, RegionId};

id!(
    /// A document.
    DocId
);

/// A text for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// Chinese.
    pub zh: Name,
    /// English, if given.
    pub en: Option<Name>,
}

impl Words {
    /// The text in a language; the Chinese one where there is no English.
    pub fn get(self, lang: Lang) -> &'static str {
        match (lang, self.en) {
            (Lang::En, Some(en)) => en.as_str(),
            _ => self.zh.as_str(),
        }
    }
}

/// What a statement rests on, from the firmest to the least firm. The taint of an answer is the least firm it used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The official text.
    #[default]
    Official,
    /// A credible report of the text.
    Secondary,
    /// Another place's rule, as a stand-in.
    Elsewhere,
    /// An assumption.
    Assumed,
}

impl Basis {
    /// All kinds, firmest first.
    pub const ALL: [Basis; 4] = [Basis::Official, Basis::Secondary, Basis::Elsewhere, Basis::Assumed];

    /// The word for it in documents and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Basis::Official => "official",
            Basis::Secondary => "secondary",
            Basis::Elsewhere => "elsewhere",
            Basis::Assumed => "assumed",
        }
    }
}

/// A heading of a document.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 1 for the title.
    pub level: u8,
    /// Position of the heading above.
    pub parent: Option<u32>,
    /// The whole text.
    pub text: Name,
    /// The printed number, or empty.
    pub number: Name,
    /// The text behind the number.
    pub title: Name,
}

/// A compiled document.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its id, `china.tech-sme`.
    pub id: Name,
    /// Its file.
    pub file: FileId,
    /// Official title.
    pub title: Words,
    /// Official number.
    pub number: Option<Words>,
    /// Issuing bodies.
    pub issuers: Vec<PartyId>,
    /// The region it holds in.
    pub region: RegionId,
    /// First day in force.
    pub from: Date,
    /// Last day in force.
    pub until: Option<Date>,
    /// Plan period, first and last year.
    pub period: Option<(i32, i32)>,
    /// What it rests on.
    pub basis: Basis,
    /// Why it has that basis.
    pub basis_why: Option<Words>,
    /// Plans above that it carries out.
    pub implements: Vec<DocId>,
    /// Documents that it replaces.
    pub replaces: Vec<DocId>,
    /// Documents that it would change, if it were adopted: it is a draft then, and in force nowhere but in a simulation.
    pub reforms: Vec<DocId>,
    /// Citations.
    pub sources: Vec<Words>,
    /// Remarks.
    pub notes: Vec<Words>,
    /// Headings in order.
    pub headings: Vec<Heading>,
}

impl Document {
    /// The headings from the outermost to this one.
    pub fn trail(&self, heading: Option<u32>) -> Vec<&Heading> {
        let get = |n: u32| self.headings.get(n as usize);
        let mut trail: Vec<&Heading> =
            std::iter::successors(heading.and_then(get), |heading| heading.parent.and_then(get)).collect();
        trail.reverse();
        trail
    }
}

/// What every named item carries.
#[derive(Clone, Debug)]
pub struct Head {
    /// Its name.
    pub name: Name,
    /// Its English label.
    pub label: Option<Name>,
    /// The document that declares it.
    pub doc: DocId,
    /// The declaration.
    pub place: Place,
    /// Position of the heading above it.
    pub heading: Option<u32>,
    /// The article, where the heading doesn't say it.
    pub article: Option<Words>,
    /// What it rests on.
    pub basis: Basis,
    /// Why it has that basis.
    pub basis_why: Option<Words>,
    /// What it means.
    pub about: Option<Words>,
    /// Remarks.
    pub notes: Vec<Words>,
    /// The mechanisms it realises.
    pub realises: Vec<MechanismId>,
    /// First day in force.
    pub from: Date,
    /// Last day in force.
    pub until: Option<Date>,
}

impl Head {
    /// Whether it is in force on a day.
    pub fn in_force(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// The name, or its English label in English.
    pub fn shown(&self, lang: Lang) -> &'static str {
        match (lang, self.label) {
            (Lang::En, Some(label)) => label.as_str(),
            _ => self.name.as_str(),
        }
    }
}
