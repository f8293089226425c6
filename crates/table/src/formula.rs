//! Text that a spreadsheet program would run as a formula.

use std::borrow::Cow;

/// A text as it can stand in a file that spreadsheet programs open: one that they would take for a formula gets an
/// apostrophe before it, the sign by which they keep text as text. Numbers stay as they are.
pub fn defused(cell: &str) -> Cow<'_, str> {
    let is_number = cell.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if is_run(cell) && !is_number { format!("'{cell}").into() } else { cell.into() }
}

/// The text that [`defused`] made safe; every other text is what it is.
pub fn restored(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_run(rest) => rest,
        _ => cell,
    }
}

/// Whether a formula could begin here, apostrophes before it apart: so one that somebody typed survives the way out and in.
fn is_run(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused() {
        assert_eq!(defused("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        assert_eq!(defused("-12.5"), "-12.5");
        assert_eq!(defused("-x"), "'-x");
        assert_eq!(defused("'tis"), "'tis");
    }

    #[test]
    fn what_was_defused_comes_back() {
        for text in ["=1", "+1", "@a", "-x", "-1", "'=1", "''-x", "'tis", "plain", "", "'", "-"] {
            assert_eq!(restored(&defused(text)), text);
        }
    }
}
