//! Observations read, written, revised and looked through: cases written by hand, and what must hold of tables made at random.
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod as_of;
mod import;
mod quality;
mod random;
mod round_trip;
mod sdmx;
mod speed;
mod spoilt;
mod world;
