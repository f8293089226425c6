//! Pictures as SVG: drawn by hand, because a chart of a plan has a path, a fan and a deadline that no library knows, and
//! because it has to stand in a page without a script. Colours come from the page's style sheet by classes.

mod axis;
mod shape;
mod svg;
mod tally;
mod target;
mod tiles;
mod tree;

pub(crate) use shape::{mark, symbols};
pub(crate) use tally::tally_bar;
pub(crate) use target::{legend as target_legend, target_chart};
pub(crate) use tiles::{legend as tile_legend, patterns as tile_patterns, tile_map};
pub(crate) use tree::{tree_tall, tree_wide};

pub(crate) use svg::escape;
