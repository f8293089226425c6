//! An indicator that no document declares.

use wuwei_source::{Name, Text};

use super::{Check, Class, none};
use crate::observation::import::Refusal;

pub(super) const CHECK: Check = Check {
    id: "unknown-indicator",
    class: Class::Accuracy,
    heading: ["没有声明过的指标", "Indicators that no document declares"],
    mend: [
        "改成文件里声明过的名称；确是新指标，先在文件里用 indicator 声明。",
        "Use the name that a document declares; declare an indicator that is really new.",
    ],
    find: none,
};

pub(in crate::observation) fn refuse(name: &str, near: &[Name]) -> Refusal {
    if name.is_empty() {
        return Refusal {
            check: CHECK.id,
            why: Text::new("没有写指标", "no indicator is named"),
            hint: Text::new("每一行都要写指标", "each row needs it"),
        };
    }
    let hint = match near.first() {
        Some(near) => Text::new(format!("是不是 {near}？"), format!("did you mean {near}?")),
        None => Text::default(),
    };
    let why = Text::new(format!("没有指标“{name}”"), format!("no indicator is called {name}"));
    Refusal { check: CHECK.id, why, hint }
}
