//! The tree of a document, close to what is written.
//!
//! The tree keeps spans for everything a diagnostic may point at, and no comments or layout: the formatter works on
//! tokens. Names are not resolved here.

mod expr;
mod plan;
mod policy;
mod test;
mod vocabulary;

pub use expr::*;
pub use plan::*;
pub use policy::*;
pub use test::*;
pub use vocabulary::*;

use wuwei_source::{Diagnostic, FileId, Name, Span};

use crate::markdown::{HeadingId, Outline};

/// A parsed document.
#[derive(Debug)]
pub struct Document {
    /// The file it was read from.
    pub file: FileId,
    /// Headings and blocks.
    pub outline: Outline,
    /// Declarations in order.
    pub decls: Vec<Decl>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
}

/// A name where it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ident {
    /// The name.
    pub name: Name,
    /// Where.
    pub span: Span,
}

/// One or more names joined by dots: `企业创新积分`, `所在孵化器.级别`, `china.hnte.高新技术企业`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The names, at least one.
    pub segments: Box<[Ident]>,
}

impl Path {
    /// From the first to the last name.
    pub fn span(&self) -> Span {
        let first = self.segments.first().map_or_else(Span::default, |ident| ident.span);
        self.segments.last().map_or(first, |ident| first.to(ident.span))
    }

    /// As written.
    pub fn text(&self) -> String {
        let names: Vec<&str> = self.segments.iter().map(|ident| ident.name.as_str()).collect();
        names.join(".")
    }
}

/// A text for people: Chinese, then perhaps English.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// The Chinese text.
    pub zh: Name,
    /// The English text.
    pub en: Option<Name>,
    /// Both strings.
    pub span: Span,
}

/// A day as written; whether it exists is checked later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateLit {
    /// Year.
    pub year: i32,
    /// Month as written.
    pub month: u32,
    /// Day as written.
    pub day: u32,
    /// Where.
    pub span: Span,
}

/// What a statement rests on.
#[derive(Clone, Copy, Debug)]
pub struct BasisClause {
    /// `official`, `secondary`, `elsewhere` or `assumed`.
    pub kind: Ident,
    /// Why.
    pub why: Option<Words>,
}

/// `in force from … until …`
#[derive(Clone, Copy, Debug)]
pub struct InForce {
    /// First day.
    pub from: DateLit,
    /// Last day, inclusive.
    pub until: Option<DateLit>,
    /// The whole clause.
    pub span: Span,
}

/// What may stand behind a single condition, score part or target.
#[derive(Clone, Debug, Default)]
pub struct Annotations {
    /// The article it comes from.
    pub article: Option<Words>,
    /// What it rests on.
    pub basis: Option<BasisClause>,
    /// Remarks.
    pub notes: Vec<Words>,
}

impl Common {
    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        let Annotations { article, basis, notes } = &self.annotations;
        let nothing = article.is_none() && basis.is_none() && notes.is_empty();
        nothing && self.about.is_none() && self.realises.is_empty() && self.in_force.is_none() && !self.faulty
    }
}

/// The clauses that every item's body may hold.
#[derive(Clone, Debug, Default)]
pub struct Common {
    /// Article, basis and notes.
    pub annotations: Annotations,
    /// What it means.
    pub about: Option<Words>,
    /// The mechanisms it realises.
    pub realises: Vec<Ident>,
    /// Days in force, when they differ from the document's.
    pub in_force: Option<InForce>,
    /// Whether a clause could not be read: what seems to be missing may be what it says.
    pub faulty: bool,
}

/// One declaration.
#[derive(Debug)]
pub struct Decl {
    /// The whole declaration.
    pub span: Span,
    /// The nearest heading above.
    pub heading: Option<HeadingId>,
    /// The declared name; programmes, actions and targets are named by their heading or not at all.
    pub name: Option<Ident>,
    /// The English label.
    pub label: Option<Ident>,
    /// Clauses that all kinds share, where there are any.
    pub common: Option<Box<Common>>,
    /// What is declared.
    pub kind: DeclKind,
}

impl Decl {
    /// The clauses that all kinds share.
    pub fn common(&self) -> &Common {
        static NONE: Common = Common {
            annotations: Annotations { article: None, basis: None, notes: Vec::new() },
            about: None,
            realises: Vec::new(),
            in_force: None,
            faulty: false,
        };
        self.common.as_deref().unwrap_or(&NONE)
    }
}

/// The kinds of declaration; each a box, so that the many small ones don't take the room of the large.
#[derive(Debug)]
pub enum DeclKind {
    /// `document`
    Document(Box<DocumentDecl>),
    /// `region`
    Region(Box<RegionDecl>),
    /// `party`
    Party(Box<PartyDecl>),
    /// `subject`
    Subject(Box<SubjectDecl>),
    /// `entity`
    Entity(Box<EntityDecl>),
    /// `extend`
    Extend(Box<ExtendDecl>),
    /// `value`
    Value(Box<ValueDecl>),
    /// `status`
    Status(Box<StatusDecl>),
    /// `exception`
    Exception(Box<ExceptionDecl>),
    /// `score`
    Score(Box<ScoreDecl>),
    /// `weights`
    Weights(Box<WeightsDecl>),
    /// `ladder`
    Ladder(Box<LadderDecl>),
    /// `benefit`
    Benefit(Box<BenefitDecl>),
    /// `at most one of`, `the highest of`, `limit`
    Stacking(Box<StackingDecl>),
    /// `budget`
    Budget(Box<BudgetDecl>),
    /// `indicator`
    Indicator(Box<IndicatorDecl>),
    /// `programme`
    Programme,
    /// `action`
    Action(Box<ActionDecl>),
    /// `target` outside an action
    Target(Box<TargetDecl>),
    /// `lights`
    Lights(Box<LightsDecl>),
    /// `mechanism`
    Mechanism(Box<MechanismDecl>),
    /// `test`: its title is its name, and it is read by itself; see [`crate::parse_test`].
    Test,
}

impl DeclKind {
    /// Whether it is a rule: something that is answered for a subject.
    pub fn is_rule(&self) -> bool {
        matches!(self, DeclKind::Value(_) | DeclKind::Status(_) | DeclKind::Score(_) | DeclKind::Benefit(_))
    }

    /// Whether a draft that reforms its document can put another in its place, or end it: rules, and what combines or pays them.
    pub fn can_be_reformed(&self) -> bool {
        let is_other = matches!(
            self,
            DeclKind::Budget(_)
                | DeclKind::Stacking(_)
                | DeclKind::Weights(_)
                | DeclKind::Ladder(_)
                | DeclKind::Indicator(_)
        );
        self.is_rule() || is_other
    }
}

/// The header of a document.
#[derive(Debug, Default)]
pub struct DocumentDecl {
    /// The id, `china.tech-sme`.
    pub id: Option<Path>,
    /// Official title.
    pub title: Option<Words>,
    /// Official number.
    pub number: Option<Words>,
    /// Issuing bodies.
    pub issuers: Vec<Ident>,
    /// Region.
    pub region: Option<Path>,
    /// Plan period, first and last year.
    pub period: Option<(i32, i32, Span)>,
    /// Plans above that this one carries out.
    pub implements: Vec<Path>,
    /// Documents that this one replaces.
    pub replaces: Vec<Path>,
    /// Documents that this one would change, if it were adopted.
    pub reforms: Vec<Path>,
    /// Items of those documents that would end.
    pub repeals: Vec<Ident>,
    /// Citations.
    pub sources: Vec<Words>,
    /// Why no owners are named.
    pub owners_not_stated: Option<Words>,
    /// Why no payer is named.
    pub payer_not_stated: Option<Words>,
}
