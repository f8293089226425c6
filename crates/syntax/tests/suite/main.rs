//! The syntax against the outside: the grammar for editors, and texts that nobody meant to write.
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod grammar;
mod mutate;
mod mutations;
