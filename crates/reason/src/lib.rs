//! Reasoning over rules and one subject: how an answer came about, what to ask next, what it would take, what is best taken
//! together, and what holds of the documents whatever the facts are.
//!
//! Every result stands on the reference evaluator: a proposal, a witness or a proof is given only after it was evaluated.
//! The crate knows the program and a population, and neither files nor tables nor a clock.

mod advise;
pub mod bundle;
pub mod proof;
pub mod prove;
pub mod questions;
mod reads;
mod stranger;
mod supposed;
pub mod why;

pub use advise::{Advice, ChangedFact, Extent, Goal, Hindrance, NoGoal, Obstacle, Proposal, advise};
pub use reads::{Read, Whose, reads};
pub use stranger::Stranger;
pub use supposed::{Known, Supposed};
