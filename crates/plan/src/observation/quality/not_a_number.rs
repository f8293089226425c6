//! A value that is no number, or none that can be kept exactly.

use wuwei_source::Text;

use super::{Check, Class, none};
use crate::observation::import::Refusal;

pub(super) const CHECK: Check = Check {
    id: "not-a-number",
    class: Class::Accuracy,
    heading: ["不是数字的数值", "Values that are no numbers"],
    mend: [
        "数值只写数字，单位写在单位列；有意缺失写 NaN，说明里写原因。",
        "Write digits only and the unit in its column; for a value that is missing on purpose write NaN, and why in the note.",
    ],
    find: none,
};

pub(in crate::observation) fn refuse(value: &str) -> Refusal {
    let hint = Text::new(
        "只写数字，例如 1234.5；有意缺失写 NaN",
        "write digits only, for example 1234.5; NaN if it is missing on purpose",
    );
    if value.is_empty() {
        return Refusal { check: CHECK.id, why: Text::new("没有写数值", "there is no value"), hint };
    }
    Refusal {
        check: CHECK.id, why: Text::new(format!("“{value}”不是数字"), format!("{value} is no number")), hint
    }
}

pub(in crate::observation) fn too_large(value: &str) -> Refusal {
    Refusal {
        check: CHECK.id,
        why: Text::new(format!("“{value}”太大"), format!("{value} is too large")),
        hint: Text::new("核对数值和单位", "check the value and the unit"),
    }
}
