//! The workbench as a browser meets it, without a socket: every page in both languages, and what strangers try.
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod data;
mod intake;
mod operator;
mod pages;
mod server;
