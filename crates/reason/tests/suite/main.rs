//! Tests of reasoning over documents.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod prove;
mod stranger;
