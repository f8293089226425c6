//! The bulletin on a plan's targets (通报): how far each has come, what became different, what doesn't fit, and where every
//! number comes from.
//!
//! [`Report::new`] makes the model from a program, observations and a day. [`html()`] writes it as one page that needs
//! nothing beside it, [`docx()`] as a document laid out as GB/T 9704-2012 asks, [`xlsx()`] as a workbook. Nothing here
//! reads a clock or opens a file; the same model gives the same bytes.

pub mod chart;
mod docx;
mod html;
mod model;
mod words;
mod xlsx;

pub use docx::docx;
pub use html::html;
pub use model::{
    Change, Colour, Count, Curve, Dot, Edge, Family, Figure, FindingRow, ForecastCell, Group, Lamp, Latest, Mark,
    MarkKind, Material, Node, Note, ObservationRow, Order, Owned, Report, Rule, Scale, Shape, Slice, SourceRow, Tally,
    TargetRow, Tile, TileMap, Tree, UnitRow,
};
pub use xlsx::xlsx;
