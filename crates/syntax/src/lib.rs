//! From the text of a document to its tree.
//!
//! A document is Markdown; its blocks marked `wuwei` are code. The parser never fails: it returns a tree and the
//! diagnostics of everything it could not read, and goes on behind each fault. It does no input or output and knows no
//! names: whether 企业 exists is for the `check` crate to say.
//!
//! Start at [`parse`]; the tree is in [`ast`]; [`format`] prints a document in its canonical layout.

pub mod ast;
pub mod diagnostics;
mod format;
mod keyword;
mod lexer;
mod markdown;
mod measure;
mod parse;
mod shade;

pub use format::format;
pub use keyword::{DECLARATIONS, is_keyword};
pub use markdown::{Block, Heading, HeadingId, Outline};
pub use measure::{is_measure, measures};
pub use parse::{parse, parse_test};
pub use shade::{Shade, shades};
