//! A day that the calendar doesn't have, or that lies in the future.

use wuwei_source::Text;

use super::{Check, Class, none};
use crate::observation::import::Refusal;

pub(super) const CHECK: Check = Check {
    id: "no-such-day",
    class: Class::Accuracy,
    heading: ["得知日期不对", "Days learnt that can't be"],
    mend: [
        "得知日期是公布或收到数字的那一天，写作 2025-01-31，不能晚于今天；不知道就留空。",
        "The day learnt is that of publication or receipt, written as 2025-01-31 and no later than today; leave it empty if it isn't known.",
    ],
    find: none,
};

pub(in crate::observation) fn refuse(day: &str, in_future: bool) -> Refusal {
    let why = match in_future {
        true => Text::new(format!("“{day}”还没有到"), format!("{day} hasn't come yet")),
        false => Text::new(format!("“{day}”不是日期"), format!("{day} is no day")),
    };
    let hint = Text::new(
        "写作 2025-01-31，不晚于今天；不知道就留空",
        "write 2025-01-31, no later than today; leave it empty if it isn't known",
    );
    Refusal { check: CHECK.id, why, hint }
}
