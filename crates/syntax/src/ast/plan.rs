//! Plans: indicators, targets, actions, lights, mechanisms.

use wuwei_source::Span;

use super::{Annotations, CompareOp, DateLit, Expr, Ident, Path, Words};

/// `indicator 高新技术企业数 in 户 { … }`
#[derive(Debug)]
pub struct IndicatorDecl {
    /// Its unit.
    pub unit: Option<Ident>,
    /// What kind of number it is.
    pub kind: Option<IndicatorKindDecl>,
    /// How it is computed, if it is.
    pub computed: Option<Computation>,
    /// Whether a lower value is better.
    pub lower_is_better: bool,
}

/// Kinds of indicators.
#[derive(Debug)]
pub enum IndicatorKindDecl {
    /// `stock at year end`
    Stock,
    /// `flow per year`
    Flow,
    /// `cumulative`, `cumulative of OTHER`
    Cumulative(Option<Path>),
    /// `share`
    Share,
    /// `growth`
    Growth,
    /// `rank`
    Rank,
    /// `milestone`
    Milestone,
    /// `unstated "why"`
    Unstated(Words),
}

/// How an indicator is computed.
#[derive(Debug)]
pub enum Computation {
    /// `counts 企业 where …`
    Counts {
        /// What is counted.
        entity: Path,
        /// Which of them.
        filter: Option<Expr>,
    },
    /// `sums E of 企业 where …`
    Sums {
        /// What is summed.
        body: Expr,
        /// Over which entity.
        entity: Path,
        /// Which of them.
        filter: Option<Expr>,
    },
    /// `adds A, B`
    Adds(Vec<Path>),
    /// `divides A by B`
    Divides(Path, Path),
}

/// What a target says about its indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetForm {
    /// The value itself.
    Value,
    /// `growth of`: the average yearly growth rate.
    Growth,
    /// `increase of`: the increase over the present.
    Increase,
}

/// When a target is due.
#[derive(Clone, Copy, Debug)]
pub enum Deadline {
    /// `by 2027`
    Year(i32, Span),
    /// `by 2027-06-30`
    Day(DateLit),
    /// `by plan end`
    PlanEnd(Span),
    /// `each year`, perhaps `each year 2025 .. 2027`
    EachYear(Option<(i32, i32)>, Span),
    /// `within 3 年`: years from the document's first day in force.
    Within(u32, Option<Ident>, Span),
}

/// `target 科技型中小企业数 > 550 户 by 2027`
#[derive(Debug)]
pub struct TargetDecl {
    /// What is said about the indicator.
    pub form: TargetForm,
    /// The indicator.
    pub indicator: Path,
    /// Whose value, when not the document's region.
    pub whose: Option<Path>,
    /// The comparison.
    pub op: CompareOp,
    /// The value: a number, or another indicator.
    pub value: TargetValue,
    /// When.
    pub deadline: Option<Deadline>,
    /// The word of the text: 突破, 力争.
    pub wording: Option<Ident>,
    /// Owners, outside an action.
    pub owners: Option<Owners>,
    /// The mechanisms it realises.
    pub realises: Vec<Ident>,
    /// Article, basis, notes.
    pub annotations: Annotations,
    /// Where.
    pub span: Span,
}

/// The value of a target.
#[derive(Debug)]
pub enum TargetValue {
    /// A number with its unit.
    Number(Expr),
    /// `INDICATOR of REGION`
    Indicator(Path, Option<Path>),
}

/// Who is responsible.
#[derive(Debug)]
pub enum Owners {
    /// Parties in the text's order.
    Named(Vec<OwnerDecl>),
    /// `not stated "why"`
    NotStated(Words),
}

/// One responsible party.
#[derive(Clone, Copy, Debug)]
pub struct OwnerDecl {
    /// The party.
    pub party: Ident,
    /// Whether the text says that it leads.
    pub lead: bool,
}

/// `action { … }`
#[derive(Debug)]
pub struct ActionDecl {
    /// Actions of plans above: document and the action's name or number.
    pub serves: Vec<(Path, Ident)>,
    /// Who is responsible.
    pub owners: Option<Owners>,
    /// Its targets.
    pub targets: Vec<TargetDecl>,
    /// Duties without a number.
    pub measures: Vec<Words>,
}

/// `lights 红黄绿 { light … }`
#[derive(Debug)]
pub struct LightsDecl {
    /// In order; the first that holds is shown.
    pub lights: Vec<LightDecl>,
}

/// One light.
#[derive(Debug)]
pub struct LightDecl {
    /// Its word.
    pub name: Ident,
    /// Its English word.
    pub label: Option<Ident>,
    /// Its colour.
    pub colour: Ident,
    /// Its shape.
    pub shape: Ident,
    /// When it is shown; `None` is otherwise.
    pub when: Option<Expr>,
}

/// `mechanism use-first-pay-later "先使用后付费" "…" { … }`
#[derive(Debug)]
pub struct MechanismDecl {
    /// The official term.
    pub term: Option<Ident>,
    /// `nation`, `province`, `city`, `district`
    pub levels: Vec<Ident>,
    /// Documents that describe it.
    pub documents: Vec<Path>,
}
