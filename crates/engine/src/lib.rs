//! Answers: the program evaluated over a population.
//!
//! [`Evaluator`] is the reference: one subject at a time, short, and the specification of every other way to evaluate. Every
//! answer is a guaranteed range: for every possible completion of the facts that are missing, the exact answer lies in
//! it, and knowing one more fact never widens it. The crate knows the program and a [`Population`], and neither files nor
//! tables.

mod answer;
mod arithmetic;
mod basis;
mod binary64;
mod compare;
mod evaluator;
mod fact;
mod indicator;
mod limit;
mod memory;
mod missing;
mod origin;
mod payment;
mod population;
mod relation;
mod score;
mod stacking;
mod table;
mod trace;
mod value;
mod years;

pub use answer::{Applicability, BenefitAnswer, Due, Lane, StatusAnswer, Verdict};
pub use arithmetic::{COMMON, PLACES, sum};
pub use evaluator::Evaluator;
pub use limit::{Limit, paid};
pub use memory::Memory;
pub use missing::{Gap, Gaps};
pub use origin::Origin;
pub use population::{Payments, Population, Related, Row};
pub use stacking::{Exclusion, GroupTotal, SEARCHED, Stacked, entangled};
pub use trace::{Mark, Trace, TraceKind};
pub use value::{Absence, Range, Truth, Value};
