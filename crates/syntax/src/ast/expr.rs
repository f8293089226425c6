//! Expressions and conditions.

use wuwei_source::{Name, Span};

use super::{Annotations, DateLit, Ident, Path, Words};

/// An expression. Conditions are expressions whose value is yes, no or unknown.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: ExprKind,
}

/// A number with its unit, as written.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberLit {
    /// All digits, without the decimal point.
    pub digits: i64,
    /// How many of them stand behind the point.
    pub decimals: u8,
    /// The unit word (`万元`, `%`), if any.
    pub unit: Option<Ident>,
    /// The unit it is per: `10 万元/人`.
    pub per: Option<Ident>,
}

/// Which year a yearly fact is meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// So many years before the year of the evaluation date; 0 is this year.
    Ago(u32),
    /// A calendar year.
    In(i32),
}

/// Arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
    /// `^`
    Pow,
}

/// Comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// `~`, only for targets: about.
    About,
}

/// How several values become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    /// `sum of`
    Sum,
    /// `average of`
    Average,
    /// `largest of`
    Largest,
    /// `smallest of`
    Smallest,
    /// `growth of`
    Growth,
    /// `count of`
    Count,
    /// `exists`
    Exists,
}

/// Rounding, always said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundMode {
    /// `half up`
    HalfUp,
    /// `up`
    Up,
    /// `down`
    Down,
}

/// Units of elapsed time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeUnit {
    /// `years since`
    Years,
    /// `months since`
    Months,
    /// `days since`
    Days,
}

/// What to do when a month has no such day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthEnd {
    /// `or end of month`
    EndOfMonth,
    /// `or start of next month`
    StartOfNext,
}

/// One line of a condition block.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Its name, if it has one.
    pub name: Option<Ident>,
    /// The English label of the name.
    pub label: Option<Ident>,
    /// The condition.
    pub expr: Expr,
    /// Article, basis, notes.
    pub annotations: Option<Box<Annotations>>,
}

/// Which conditions of a block must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// `all { … }`
    All,
    /// `any { … }`
    Any,
    /// `at least N of { … }`
    AtLeast(u32),
    /// `not { … }`: not all of them.
    Not,
}

/// One line of a band table.
#[derive(Clone, Debug)]
pub struct Band {
    /// Comparison and bound; `None` is `else`. An enumeration value is compared with `=`.
    pub bound: Option<(CompareOp, Expr)>,
    /// What it gives.
    pub result: Expr,
    /// The whole line.
    pub span: Span,
}

/// One line of `by cases`.
#[derive(Clone, Debug)]
pub struct Case {
    /// The condition; `None` is `else`.
    pub condition: Option<Expr>,
    /// What it gives.
    pub result: Expr,
    /// The whole line.
    pub span: Span,
}

/// The shapes of expressions.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `2 亿元`, `30%`, `60`
    Number(Box<NumberLit>),
    /// `2025-01-06`
    Date(DateLit),
    /// `"C"`
    Text(Name),
    /// `yes`, `no`
    Truth(bool),
    /// `none`
    None,
    /// `unknown`, only in tests.
    Unknown,
    /// `today`
    Today,
    /// `this year`, `last year`
    Year(u32),
    /// A name.
    Path(Path),
    /// `( … )`
    Group(Box<Expr>),
    /// `-x`
    Negate(Box<Expr>),
    /// Arithmetic.
    Binary(BinaryOp, Box<(Expr, Expr)>),
    /// A comparison.
    Compare(CompareOp, Box<(Expr, Expr)>),
    /// `a and b`
    And(Box<(Expr, Expr)>),
    /// `a or b`
    Or(Box<(Expr, Expr)>),
    /// `not a`
    Not(Box<Expr>),
    /// `any { … }` and its kin.
    Block(Quantifier, Vec<Condition>),
    /// `x is one of a, b`
    OneOf(Box<Expr>, Vec<Expr>),
    /// `注册地 within 长春市`, `行业 within "C"`
    Within(Box<(Expr, Expr)>),
    /// `x within last 3 years`
    WithinYears(Box<Expr>, u32),
    /// `x in last year`
    Period(Box<Expr>, Period),
    /// `x capped at y`
    Cap(Box<(Expr, Expr)>),
    /// `x floored at y`
    Floor(Box<(Expr, Expr)>),
    /// `x rounded to 元 half up`
    Round(Box<Expr>, Ident, RoundMode),
    /// `binary64(x)`
    Binary64(Box<Expr>),
    /// `the larger of { … }`
    Larger(Vec<Expr>),
    /// `the smaller of { … }`
    Smaller(Vec<Expr>),
    /// `sum of x over last 3 years`
    OverYears {
        /// How.
        aggregate: Aggregate,
        /// Of what.
        body: Box<Expr>,
        /// How many years before the present one.
        years: u32,
        /// `, actual time if younger`
        actual: bool,
    },
    /// `count of 获奖 where …`, `sum of x over 获奖 where …`
    OverRelated {
        /// How.
        aggregate: Aggregate,
        /// Of what; nothing for count and exists.
        body: Option<Box<Expr>>,
        /// The relation.
        relation: Path,
        /// Which of them.
        filter: Option<Box<Expr>>,
    },
    /// `years since x`
    Since(TimeUnit, Box<Expr>),
    /// `year of x`
    YearOf(Box<Expr>),
    /// `x + 24 个月 or end of month`
    MonthEnd(Box<Expr>, MonthEnd),
    /// `by x { … }`
    Bands(Box<Expr>, Vec<Band>),
    /// `by cases { … }`
    Cases(Vec<Case>),
    /// `scaled x from a to b`
    Scaled(Box<[Expr; 3]>),
    /// `expert f within x`
    Expert(Ident, Box<Expr>),
    /// `25 to 30`
    Range(Box<(Expr, Expr)>),
    /// `not computable "…"`
    NotComputable(Words),
    /// Something unreadable, already reported.
    Error,
}

impl Expr {
    /// An expression at a place.
    pub fn new(kind: ExprKind, span: Span) -> Expr {
        Expr { span, kind }
    }
}
