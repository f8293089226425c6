//! Regions, parties, entities and single subjects.

use wuwei_source::Span;

use super::{Expr, Ident, Path, Words};

/// `region 朝阳区 code 220104 in 长春市`
#[derive(Debug)]
pub struct RegionDecl {
    /// GB/T 2260 code.
    pub code: Option<Ident>,
    /// Own id of a unit without a code.
    pub zone: Option<Ident>,
    /// The region around it.
    pub parent: Option<Path>,
    /// Other names in use.
    pub aka: Vec<Ident>,
}

/// `party 区科技局 of 朝阳区`
#[derive(Debug)]
pub struct PartyDecl {
    /// Whose body it is.
    pub region: Option<Path>,
    /// Other names in use.
    pub aka: Vec<Ident>,
}

/// `subject 吉兴产业园 is 园区 { … }`
#[derive(Debug)]
pub struct SubjectDecl {
    /// What kind of subject.
    pub entity: Path,
    /// Its facts.
    pub facts: Vec<GivenFact>,
}

/// `职工总数 in 2024: 30 人`
#[derive(Clone, Debug)]
pub struct GivenFact {
    /// The fact.
    pub name: Ident,
    /// First and last year, for a yearly fact.
    pub years: Option<(i32, i32, Span)>,
    /// Its value.
    pub value: Expr,
}

/// `entity 企业 in 户 { … }`
#[derive(Debug)]
pub struct EntityDecl {
    /// The unit it is counted in.
    pub counted_in: Option<Ident>,
    /// Whether it is the record of payments.
    pub ledger: bool,
    /// Its facts.
    pub fields: Vec<FieldDecl>,
    /// Its relations.
    pub relations: Vec<RelationDecl>,
}

/// `extend 企业 { … }`
#[derive(Debug)]
pub struct ExtendDecl {
    /// What is extended.
    pub entity: Path,
    /// Further facts.
    pub fields: Vec<FieldDecl>,
    /// Further relations.
    pub relations: Vec<RelationDecl>,
}

/// One fact of an entity.
#[derive(Debug)]
pub struct FieldDecl {
    /// `key`, `name`, `home`, `founded`, `payee`, `item`, `reason`, `paid`, `amount`
    pub role: Option<Ident>,
    /// One value per year.
    pub yearly: bool,
    /// An assessor supplies it.
    pub expert: bool,
    /// Its name.
    pub name: Ident,
    /// Its English label.
    pub label: Option<Ident>,
    /// Its type.
    pub ty: TypeExpr,
    /// Whether "explicitly none" is a value.
    pub or_none: bool,
    /// Smallest and largest value.
    pub range: Option<(Expr, Expr)>,
    /// How the subject itself can change it.
    pub efforts: Vec<EffortClause>,
    /// What it means.
    pub about: Option<Words>,
    /// Remarks.
    pub notes: Vec<Words>,
}

/// `effort 1 per 1 万元 up by at most 5000 万元`
#[derive(Debug)]
pub struct EffortClause {
    /// What one step or the whole change costs.
    pub effort: Expr,
    /// What is done for it.
    pub change: ChangeExpr,
    /// Where.
    pub span: Span,
}

/// What a subject can do about a fact, as written.
#[derive(Debug)]
pub enum ChangeExpr {
    /// `per 1 万元 up by at most 5000 万元 with 成本费用`, `per step up`
    By {
        /// One step; `None` is the next choice of an ordered list.
        amount: Option<Expr>,
        /// Upwards or downwards.
        up: bool,
        /// How far at most.
        most: Option<Expr>,
        /// Facts that move by the same amount.
        with: Vec<Ident>,
    },
    /// `to yes`
    To(Expr),
}

/// The type of a fact, as written.
#[derive(Debug)]
pub enum TypeExpr {
    /// `yes/no`
    Truth,
    /// `code uscc`
    Code(Ident),
    /// `one of a < b < c`
    OneOf {
        /// The values, each with its English label.
        values: Vec<(Ident, Option<Ident>)>,
        /// Whether they are ordered, the smallest first.
        ordered: bool,
        /// Where.
        span: Span,
    },
    /// A word: `text`, `date`, `year`, `number`, `ratio`, `region`, a unit, or an entity.
    Word(Ident),
}

/// `has 获奖 : list of 科技奖励 by 获奖单位`
#[derive(Debug)]
pub struct RelationDecl {
    /// Its name.
    pub name: Ident,
    /// Its English label.
    pub label: Option<Ident>,
    /// The related entity.
    pub entity: Path,
    /// The related entity's fact that points back.
    pub by: Ident,
}
