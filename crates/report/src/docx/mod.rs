//! The report as an official document, laid out as GB/T 9704-2012 asks: A4 with 37 mm above and 28 mm at the binding, a type
//! area of 156 by 225 mm with 22 lines of 28 characters, the title in 小标宋 of size 2, the text in 仿宋 of size 3,
//! headings in 黑体 and 楷体, page numbers at the outer side.
//!
//! The package is written by hand: even and odd pages, the character grid and names of fonts with substitutes are few
//! elements each, and writers of documents don't know all of them.

mod bulletin;
mod package;
mod style;
mod xml;

use crate::model::Report;

/// The document, or why it can't be written.
pub fn docx(report: &Report) -> Result<Vec<u8>, String> {
    package::pack(report, &bulletin::body(report)).map_err(|error| error.to_string())
}
