//! Tables that people send, as rows of cells: comma-separated text in any of the usual encodings, and workbooks.
//!
//! This crate knows how files are written and nothing of what they say. Bytes come in; what is wrong with a file is told to
//! whoever receives its rows, with the row.

mod cell;
mod csv;
mod formula;
mod limits;
mod problem;
mod rows;
mod xlsx;

pub use cell::{Cell, narrow, narrowed, parse_day};
pub use csv::{broken_quote, delimiter, read as read_csv, read_text, text};
pub use formula::{defused, restored};
pub use problem::Problem;
pub use rows::Rows;
pub use xlsx::{Damaged, read as read_xlsx};
