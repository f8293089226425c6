//! A quantity in one unit where another is wanted.

use super::dim_words;
use wuwei_ir::Dim;
use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("unit-mismatch");

pub(crate) fn unit_mismatch(place: Place, found: Dim, wanted: Dim) -> Diagnostic {
    let (found, wanted) = (dim_words(found), dim_words(wanted));
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("单位不合：这里是 {found}，要的是 {wanted}"),
            format!("units do not fit: this is {found}, wanted is {wanted}"),
        ),
    )
    .help(Text::new(format!("换成以 {wanted} 计的量"), format!("use a quantity in {wanted}")))
}
