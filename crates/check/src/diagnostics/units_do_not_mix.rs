//! Two quantities that can't be added or compared.

use super::dim_words;
use wuwei_ir::Dim;
use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("units-do-not-mix");

pub(crate) fn units_do_not_mix(
    place: Place,
    left_place: Place,
    right_place: Place,
    left: Dim,
    right: Dim,
) -> Diagnostic {
    let (left, right) = (dim_words(left), dim_words(right));
    Diagnostic::error(
        PAGE.id,
        place,
        Text::new(
            format!("{left} 和 {right} 不能相加或比较"),
            format!("{left} and {right} cannot be added or compared"),
        ),
    )
    .also(left_place, Text::new(format!("以 {left} 计"), format!("in {left}")))
    .also(right_place, Text::new(format!("以 {right} 计"), format!("in {right}")))
    .help(Text::new("两边用同一种单位；比率用除法得到", "use one unit on both sides; a ratio comes from a division"))
}
