//! The typed program: what documents mean once names and types are resolved.
//!
//! Plain tables linked by ids. The program knows no syntax (only where things stand in the sources) and no facts: the
//! engine brings the two together. [`Program::print`] shows it, [`Program::invariants`] says what must hold of it.

#[macro_use]
mod id;

mod binary64;
mod code;
mod date;
mod dim;
mod document;
mod expr;
mod invariants;
mod item;
mod number;
mod plan;
mod print;
mod program;
mod region;
mod subject;
mod ty;

pub use code::{CodeKind, gbt2260_codes_named, gbt2260_name, is_region_code, uscc_check_digit};
pub use date::Date;
pub use dim::{Base, Dim, Unit};
pub use document::{Basis, DocId, Document, Head, Heading, Words};
pub use expr::{
    Aggregate, ArithOp, Band, Body, Case, Clause, CompareOp, Expr, ExprId, MonthEnd, Node, PartName, RoundMode,
    TimeUnit, When,
};
pub use item::{
    Benefit, Budget, BudgetId, Frequency, Group, GroupId, Item, ItemId, ItemKind, Ladder, Part, PartBody, PartId,
    Score, Stacking, StackingRule, Step, Weights, WeightsId,
};
pub use number::Number;
pub use plan::{
    Action, ActionId, Computation, Deadline, Form, Indicator, IndicatorId, IndicatorKind, Level, Light, Lights,
    Mechanism, MechanismId, Owner, Owners, PROGRESS, Programme, ProgrammeId, ProgressQuantity, Target, TargetId,
    TargetValue, Whose,
};
pub use print::{Printer, quantity};
pub use program::{Program, TestRef};
pub use region::{Party, PartyId, Region, RegionId};
pub use subject::{
    Bound, Change, Effort, Entity, EntityId, EnumId, Enumeration, Fact, FactId, Ledger, Literal, Relation, RelationId,
    Subject, SubjectFact, SubjectId,
};
pub use ty::Type;
