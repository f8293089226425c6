//! Kinds of subjects, their facts, and single subjects that documents name.

use wuwei_source::{Lang, Name, Place};

use crate::{Date, DocId, Head, Number, RegionId, Type, Unit, Words};

id!(
    /// A kind of subject.
    EntityId
);
id!(
    /// A fact of a kind of subject.
    FactId
);
id!(
    /// A relation from one kind of subject to another.
    RelationId
);
id!(
    /// A list of names that a fact or value may have.
    EnumId
);
id!(
    /// A single subject named in a document.
    SubjectId
);

/// A kind of subject: 企业, 机构, 项目.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Name, label, place.
    pub head: Head,
    /// The unit it is counted in.
    pub counted_in: Unit,
    /// Its facts, in order of declaration.
    pub facts: Vec<FactId>,
    /// Its relations.
    pub relations: Vec<RelationId>,
    /// The fact that identifies a subject.
    pub key: Option<FactId>,
    /// The fact that names it for people.
    pub name: Option<FactId>,
    /// The fact that says where it is at home, and so whose rules apply to it.
    pub home: Option<FactId>,
    /// The fact that says since when it exists.
    pub founded: Option<FactId>,
    /// The roles of a payment record, if this is one.
    pub ledger: Option<Ledger>,
}

impl Entity {
    /// A kind of subject of which nothing is declared yet.
    pub fn new(head: Head, counted_in: Unit) -> Entity {
        let (facts, relations) = (Vec::new(), Vec::new());
        Entity { head, counted_in, facts, relations, key: None, name: None, home: None, founded: None, ledger: None }
    }
}

/// The facts of a payment record that once-only rules read.
#[derive(Clone, Copy, Debug)]
pub struct Ledger {
    /// Code of the beneficiary.
    pub payee: FactId,
    /// Name of the benefit.
    pub item: FactId,
    /// What a `once per` rule refers to.
    pub reason: Option<FactId>,
    /// Year of payment.
    pub paid: FactId,
    /// Amount paid.
    pub amount: FactId,
}

/// The end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// A number in base units; a day or a year as its number.
    Number(Number),
    /// The day of evaluation.
    Today,
}

/// A fact of a kind of subject.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its name.
    pub name: Name,
    /// Its English label.
    pub label: Option<Name>,
    /// Whose fact it is.
    pub entity: EntityId,
    /// The document that declares it.
    pub doc: DocId,
    /// The declaration.
    pub place: Place,
    /// Its type.
    pub ty: Type,
    /// The unit that people give it in.
    pub unit: Unit,
    /// One value per year.
    pub yearly: bool,
    /// Supplied by an assessor.
    pub expert: bool,
    /// Whether "explicitly none" is a value.
    pub or_none: bool,
    /// Smallest and largest value: limits of the domain, not of taste.
    pub range: Option<(Bound, Bound)>,
    /// How the subject itself can change it; nothing is what it can't influence.
    pub efforts: Vec<Effort>,
    /// What it means.
    pub about: Option<Words>,
    /// Remarks.
    pub notes: Vec<Words>,
}

/// What a change of a fact costs the subject that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effort {
    /// The effort of one step, or of the whole change to a value.
    pub cost: Number,
    /// What it buys.
    pub change: Change,
}

/// What a subject can do about one of its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// More or less of it, in whole steps.
    By {
        /// One step, in base units.
        amount: Number,
        /// Upwards or downwards.
        up: bool,
        /// How far at most.
        most: Option<Number>,
        /// Facts that move by the same amount at the same time.
        with: Vec<FactId>,
    },
    /// The next choices of an ordered list; none stands below the lowest.
    Step {
        /// Upwards or downwards.
        up: bool,
        /// How many at most.
        most: Option<u32>,
    },
    /// A value.
    To(Literal),
}

impl Fact {
    /// The name, or its English label in English.
    pub fn shown(&self, lang: Lang) -> &'static str {
        match (lang, self.label) {
            (Lang::En, Some(label)) => label.as_str(),
            _ => self.name.as_str(),
        }
    }

    /// The name with the year, `研发费用@2024`, as columns and missing facts are called.
    pub fn column(&self, year: Option<i32>) -> String {
        match year {
            Some(year) => format!("{}@{year}", self.name),
            None => self.name.to_string(),
        }
    }
}

/// The rows of another kind of subject that point at this one.
#[derive(Clone, Debug)]
pub struct Relation {
    /// Its name.
    pub name: Name,
    /// Its English label.
    pub label: Option<Name>,
    /// Whose relation it is.
    pub entity: EntityId,
    /// The related kind.
    pub to: EntityId,
    /// The related kind's fact that points back.
    pub by: FactId,
    /// The declaration.
    pub place: Place,
}

/// A list of names that a fact or value may have.
#[derive(Clone, Debug)]
pub struct Enumeration {
    /// The names; when ordered, the lowest first.
    pub values: Vec<Name>,
    /// Their English labels.
    pub labels: Vec<Option<Name>>,
    /// Whether they can be compared as higher and lower.
    pub ordered: bool,
}

/// A value as data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Literal {
    /// A number in base units.
    Number(Number),
    /// A day.
    Date(Date),
    /// A calendar year.
    Year(i32),
    /// Yes or no.
    Truth(bool),
    /// Text or a code.
    Text(Name),
    /// The position in its enumeration.
    Choice(u8),
    /// A region.
    Region(RegionId),
    /// Another subject, by its key or its name in a test.
    Subject(Name),
    /// Explicitly none.
    None,
}

/// A single subject named in a document.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Name, label, place.
    pub head: Head,
    /// Its kind.
    pub entity: EntityId,
    /// What the document says about it.
    pub facts: Vec<SubjectFact>,
}

/// A fact of a single subject.
#[derive(Clone, Copy, Debug)]
pub struct SubjectFact {
    /// The fact.
    pub fact: FactId,
    /// The year, for a yearly fact.
    pub year: Option<i32>,
    /// Its value.
    pub value: Literal,
}
