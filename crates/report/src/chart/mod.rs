//! Pictures as SVG: drawn by hand, because a chart of a plan has a path, a fan and a deadline that no library knows, and
//! because it has to stand in a page without a script. Colours come from the page's style sheet by classes.

mod axis;
mod shape;
mod svg;
mod tally;
mod target;
mod tiles;
mod tree;

/// Colours and fonts, as the style sheet of a page begins.
pub const TOKENS: &str = include_str!("tokens.css");
/// How lights and pictures look, for the style sheet of a page that shows them.
pub const STYLE: &str = include_str!("chart.css");

pub use shape::{mark, symbols};
pub use tally::tally_bar;
pub use target::{legend as target_legend, target_chart};
pub use tiles::{legend as tile_legend, patterns as tile_patterns, tile_map};
pub(crate) use tree::{tree_tall, tree_wide};

pub(crate) use svg::escape;
