//! The `wuwei` command as a stranger and an adversary use it.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod advise;
mod align;
mod allocate;
mod arguments;
mod ask;
mod backup;
mod bundle;
mod check;
mod demo;
mod documents_test;
mod explain;
mod explain_error;
mod facts_folder;
mod fmt;
mod interrupt;
mod json;
mod key;
mod list;
mod load_again;
mod load_faults;
mod load_formats;
mod next;
mod observe;
mod origin;
mod plan;
mod prove;
mod report;
mod run;
mod show;
mod simulate;
mod synth;
mod template;
mod tool;
mod tour;
mod trace;
mod tutorial;
mod verify;
