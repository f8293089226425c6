//! A period in another notation, or that the calendar doesn't have.

use wuwei_source::Text;

use super::{Check, Class, none};
use crate::observation::import::Refusal;

pub(super) const CHECK: Check = Check {
    id: "no-such-period",
    class: Class::Accuracy,
    heading: ["不存在或写法不对的时期", "Periods that don't exist or are written in another way"],
    mend: [
        "写作年 2024、半年 2024S1、季 2024Q3、月 202406、日 20240630 或计划期 2025/2027。",
        "Write a year 2024, a half 2024S1, a quarter 2024Q3, a month 202406, a day 20240630 or a plan 2025/2027.",
    ],
    find: none,
};

pub(in crate::observation) fn refuse(period: &str) -> Refusal {
    Refusal {
        check: CHECK.id,
        why: Text::new(format!("时期“{period}”不对"), format!("{period} is no period")),
        hint: Text::new(
            "写作年 2024、半年 2024S1、季 2024Q3、月 202406、日 20240630 或计划期 2025/2027",
            "write a year 2024, a half 2024S1, a quarter 2024Q3, a month 202406, a day 20240630 or a plan 2025/2027",
        ),
    }
}

pub(in crate::observation) fn frequency(code: &str, period: &str) -> Refusal {
    Refusal {
        check: CHECK.id,
        why: Text::new(
            format!("频度“{code}”与时期“{period}”不一致"),
            format!("the frequency {code} and the period {period} disagree"),
        ),
        hint: Text::new(
            "A 年、S 或 H 半年、Q 季、M 月、D 日；或清空频度",
            "A is a year, S or H a half, Q a quarter, M a month, D a day; or leave the frequency empty",
        ),
    }
}
