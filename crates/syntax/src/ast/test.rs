//! Tests in documents.

use wuwei_source::Span;

use super::{DateLit, Expr, GivenFact, Ident, Path};

/// A test, read.
#[derive(Debug)]
pub struct Test {
    /// Its title.
    pub title: Ident,
    /// The subjects.
    pub given: Vec<Given>,
    /// The evaluation date.
    pub as_of: Option<DateLit>,
    /// What must come out.
    pub expects: Vec<Expect>,
    /// Tables of cases.
    pub tables: Vec<ExpectTable>,
    /// Where.
    pub span: Span,
}

/// `given 企业 甲 { … }` or `given no 技术合同`
#[derive(Debug)]
pub struct Given {
    /// What kind of subject.
    pub entity: Path,
    /// Its name in this test.
    pub name: Option<Ident>,
    /// Its facts; `None` says that there is none of this kind.
    pub facts: Option<Vec<GivenFact>>,
    /// Where.
    pub span: Span,
}

/// `expect 科技型中小企业得分 = 92`
#[derive(Debug)]
pub struct Expect {
    /// What is asked.
    pub item: Path,
    /// For which year, where the rule gives a value for every year.
    pub year: Option<(i32, Span)>,
    /// Of whom; the first subject given if not said.
    pub of: Option<Ident>,
    /// What must come out.
    pub answer: ExpectAnswer,
    /// Where.
    pub span: Span,
}

/// An expected answer.
#[derive(Clone, Debug)]
pub enum ExpectAnswer {
    /// One value, or `yes`, `no`, `unknown`.
    Value(Expr),
    /// `60 .. 80`: exactly this range.
    Range(Expr, Expr),
    /// `not applicable`
    NotApplicable,
    /// `not computable`
    NotComputable,
}

/// A fact that a table of cases varies, and its first and last year.
pub type ExpectColumn = (Ident, Option<(i32, i32, Span)>);

/// `each 科技人员数 in 2024 expect … { 99 人 : 0 }`
#[derive(Debug)]
pub struct ExpectTable {
    /// The columns.
    pub columns: Vec<ExpectColumn>,
    /// What is asked.
    pub item: Path,
    /// For which year, where the rule gives a value for every year.
    pub year: Option<(i32, Span)>,
    /// Values of the columns, and what must come out.
    pub rows: Vec<(Vec<Expr>, ExpectAnswer, Span)>,
}
