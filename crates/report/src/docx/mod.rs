//! Placeholder.
/// Placeholder.
pub fn docx(_: &crate::model::Report) -> Vec<u8> { Vec::new() }
