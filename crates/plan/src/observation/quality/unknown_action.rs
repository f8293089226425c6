//! What a message in SDMX-CSV wants done and can't be done.

use wuwei_source::Text;

use super::{Check, Class, none};
use crate::observation::import::Refusal;

pub(super) const CHECK: Check = Check {
    id: "unknown-action",
    class: Class::Accuracy,
    heading: ["做不到的 ACTION", "Actions that can't be done"],
    mend: [
        "ACTION 写 I、A、M、R 或 D；删除要写全指标、区域和时期，一行只删一个数。",
        "The action is I, A, M, R or D; a deletion names indicator, region and period in full, one figure a row.",
    ],
    find: none,
};

pub(in crate::observation) fn refuse(action: &str) -> Refusal {
    Refusal {
        check: CHECK.id,
        why: Text::new(format!("不认识 ACTION“{action}”"), format!("{action} is no action")),
        hint: Text::new("写 I、A、M、R 或 D", "write I, A, M, R or D"),
    }
}

pub(in crate::observation) fn nothing_there() -> Refusal {
    Refusal {
        check: CHECK.id,
        why: Text::new("要删除的数并不存在", "the figure to delete isn't there"),
        hint: Text::new("核对指标、区域和时期，或删去这一行", "check indicator, region and period, or remove the row"),
    }
}

pub(in crate::observation) fn partial() -> Refusal {
    Refusal {
        check: CHECK.id,
        why: Text::new("只删除数字的一部分说明，做不到", "parts of an observation can't be deleted"),
        hint: Text::new(
            "要改说明，用 R 写出整个数；要撤回整个数，OBS_VALUE 写“-”或留空其他列",
            "to change a remark give the whole figure with R; to withdraw it write - as OBS_VALUE, or leave the other columns empty",
        ),
    }
}
