//! A year's spending under stated assumptions, drawn many times.
//!
//! What somebody is due is the engines' answer; who applies, when, what is paid of an amount that the text only bounds, and who of
//! the undecided is eligible after all, nobody knows. Each of these is a range that somebody assumes. A draw takes a value of
//! each range for the whole year, decides person by person who applies and in which month, and adds up.
//!
//! Draws of one seed are the same people in the same order whatever is compared, so that two amounts, thresholds or budgets
//! differ by what they are and not by chance (*common random numbers*).

mod assumptions;
mod bill;
mod draw;
mod fan;

pub use assumptions::{Assumed, Assumptions, Span, SpanOf};
pub use bill::{Bill, Claim, bill};
pub use draw::{Order, Purse, Spending, Wanted, spend};
pub use fan::Fan;
