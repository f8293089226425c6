//! A proof of an answer as an object of its own, which can be checked without the facts.
//!
//! Whoever answers evaluates over a [`Recorder`], which hands facts on and keeps what was asked. Whoever checks evaluates over
//! a [`Replay`] of those records, against the documents at hand, and compares step by step. A proof is canonical JSON and
//! nothing else: the same proof has one sequence of bytes, its digest is over them, and an operator's signature over the
//! digest says who made it.

mod edition;
mod finding;
mod json;
mod literal;
mod object;
mod read;
mod recorder;
mod replay;
mod sign;
mod steps;
mod verify;

pub use edition::Edition;
pub use finding::{DocumentFault, Finding};
pub use object::{Proven, prove};
pub use sign::{KeyFault, SecretKey, VerifyingKey};
pub use verify::{About, Answered, Signed, Verification, verify};

/// The first words of every proof; another number will be another format.
pub const FORMAT: &str = "wuwei proof 1";
