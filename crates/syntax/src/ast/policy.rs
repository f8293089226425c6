//! Values, statuses, scores, benefits and how they combine.

use wuwei_source::Span;

use super::{Annotations, CompareOp, Condition, Expr, Ident, Path, TypeExpr, Words};

/// `value 净资产 of 企业 yearly is …`
#[derive(Debug)]
pub struct ValueDecl {
    /// Whose value.
    pub entity: Path,
    /// One value per year.
    pub yearly: bool,
    /// Its type, when it is an enumeration of its own.
    pub ty: Option<TypeExpr>,
    /// The formula.
    pub body: Expr,
}

/// `status 科技型中小企业 of 企业 { … }`
#[derive(Debug)]
pub struct StatusDecl {
    /// Whose status.
    pub entity: Path,
    /// When the question makes sense at all.
    pub applies: Option<Expr>,
    /// All must hold.
    pub conditions: Vec<Condition>,
}

/// `exception 偏远地区放宽 to 国家级孵化器 when … { … }`
#[derive(Debug)]
pub struct ExceptionDecl {
    /// What it overrides.
    pub target: Path,
    /// When it speaks.
    pub when: Expr,
    /// Exceptions of the same item that it wins over.
    pub over: Vec<Ident>,
    /// The conditions that replace the item's.
    pub conditions: Vec<Condition>,
}

/// `score 科技型中小企业得分 of 企业 out of 100 { … }`
#[derive(Debug)]
pub struct ScoreDecl {
    /// Whose score.
    pub entity: Path,
    /// The most points.
    pub out_of: Option<Expr>,
    /// Whether the sum is cut at the maximum.
    pub capped: bool,
    /// The weight table.
    pub weighted_by: Option<Path>,
    /// When the question makes sense at all.
    pub applies: Option<Expr>,
    /// The parts.
    pub parts: Vec<PartDecl>,
}

/// One part of a score.
#[derive(Debug)]
pub struct PartDecl {
    /// Its name.
    pub name: Ident,
    /// Its English label.
    pub label: Option<Ident>,
    /// The most points; weighted scores take them from the table.
    pub out_of: Option<Expr>,
    /// Whether the sum of the sub-parts is cut at the maximum.
    pub capped: bool,
    /// What it consists of.
    pub body: PartBody,
    /// Article, basis, notes.
    pub annotations: Annotations,
    /// Where.
    pub span: Span,
}

/// A part is a formula or a sum of parts.
#[derive(Debug)]
pub enum PartBody {
    /// A formula.
    Formula(Expr),
    /// Sub-parts.
    Parts(Vec<PartDecl>),
}

/// `weights 企业创新积分权重 by 企业创新阶段 { columns … }`
#[derive(Debug)]
pub struct WeightsDecl {
    /// The value that chooses the column.
    pub by: Path,
    /// The columns: values of an enumeration.
    pub columns: Vec<Ident>,
    /// The rows: part and weights.
    pub rows: Vec<(Ident, Vec<Expr>)>,
}

/// `ladder 科技企业梯次培育 of 企业 { step … }`
#[derive(Debug)]
pub struct LadderDecl {
    /// Whose ladder.
    pub entity: Path,
    /// From the lowest to the highest.
    pub steps: Vec<StepDecl>,
}

/// One step of a ladder.
#[derive(Debug)]
pub struct StepDecl {
    /// Its name.
    pub name: Ident,
    /// Its English label.
    pub label: Option<Ident>,
    /// The status it leads to.
    pub to: Path,
}

/// `benefit 专精特新认定奖励 to 企业 { … }`
#[derive(Debug)]
pub struct BenefitDecl {
    /// Who receives it.
    pub entity: Path,
    /// When the question makes sense at all.
    pub applies: Option<Expr>,
    /// All must hold.
    pub when: Vec<Condition>,
    /// How much.
    pub pays: Option<PaysClause>,
    /// How often.
    pub frequency: Option<Frequency>,
    /// The budget it comes from.
    pub from: Option<Path>,
    /// The paying body.
    pub payer: Option<Ident>,
    /// Why no payer is named.
    pub payer_not_stated: Option<Words>,
    /// Bodies that handle it.
    pub handled_by: Vec<Ident>,
    /// Papers needed.
    pub documents: Vec<Words>,
    /// No papers needed.
    pub automatic: bool,
}

/// What a benefit pays.
#[derive(Debug)]
pub struct PaysClause {
    /// Only a ceiling is known.
    pub at_most: bool,
    /// The amount.
    pub amount: Expr,
    /// Where.
    pub span: Span,
}

/// How often a benefit is paid.
#[derive(Clone, Debug)]
pub enum Frequency {
    /// `yearly`
    Yearly,
    /// `once`
    Once,
    /// `once per 专精特新级别`
    OncePer(Ident),
    /// `monthly, at most 24 months`
    Monthly(Option<u32>),
}

/// How the members of a group combine.
#[derive(Debug)]
pub enum StackingRule {
    /// `at most one of`
    AtMostOne,
    /// `the highest of`
    Highest,
    /// `limit … at most 500 万元 per year`
    Limit {
        /// The ceiling.
        amount: Expr,
        /// `per year`, otherwise in total.
        per_year: bool,
    },
}

/// A stacking group.
#[derive(Debug)]
pub struct StackingDecl {
    /// How they combine.
    pub rule: StackingRule,
    /// The benefits.
    pub members: Vec<Path>,
}

/// `budget 市财政科技投入 of 长春市 { … }`
#[derive(Debug)]
pub struct BudgetDecl {
    /// Whose budget.
    pub region: Path,
    /// Comparison and amount.
    pub amount: Option<(CompareOp, Expr)>,
    /// `each year`, otherwise in total.
    pub each_year: bool,
    /// The body that holds it.
    pub holder: Option<Ident>,
}
