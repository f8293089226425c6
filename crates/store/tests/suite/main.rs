//! The same cases on SQLite and on PostgreSQL, which the tests start themselves.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod backup;
mod changes;
mod concurrency;
mod contradictions;
mod crash;
mod fixture;
mod folding;
mod migrations;
mod observations;
mod postgres;
mod sample;
mod settings;
mod shares;
mod uploads;
