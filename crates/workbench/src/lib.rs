//! The workbench: the living plan, its policies and its subjects in the browser.
//!
//! Pages are written on the server and work without a script; a small one saves reloading. Nothing is fetched from another host,
//! and what a page may load is said in its Content-Security-Policy. The library, the facts and the clock come in from the edge.

mod access;
mod asking;
mod assets;
mod clauses;
mod fault;
mod forms;
pub mod intake;
mod pages;
mod parts;
mod past;
mod security;
mod server;
mod snapshot;
mod workbench;

pub use access::{Access, TokenDigest};
pub use server::{router, serve};
pub use snapshot::Snapshot;
pub use workbench::{Setting, Workbench};
