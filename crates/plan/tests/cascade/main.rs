//! Plans of three levels, compiled from documents and held against tables, as people do it.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod allocation;
mod editions;
mod figures;
mod links;
mod load;
mod promises;
mod shipped;
mod small;
mod words;
