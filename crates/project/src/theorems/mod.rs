//! What holds of documents whoever is asked about: findings as JSON, as lines for a terminal and as a page.

mod json;
mod lines;
mod page;

pub use json::theorems_json;
pub use lines::{FindingLines, finding_lines};
pub use page::theorems_page;

use wuwei_ir::Date;
use wuwei_reason::prove::{TheoremKind, Theorems, prove};

use crate::library::Library;

/// Looks for findings of some kinds about the documents asked for, as far as they are in force on a day.
pub fn theorems(library: &Library, day: Date, kinds: &[TheoremKind]) -> Theorems {
    prove(library.program(), day, kinds, &|file| library.is_own(file))
}
