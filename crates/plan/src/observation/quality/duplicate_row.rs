//! The same row twice.

use wuwei_source::Text;

use super::{Check, Class, none};
use crate::observation::import::Refusal;

pub(super) const CHECK: Check = Check {
    id: "duplicate-row",
    class: Class::Usefulness,
    heading: ["重复的行", "Rows that stand there twice"],
    mend: ["删去一行；重复的行只载入一次。", "Remove one of them; such a row is loaded once."],
    find: none,
};

/// `first` is the row that it repeats.
pub(in crate::observation) fn remark(first: u32) -> Refusal {
    let why = Text::new(format!("与第 {first} 行相同"), format!("the same as row {first}"));
    Refusal { check: CHECK.id, why, hint: Text::new("删去一行", "remove one of them") }
}
