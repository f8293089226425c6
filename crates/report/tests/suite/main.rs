//! What a report holds, whatever it is written as.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod common;
mod docx;
mod html;
mod keys;
mod scale;
mod xlsx;
