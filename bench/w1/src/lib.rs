//! W1, the workload of the benchmark: a year of policies for synthetic enterprises.
//!
//! Two scored statuses, a list by points and twelve benefits, all with unknown facts: every status is no, yes or unknown, every
//! score and amount a range. `data` makes the enterprises, `auto` answers for them with code written by hand, as
//! fast as a compiler makes it, and `result` says by checksums whether two answers are the same.

pub mod auto;
pub mod column;
pub mod data;
mod draws;
pub mod names;
mod normal;
pub mod protocol;
pub mod result;

pub use data::Data;
pub use result::{Aggregate, Output};
