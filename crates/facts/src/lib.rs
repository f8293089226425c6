//! Facts: read from spreadsheets with row-exact faults, kept as Arrow, offered to the evaluator as a population.
//!
//! A folder of facts holds one Parquet file per kind of subject and a manifest. Which columns there are follows from the
//! program: a fact is a column, a yearly fact one per year (`研发费用@2024`). An empty cell is "not known", never nought.

mod answer;
mod cell;
mod column;
mod draft;
mod export;
mod folder;
mod header;
mod load;
mod origin;
mod population;
mod rejected;
mod slot;
mod source;
mod store;
pub mod synth;
mod template;

pub use answer::{Given, is_not_known, read_name, read_named, read_value, with_unit};
pub use cell::counts_whole;
pub use column::{Column, ColumnData, NONE_DAY, NONE_TEXT, NONE_YEAR, SCALE, Table};
pub use draft::{replace_file, unfinished};
pub use export::{RowCell, RowWriter};
pub use folder::{FactsError, Folder, Manifest};
pub use load::{LoadOptions, Loaded, load};
pub use origin::Origins;
pub use population::Population;
pub use template::{asked_unit, write_template};
pub use wuwei_table::Problem;
