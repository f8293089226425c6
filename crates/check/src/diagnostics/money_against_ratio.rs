//! An amount of money compared with a ratio.

use wuwei_source::{Diagnostic, Page, Place, Text};

/// The page of this kind.
pub(super) const PAGE: Page = super::page!("money-against-ratio");

pub(crate) fn money_against_ratio(place: Place, left_place: Place, right_place: Place, money_left: bool) -> Diagnostic {
    let (money, ratio) = if money_left { (left_place, right_place) } else { (right_place, left_place) };
    Diagnostic::error(PAGE.id, place, Text::new("金额不能与比率比较", "money cannot be compared with a ratio"))
        .also(money, Text::new("这是金额", "this is money"))
        .also(ratio, Text::new("这是比率", "this is a ratio"))
        .help(Text::new(
            "先相除再比较，例如 `研发费用 / 营业收入 in last year >= 5%`",
            "divide first, for example `研发费用 / 营业收入 in last year >= 5%`",
        ))
}
