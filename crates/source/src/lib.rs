//! Files, places in them, names and diagnostics as data.
//!
//! Everything above rests on this crate and it rests on nothing of ours. It knows no grammar, no types and no terminal:
//! a [`Diagnostic`] carries facts and words in both languages, and who shows it decides how.

mod diagnostic;
mod file;
mod lang;
mod name;
pub mod parallel;
mod similar;

pub use diagnostic::{Diagnostic, Label, Page, Severity};
pub use file::{FileId, LineColumn, Place, Source, SourceMap, Span};
pub use lang::{Lang, Text};
pub use name::Name;
pub use similar::{did_you_mean, list_some};
