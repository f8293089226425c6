//! A word for how firm a figure is that nobody knows.

use wuwei_source::Text;

use super::{Check, Class, none};
use crate::observation::import::Refusal;

pub(super) const CHECK: Check = Check {
    id: "unknown-status",
    class: Class::Accuracy,
    heading: ["不认识的状态", "Statuses that nobody knows"],
    mend: [
        "状态写 初步、公布、审定、修订 或 推算；不写就是公布。",
        "The status is preliminary, reported, approved, revised or derived; left empty it is reported.",
    ],
    find: none,
};

pub(in crate::observation) fn refuse(word: &str) -> Refusal {
    Refusal {
        check: CHECK.id,
        why: Text::new(format!("不认识状态“{word}”"), format!("{word} is no status")),
        hint: Text::new(
            "写 初步、公布、审定、修订 或 推算（preliminary、reported、approved、revised、derived）",
            "write preliminary, reported, approved, revised or derived",
        ),
    }
}

pub(in crate::observation) fn forecast(word: &str) -> Refusal {
    Refusal {
        check: CHECK.id,
        why: Text::new(
            format!("状态 {word} 是预测，不是观测值"),
            format!("the status {word} is a forecast, not an observation"),
        ),
        hint: Text::new("预测由程序另算，删去这一行", "forecasts are made by the program; remove the row"),
    }
}
