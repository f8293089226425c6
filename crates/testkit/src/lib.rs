//! What tests share: cases written as Markdown, compiled over a small prelude, and the fixtures for them.
//!
//! A case file has one case per heading of the second level. Its `wuwei` blocks make one document; a block marked `error`
//! holds what the compiler must say about it, a case without one must compile cleanly and pass its own tests.

mod case;
mod page;
mod prelude;

pub use case::{Case, cases, outcome, update};
pub use page::{PageFault, check_page};
pub use prelude::{HEADER, compile, compile_file, compile_with_table, root};
