//! What a reform would do: a program against another over the same population, as columns.
//!
//! [`World`] is a program with everybody's facts on a day. [`compare`] answers the rules that a reform may change in two worlds
//! and counts who gains and who loses; [`spend`] draws the year's spending against a budget under stated assumptions;
//! [`Knob`] is a number of a rule that may be turned until a risk is small enough; [`readiness`] says which facts a region's
//! sources would have to supply for a benefit to be paid without application.
//!
//! Answers are those of the engines. Amounts of the comparison are exact; only draws and quantiles are doubles.

mod affected;
mod answers;
mod cliff;
mod comparison;
mod grouping;
mod growth;
mod indicators;
mod knob;
mod money;
mod readiness;
mod rules;
mod spending;
mod world;

pub use answers::{ClauseAnswers, KindAnswers, NOT_ASKED};
pub use cliff::{Cliff, Crossing, Threshold};
pub use comparison::{
    ClauseChange, Comparison, Counts, GroupChange, KindChange, People, Person, StatusChange, Transitions, compare,
};
pub use grouping::{By, Grouping, default_groupings, groupings_named, tells_apart};
pub use growth::{Growth, grown};
pub use indicators::{IndicatorChange, TargetChange};
pub use knob::{Knob, KnobError, Literals, Probe, Search, find_knob, literals, search};
pub use money::Money;
pub use readiness::{Agreement, ClauseReadiness, NeededFact, Readiness, Source, fact_named, readiness};
pub use rules::{Rule, RuleKind};
pub use spending::{Assumed, Assumptions, Bill, Claim, Fan, Order, Purse, Span, SpanOf, Spending, Wanted, bill, spend};
pub use world::World;
