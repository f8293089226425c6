//! A unit that doesn't fit the indicator, or none where it needs one.

use wuwei_ir::Unit;
use wuwei_source::Text;

use super::{Check, Class, none};
use crate::observation::import::Refusal;

pub(super) const CHECK: Check = Check {
    id: "wrong-unit",
    class: Class::Accuracy,
    heading: ["单位与指标不是一类", "Units of another kind than the indicator's"],
    mend: [
        "写指标那一类的单位，可以加百、千、万、亿；没有写单位的补上，不替填报人猜。",
        "Write a unit of the indicator's kind, perhaps with 百, 千, 万 or 亿; add the unit where there is none: it isn't guessed.",
    ],
    find: none,
};

pub(in crate::observation) fn refuse(unit: &str, wanted: Unit) -> Refusal {
    let unit = if unit.is_empty() { "–" } else { unit };
    let wanted = if wanted.text().is_empty() { "–".to_string() } else { wanted.text() };
    Refusal {
        check: CHECK.id,
        why: Text::new(format!("单位“{unit}”和指标的单位不是一类"), format!("the unit {unit} doesn't fit")),
        hint: Text::new(format!("指标的单位是 {wanted}"), format!("the indicator is in {wanted}")),
    }
}

pub(in crate::observation) fn multiplier(power: &str) -> Refusal {
    Refusal {
        check: CHECK.id,
        why: Text::new(format!("UNIT_MULT“{power}”不是十的幂"), format!("UNIT_MULT {power} is no power of ten")),
        hint: Text::new("写整数：0 为一，4 为万，8 为亿", "write a whole number: 0 for ones, 4 for 万, 8 for 亿"),
    }
}
