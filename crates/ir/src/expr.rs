//! Typed expressions.
//!
//! Each rule has a body: a list of nodes in which operands come before what uses them. A node knows its type and its
//! place, so that an explanation can point at the sentence.

use wuwei_source::{Name, Span};

use crate::{Basis, Date, EnumId, FactId, GroupId, Number, RegionId, RelationId, Type, WeightsId, Words};

id!(
    /// A node of a [`Body`].
    ExprId
);

/// Which year a yearly fact or value is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// It has no year.
    Single,
    /// So many years before the year of the evaluation date.
    Ago(u32),
    /// A calendar year.
    In(i32),
    /// The year that the surrounding rule or aggregate is about.
    Context,
}

/// Arithmetic of two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArithOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
}

/// Comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompareOp {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `~`, only in targets.
    About,
}

impl CompareOp {
    /// As written.
    pub fn sign(self) -> &'static str {
        match self {
            CompareOp::Less => "<",
            CompareOp::AtMost => "<=",
            CompareOp::Greater => ">",
            CompareOp::AtLeast => ">=",
            CompareOp::Equal => "=",
            CompareOp::NotEqual => "!=",
            CompareOp::About => "~",
        }
    }

    /// Whether it holds for operands in this order.
    pub fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            CompareOp::Less => ordering.is_lt(),
            CompareOp::AtMost => ordering.is_le(),
            CompareOp::Greater => ordering.is_gt(),
            CompareOp::AtLeast => ordering.is_ge(),
            CompareOp::Equal | CompareOp::About => ordering.is_eq(),
            CompareOp::NotEqual => ordering.is_ne(),
        }
    }
}

/// How several values become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aggregate {
    /// The sum.
    Sum,
    /// The mean.
    Average,
    /// The largest.
    Largest,
    /// The smallest.
    Smallest,
    /// The mean of the growth rates from each year to the next.
    Growth,
    /// How many.
    Count,
    /// Whether there is one.
    Exists,
}

/// Rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoundMode {
    /// To the nearest, a half up.
    HalfUp,
    /// Up.
    Up,
    /// Down.
    Down,
}

/// Units of elapsed time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeUnit {
    /// Completed years.
    Years,
    /// Completed months.
    Months,
    /// Days.
    Days,
}

/// What to do when a month has no such day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MonthEnd {
    /// Its last day.
    EndOfMonth,
    /// The first day of the next month.
    StartOfNext,
}

/// One condition of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The condition.
    pub expr: ExprId,
    /// Its name.
    pub name: Option<Name>,
    /// Its English name.
    pub label: Option<Name>,
    /// The article it comes from.
    pub article: Option<Words>,
    /// What it rests on, where that differs from its item.
    pub basis: Option<Basis>,
    /// Why.
    pub basis_why: Option<Words>,
    /// Remarks.
    pub notes: Vec<Words>,
}

impl Clause {
    /// A condition without a name or remarks.
    pub fn plain(expr: ExprId) -> Clause {
        Clause { expr, name: None, label: None, article: None, basis: None, basis_why: None, notes: Vec::new() }
    }
}

/// A line of a band table: how the value compares with a bound, and what that gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// The comparison.
    pub op: CompareOp,
    /// The bound.
    pub bound: ExprId,
    /// The result.
    pub result: ExprId,
}

/// A line of a case table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// The condition.
    pub condition: ExprId,
    /// The result.
    pub result: ExprId,
    /// The exception that this line is, if it is one.
    pub exception: Option<Name>,
}

/// The operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// A number in base units.
    Number(Number),
    /// A day.
    Date(Date),
    /// A calendar year.
    Year(i32),
    /// Text or a code.
    Text(Name),
    /// Yes or no.
    Truth(bool),
    /// The position in an enumeration.
    Choice(EnumId, u8),
    /// A region.
    Region(RegionId),
    /// No value.
    None,
    /// The evaluation date.
    Today,
    /// The year of the evaluation date, less so many.
    YearAgo(u32),
    /// A fact of the subject.
    Fact(FactId, When),
    /// A quantity of a target's progress, by its position in [`crate::PROGRESS`]; only lights read them.
    Progress(u8),
    /// A value, status, score or one of its parts.
    Item(GroupId, Option<PartName>, When),
    /// The inner expression for the subject that a fact refers to.
    Follow(FactId, ExprId),
    /// The inner expression for the subject outside the nearest aggregate over related subjects.
    Outer(ExprId),
    /// Arithmetic.
    Arith(ArithOp, ExprId, ExprId),
    /// A whole power.
    Pow(ExprId, u32),
    /// The negative.
    Negate(ExprId),
    /// A comparison.
    Compare(CompareOp, ExprId, ExprId),
    /// Equal to one of them.
    OneOf(ExprId, Vec<ExprId>),
    /// A region inside another.
    WithinRegion(ExprId, RegionId),
    /// `x = none`
    IsNone(ExprId),
    /// A code beginning with a prefix.
    WithinCode(ExprId, Name),
    /// A day or year within the last so many years.
    WithinYears(ExprId, u32),
    /// Not.
    Not(ExprId),
    /// All of them.
    All(Vec<Clause>),
    /// Any of them.
    Any(Vec<Clause>),
    /// So many of them.
    AtLeast(u32, Vec<Clause>),
    /// The smaller of value and ceiling.
    Cap(ExprId, ExprId),
    /// The larger of value and floor.
    Floor(ExprId, ExprId),
    /// Rounded to multiples of a step.
    Round(ExprId, Number, RoundMode),
    /// Rounded to the nearest IEEE 754 binary64 number, ties to even.
    Binary64(ExprId),
    /// The largest of those that have a value.
    Larger(Vec<ExprId>),
    /// The smallest of those that have a value.
    Smaller(Vec<ExprId>),
    /// An aggregate over the last so many years.
    OverYears {
        /// How.
        aggregate: Aggregate,
        /// Of what, with the year as context.
        body: ExprId,
        /// How many.
        years: u32,
        /// Whether years before the subject's founding are left out.
        actual: bool,
    },
    /// An aggregate over related subjects.
    OverRelated {
        /// How.
        aggregate: Aggregate,
        /// Of what.
        body: Option<ExprId>,
        /// Which relation.
        relation: RelationId,
        /// Which of them.
        filter: Option<ExprId>,
    },
    /// Time elapsed from a day to the evaluation date.
    Since(TimeUnit, ExprId),
    /// The year of a day.
    YearOf(ExprId),
    /// A day some months later.
    AddMonths(ExprId, ExprId, MonthEnd),
    /// The first band that the value meets, or the last expression.
    Bands(ExprId, Vec<Band>, Option<ExprId>),
    /// The first case that holds, or the last expression.
    Cases(Vec<Case>, Option<ExprId>),
    /// Where the value lies between two bounds, 0 to 1.
    Scaled(ExprId, ExprId, ExprId),
    /// An assessor's fact, within the range of the other expression.
    Expert(FactId, ExprId),
    /// Anything between two values.
    Range(ExprId, ExprId),
    /// The weight of a row in the column that a value chooses.
    Weight(WeightsId, u32),
    /// What can't be decided from the text.
    NotComputable(Words),
}

/// A part of a score by the score's own numbering; versions of a score agree on the parts that others refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartName(pub Name);

/// A node: an operation with its type and place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The operation.
    pub expr: Expr,
    /// Its type.
    pub ty: Type,
    /// Where it stands in the file of its item.
    pub span: Span,
}

/// The nodes of one rule; operands come before what uses them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    nodes: Vec<Node>,
    /// For each node, whether everything in it rests on what the rule itself rests on.
    own: Vec<bool>,
}

impl Body {
    /// Adds a node.
    pub fn push(&mut self, expr: Expr, ty: Type, span: Span) -> ExprId {
        let mut own = match &expr {
            Expr::Item(..) | Expr::Weight(..) => false,
            Expr::All(clauses) | Expr::Any(clauses) | Expr::AtLeast(_, clauses) => {
                clauses.iter().all(|clause| clause.basis.is_none())
            }
            _ => true,
        };
        expr.operands(&mut |operand| own &= self.rests_on_own(operand));
        self.own.push(own);
        self.nodes.push(Node { expr, ty, span });
        ExprId::from_index(self.nodes.len() - 1)
    }

    /// Whether everything in an expression rests on what the rule itself rests on: no other rule is in it, and no clause that
    /// says otherwise.
    pub fn rests_on_own(&self, id: ExprId) -> bool {
        self.own[id.index()]
    }

    /// Puts another number in the place of one, as somebody may ask what a rule would come to with it. Nothing else changes:
    /// where there is no number nothing happens, and it is said so.
    pub fn set_number(&mut self, id: ExprId, number: Number) -> bool {
        match self.nodes.get_mut(id.index()).map(|node| &mut node.expr) {
            Some(Expr::Number(old)) => {
                *old = number;
                true
            }
            _ => false,
        }
    }

    /// The node.
    pub fn get(&self, id: ExprId) -> &Node {
        &self.nodes[id.index()]
    }

    /// All nodes with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (ExprId, &Node)> {
        self.nodes.iter().enumerate().map(|(n, node)| (ExprId::from_index(n), node))
    }

    /// Whether the value of an expression is a double without further rounding.
    pub fn is_double(&self, id: ExprId) -> bool {
        let expr = &self.get(id).expr;
        match expr {
            Expr::Binary64(_) => true,
            Expr::Negate(_) | Expr::Cap(..) | Expr::Floor(..) => {
                let mut all = true;
                expr.operands(&mut |operand| all &= self.is_double(operand));
                all
            }
            Expr::Bands(_, bands, otherwise) => {
                bands.iter().map(|band| band.result).chain(*otherwise).all(|id| self.is_double(id))
            }
            Expr::Cases(cases, otherwise) => {
                cases.iter().map(|case| case.result).chain(*otherwise).all(|id| self.is_double(id))
            }
            _ => false,
        }
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Gives back unused memory.
    pub fn shrink(&mut self) {
        self.nodes.shrink_to_fit();
    }
}

impl Expr {
    /// Calls `visit` with every operand.
    pub fn operands(&self, visit: &mut dyn FnMut(ExprId)) {
        match self {
            Expr::Number(_)
            | Expr::Date(_)
            | Expr::Year(_)
            | Expr::Text(_)
            | Expr::Truth(_)
            | Expr::Choice(..)
            | Expr::Region(_)
            | Expr::None
            | Expr::Today
            | Expr::YearAgo(_)
            | Expr::Fact(..)
            | Expr::Progress(_)
            | Expr::Item(..)
            | Expr::Weight(..)
            | Expr::NotComputable(_) => {}
            Expr::Follow(_, a)
            | Expr::Outer(a)
            | Expr::Pow(a, _)
            | Expr::Negate(a)
            | Expr::IsNone(a)
            | Expr::WithinRegion(a, _)
            | Expr::WithinCode(a, _)
            | Expr::WithinYears(a, _)
            | Expr::Not(a)
            | Expr::Round(a, ..)
            | Expr::Binary64(a)
            | Expr::Since(_, a)
            | Expr::YearOf(a)
            | Expr::Expert(_, a)
            | Expr::OverYears { body: a, .. } => visit(*a),
            Expr::Arith(_, a, b)
            | Expr::Compare(_, a, b)
            | Expr::Cap(a, b)
            | Expr::Floor(a, b)
            | Expr::AddMonths(a, b, _)
            | Expr::Range(a, b) => [*a, *b].into_iter().for_each(visit),
            Expr::Scaled(a, b, c) => [*a, *b, *c].into_iter().for_each(visit),
            Expr::Larger(all) | Expr::Smaller(all) => all.iter().copied().for_each(visit),
            Expr::OneOf(a, all) => std::iter::once(*a).chain(all.iter().copied()).for_each(visit),
            Expr::All(clauses) | Expr::Any(clauses) | Expr::AtLeast(_, clauses) => {
                clauses.iter().map(|clause| clause.expr).for_each(visit);
            }
            Expr::OverRelated { body, filter, .. } => body.iter().chain(filter).copied().for_each(visit),
            Expr::Bands(value, bands, otherwise) => {
                visit(*value);
                for band in bands {
                    visit(band.bound);
                    visit(band.result);
                }
                otherwise.iter().copied().for_each(visit);
            }
            Expr::Cases(cases, otherwise) => {
                for case in cases {
                    visit(case.condition);
                    visit(case.result);
                }
                otherwise.iter().copied().for_each(visit);
            }
        }
    }
}
