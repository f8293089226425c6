//! A region that no document declares, or a name that several have.

use wuwei_source::{Name, Text};

use super::{Check, Class, none};
use crate::observation::import::Refusal;

pub(super) const CHECK: Check = Check {
    id: "unknown-region",
    class: Class::Accuracy,
    heading: ["认不出的区域", "Regions that can't be told"],
    mend: [
        "写文件里声明过的名称或六位行政区划代码；重名的写全，例如 长春市.朝阳区。",
        "Write a declared name or a six-digit code; where names repeat write them in full, for example 长春市.朝阳区.",
    ],
    find: none,
};

pub(in crate::observation) fn refuse(name: &str, near: &[Name]) -> Refusal {
    if name.is_empty() {
        return Refusal {
            check: CHECK.id,
            why: Text::new("没有写区域", "no region is named"),
            hint: Text::new("每一行都要写区域", "each row needs it"),
        };
    }
    let hint = match near.first() {
        Some(near) => Text::new(format!("是不是 {near}？"), format!("did you mean {near}?")),
        None => Text::default(),
    };
    let why = Text::new(format!("没有区域“{name}”"), format!("no region is called {name}"));
    Refusal { check: CHECK.id, why, hint }
}

/// `all` says how to name some of them in full.
pub(in crate::observation) fn several(name: &str, all: &[String]) -> Refusal {
    let why = Text::new(format!("叫“{name}”的区域不止一个"), format!("several regions are called {name}"));
    let all = all.join("、");
    let hint = Text::new(format!("写全，例如 {all}"), format!("write it in full, for example {all}"));
    Refusal { check: CHECK.id, why, hint }
}
