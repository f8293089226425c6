//! Plans compiled from documents and held against tables, as people do it.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod cascade;
