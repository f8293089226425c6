//! What the crate `reason` finds, as JSON.

mod bundle;
mod questions;

pub use bundle::{bundle_json, carried, counted_once};
pub use questions::{money_at_stake, open_facts, questions_json};
