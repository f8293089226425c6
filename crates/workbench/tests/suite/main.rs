//! The workbench as a browser meets it, without a socket: every page in both languages, and what strangers try.
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod api;
mod browser;
mod check;
mod data;
mod hostile;
mod intake;
mod life;
mod operator;
mod pages;
mod policies;
#[path = "../../../store/tests/suite/postgres.rs"]
mod postgres;
mod reading;
mod server;
mod subjects;
mod trying;
mod watch;
