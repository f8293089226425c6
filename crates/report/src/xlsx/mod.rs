//! Placeholder.
/// Placeholder.
pub fn xlsx(_: &crate::model::Report) -> Vec<u8> { Vec::new() }
