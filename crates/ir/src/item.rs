//! Rules: values, statuses, scores, benefits, and how they combine.

use wuwei_source::{Name, Span};

use crate::{
    Basis, Body, CompareOp, EntityId, EnumId, Expr, ExprId, FactId, Head, Number, PartyId, RegionId, Type, Unit, Words,
};

id!(
    /// A rule in one version.
    ItemId
);
id!(
    /// All versions of a rule.
    GroupId
);
id!(
    /// A part of a score.
    PartId
);
id!(
    /// A table of weights.
    WeightsId
);
id!(
    /// A budget.
    BudgetId
);

/// A rule over a kind of subject.
#[derive(Clone, Debug)]
pub struct Item {
    /// Name, document, article, basis, days in force.
    pub head: Head,
    /// Whose rule it is.
    pub entity: EntityId,
    /// The group of its versions.
    pub group: GroupId,
    /// Its expressions.
    pub body: Body,
    /// When the question makes sense at all.
    pub applies: Option<ExprId>,
    /// What it answers.
    pub kind: ItemKind,
}

impl Item {
    /// The conditions that must all hold for a status or a benefit: the clauses of its block, or its one condition.
    pub fn conditions(&self) -> Vec<ExprId> {
        let root = match &self.kind {
            ItemKind::Status { condition } => *condition,
            ItemKind::Benefit(benefit) => benefit.when,
            ItemKind::Value { .. } | ItemKind::Score(_) => return Vec::new(),
        };
        match &self.body.get(root).expr {
            Expr::All(clauses) => clauses.iter().map(|clause| clause.expr).collect(),
            _ => vec![root],
        }
    }
}

/// What a rule answers.
#[derive(Clone, Debug)]
pub enum ItemKind {
    /// A value.
    Value {
        /// Its type.
        ty: Type,
        /// One value per year.
        yearly: bool,
        /// The unit it is shown in.
        unit: Unit,
        /// The formula.
        formula: ExprId,
    },
    /// Yes, no or unknown.
    Status {
        /// The condition.
        condition: ExprId,
    },
    /// Points.
    Score(Score),
    /// Money.
    Benefit(Box<Benefit>),
}

impl ItemKind {
    /// The word for it in documents and JSON.
    pub fn word(&self) -> &'static str {
        match self {
            ItemKind::Value { .. } => "value",
            ItemKind::Status { .. } => "status",
            ItemKind::Score(_) => "score",
            ItemKind::Benefit(_) => "benefit",
        }
    }
}

/// All versions of a rule: one name in one region, days in force that don't overlap.
#[derive(Clone, Debug)]
pub struct Group {
    /// The name.
    pub name: Name,
    /// Whose rule it is.
    pub entity: EntityId,
    /// The type of its answer.
    pub ty: Type,
    /// Whether it has one value per year.
    pub yearly: bool,
    /// Versions by first day in force.
    pub versions: Vec<ItemId>,
}

/// A score.
#[derive(Clone, Debug)]
pub struct Score {
    /// The most points.
    pub out_of: Number,
    /// Whether the sum is cut at the maximum.
    pub capped: bool,
    /// All parts, sub-parts before what they belong to.
    pub parts: Vec<Part>,
    /// The parts that make up the score, in order.
    pub top: Vec<PartId>,
}

impl Score {
    /// The part with this name.
    pub fn part(&self, name: Name) -> Option<PartId> {
        self.parts.iter().position(|part| part.name == name).map(PartId::from_index)
    }
}

/// A part of a score.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its name.
    pub name: Name,
    /// Its English label.
    pub label: Option<Name>,
    /// The most points.
    pub out_of: Number,
    /// Whether the sum of its sub-parts is cut at the maximum.
    pub capped: bool,
    /// What it consists of.
    pub body: PartBody,
    /// The article it comes from.
    pub article: Option<Words>,
    /// What it rests on, where that differs from its item.
    pub basis: Option<Basis>,
    /// Why.
    pub basis_why: Option<Words>,
    /// Remarks.
    pub notes: Vec<Words>,
    /// Where.
    pub span: Span,
}

/// What a part consists of.
#[derive(Clone, Debug)]
pub enum PartBody {
    /// A formula for its points.
    Formula(ExprId),
    /// The sum of sub-parts.
    Parts(Vec<PartId>),
}

/// A benefit.
#[derive(Clone, Debug)]
pub struct Benefit {
    /// Who is eligible.
    pub when: ExprId,
    /// How much, when eligible.
    pub amount: ExprId,
    /// Whether the amount is only a ceiling.
    pub at_most: bool,
    /// How often.
    pub frequency: Option<Frequency>,
    /// The budget it comes from.
    pub budget: Option<BudgetId>,
    /// The paying body.
    pub payer: Option<PartyId>,
    /// Why no payer is named.
    pub payer_not_stated: Option<Words>,
    /// Bodies that handle it.
    pub handled_by: Vec<PartyId>,
    /// Papers needed.
    pub documents: Vec<Words>,
    /// No papers needed.
    pub automatic: bool,
}

/// How often a benefit is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    /// Each year.
    Yearly,
    /// Once.
    Once,
    /// Once for each value of a fact.
    OncePer(FactId),
    /// Each month, at most so many.
    Monthly(Option<u32>),
}

/// How benefits combine.
#[derive(Clone, Debug)]
pub struct Stacking {
    /// Name, document, article.
    pub head: Head,
    /// The rule.
    pub rule: StackingRule,
    /// The benefits.
    pub members: Vec<GroupId>,
}

/// How the members of a group combine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StackingRule {
    /// The subject gets one of them.
    AtMostOne,
    /// The subject gets the highest of them.
    Highest,
    /// Together they pay no more than this, in 分.
    Limit {
        /// The ceiling.
        amount: Number,
        /// Per year, otherwise in total.
        per_year: bool,
    },
}

/// A budget.
#[derive(Clone, Debug)]
pub struct Budget {
    /// Name, document, article.
    pub head: Head,
    /// Whose budget.
    pub region: RegionId,
    /// Comparison and amount in 分, if stated.
    pub amount: Option<(CompareOp, Number)>,
    /// The unit the amount is written in.
    pub unit: Unit,
    /// Each year, otherwise in total.
    pub each_year: bool,
    /// The body that holds it.
    pub holder: Option<PartyId>,
}

/// A table of weights: rows are parts of a score, columns the values of an enumeration.
#[derive(Clone, Debug)]
pub struct Weights {
    /// Name, document, article.
    pub head: Head,
    /// The value that chooses the column.
    pub by: GroupId,
    /// Its enumeration.
    pub columns_of: EnumId,
    /// For each value of the enumeration its column in the rows.
    pub columns: Vec<Option<u8>>,
    /// Names of the rows, and points per column.
    pub rows: Vec<(Name, Vec<Number>)>,
}

/// Statuses as rungs, from the lowest to the highest.
#[derive(Clone, Debug)]
pub struct Ladder {
    /// Name, document, article.
    pub head: Head,
    /// Whose ladder.
    pub entity: EntityId,
    /// The steps.
    pub steps: Vec<Step>,
}

/// One step of a ladder.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub name: Name,
    /// Its English label.
    pub label: Option<Name>,
    /// The status it leads to.
    pub to: GroupId,
}
