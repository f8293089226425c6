//! Fewer than none of something.

use wuwei_ir::{Base, IndicatorKind};
use wuwei_source::Text;

use super::{Check, Class, Doubts, Scope, figure};

pub(super) const CHECK: Check = Check {
    id: "negative-count",
    class: Class::Accuracy,
    heading: ["数量小于零", "Counts below nought"],
    mend: [
        "核对数值；增减数、净流入另立指标，名称里写“净”。",
        "Check the value; a balance is another indicator, with 净 in its name.",
    ],
    find,
};

fn find(scope: &Scope<'_>, doubts: &mut Doubts) {
    for (at, seen) in scope.each().filter(|(_, seen)| seen.value().is_some_and(|value| value.signum() < 0)) {
        let indicator = scope.program.indicator(seen.indicator);
        let is_counted = !matches!(indicator.unit.base, None | Some(Base::Money));
        let of_many = !matches!(indicator.kind, IndicatorKind::Growth);
        // A balance of what comes and goes may fall below nought; its name says that it is one.
        if is_counted && of_many && !indicator.head.name.as_str().contains('净') {
            let value = figure(seen);
            let why = Text::new(format!("数量是 {value}"), format!("a count of {value}"));
            doubts.add(at, why, Text::new("核对数值", "check the value"));
        }
    }
}
