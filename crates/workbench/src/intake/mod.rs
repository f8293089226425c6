//! Taking in what somebody hands over: facts and observations, as uploads of the store.

pub(crate) mod accept;
pub(crate) mod compare;
pub(crate) mod desk;
mod error;
mod folder;

pub use error::IntakeError;
pub use folder::{About, folder};
