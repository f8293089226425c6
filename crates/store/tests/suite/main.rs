//! The same cases on SQLite and on PostgreSQL, which the tests start themselves.

mod backup;
mod changes;
mod concurrency;
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
