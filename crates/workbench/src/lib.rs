//! The workbench: the living plan, its policies and its subjects in the browser.
//!
//! Pages are written on the server and work without a script; a small one saves reloading. Nothing is fetched from another host,
//! and what a page may load is said in its Content-Security-Policy. The library, the facts and the clock come in from the edge.

mod access;
mod api;
mod asking;
mod assets;
mod binding;
mod clauses;
mod connections;
mod fault;
mod forms;
pub mod intake;
mod log;
mod metrics;
mod pages;
mod parts;
mod past;
mod patience;
mod security;
mod server;
mod snapshot;
mod watch;
mod watched;
mod workbench;

pub use access::{Access, TokenDigest};
pub use binding::may_listen;
pub use connections::Limits;
pub use log::Log;
pub use server::{router, serve, serve_within};
pub use snapshot::Snapshot;
pub use workbench::{Setting, Workbench};
