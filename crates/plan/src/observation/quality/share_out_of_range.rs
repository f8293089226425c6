//! A share below nought or above the whole.

use wuwei_ir::{IndicatorKind, Number};
use wuwei_source::Text;

use super::{Check, Class, Doubts, Scope, figure};

pub(super) const CHECK: Check = Check {
    id: "share-out-of-range",
    class: Class::Accuracy,
    heading: ["占比不在 0—100 % 之间", "Shares outside 0–100 %"],
    mend: [
        "核对数值和单位：0.14 不写单位就是 14%，14 要写 %；增长率另立指标。",
        "Check value and unit: 0.14 without a unit is 14 %, 14 needs %; a rate of growth is another indicator.",
    ],
    find,
};

fn find(scope: &Scope<'_>, doubts: &mut Doubts) {
    for (at, seen) in scope.each() {
        if scope.program.indicator(seen.indicator).kind != IndicatorKind::Share {
            continue;
        }
        let Some(value) = seen.value().filter(|value| !(Number::ZERO..=Number::ONE).contains(value)) else { continue };
        let percent = value.mul(Number::int(100)).map_or_else(String::new, |value| value.to_decimal(4));
        let why = Text::new(format!("占比 {percent}%"), format!("a share of {percent} %"));
        let no_unit = seen.figure.is_some_and(|figure| figure.unit.word.is_empty()) && value > Number::ONE;
        let hint = match no_unit {
            true => Text::new(
                format!("没有写单位；若是 {0}%，单位写 %", figure(seen)),
                format!("no unit was given; if {0} % is meant, the unit is %", figure(seen)),
            ),
            false => Text::new("核对数值", "check the value"),
        };
        doubts.add(at, why, hint);
    }
}
