//! Facts: read from spreadsheets with row-exact faults, kept as Arrow, offered to the evaluator as a population.
//!
//! A folder of facts holds one Parquet file per kind of subject and a manifest. Which columns there are follows from the
//! program: a fact is a column, a yearly fact one per year (`研发费用@2024`). An empty cell is "not known", never nought.

mod answer;
mod builder;
mod canonical;
mod cell;
mod column;
mod draft;
mod export;
mod folder;
mod header;
mod load;
mod merge;
mod origin;
mod population;
mod reading;
mod rejected;
mod row_origin;
mod slot;
mod source;
mod store;
pub mod synth;
mod template;
mod texts;

pub use answer::{read_name, read_named, read_value};
pub use builder::{Built, SourceOf, TableBuilder, Unread};
pub use canonical::{canonical, from_canonical};
pub use cell::counts_whole;
pub use column::{Column, ColumnData, NONE_DAY, NONE_TEXT, NONE_YEAR, SCALE, Table, known};
pub use draft::{replace_file, unfinished};
pub use export::{RowCell, RowWriter};
pub use folder::{FactsError, Folder, Manifest};
pub use load::{LoadOptions, Loaded, load};
pub use merge::merged;
pub use origin::Origins;
pub use population::Population;
pub use reading::{
    HeaderSeen, KindRead, Looked, Mapping, Meant, ReadFile, SheetMapping, SheetSeen, SubjectRead, look, read_file,
};
pub use rejected::Rejected;
pub use row_origin::{RowOrigin, is_origin_column, origin_column};
pub use template::{asked_unit, template, write_template};
pub use texts::{TextCell, Texts};
pub use wuwei_table::Problem;
