//! More points than the part is out of.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("points-exceed-part");

pub(crate) fn points_exceed_part(place: Place, part: &str, most: &str, out_of: &str) -> Diagnostic {
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("`{part}` 最多可得 {most} 分，超过了它的满分 {out_of}"),
            format!("`{part}` can give {most} points, more than the {out_of} it is out of"),
        ),
    )
    .help(Text::new("核对分值或满分", "check the points or the maximum"))
}
