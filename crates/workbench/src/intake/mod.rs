//! Taking in what somebody hands over: facts and observations, as uploads of the store.

mod error;
mod folder;

pub use error::IntakeError;
pub use folder::{About, folder};
