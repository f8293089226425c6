//! A figure that was known before its period was over.

use wuwei_source::Text;

use super::{Check, Class, Doubts, Scope};
use crate::observation::Status;

pub(super) const CHECK: Check = Check {
    id: "future-period",
    class: Class::Accuracy,
    heading: ["时期还没有结束就得知的数", "Figures known before their period was over"],
    mend: [
        "未满一期的数，状态写“初步”，或写它真正所指的时期，例如 2025Q3；时期还没有开始的数不是观测值。",
        "Mark a figure of a period that still runs as preliminary, or give the period that it is really about, for example 2025Q3; of a period that hasn't begun there is no observation.",
    ],
    find,
};

fn find(scope: &Scope<'_>, doubts: &mut Doubts) {
    for (at, seen) in scope.each().filter(|(_, seen)| seen.figure.is_some()) {
        let (period, day) = (seen.period, seen.learnt);
        if period.first_day() > day {
            let why = Text::new(
                format!("{day} 得知时，{period} 还没有开始"),
                format!("when it was learnt on {day}, {period} hadn't begun"),
            );
            doubts.add(at, why, Text::new("核对时期和得知日期", "check the period and the day learnt"));
        } else if period.last_day() >= day && seen.status != Status::Preliminary {
            let why = Text::new(
                format!("{day} 得知时，{period} 还没有结束"),
                format!("when it was learnt on {day}, {period} wasn't over"),
            );
            doubts.add(at, why, Text::new("状态写“初步”，或改时期", "mark it as preliminary, or change the period"));
        }
    }
}
