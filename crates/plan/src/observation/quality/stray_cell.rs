//! Cells where nothing should stand, and text that most likely swallowed its neighbours.

use wuwei_source::Text;

use super::{Check, Class, none};
use crate::observation::import::Refusal;

pub(super) const CHECK: Check = Check {
    id: "stray-cell",
    class: Class::Accuracy,
    heading: ["多出来的或损坏的单元格", "Stray or damaged cells"],
    mend: [
        "每一格上面要有列名；引号成对；公式改正或换成数值。",
        "Each cell needs a header above it; quotes come in pairs; mend formulas or put values in their place.",
    ],
    find: none,
};

fn stray(why: Text, hint: Text) -> Refusal {
    Refusal { check: CHECK.id, why, hint }
}

pub(in crate::observation) fn unnamed() -> Refusal {
    stray(
        Text::new("这一格上面没有列名", "no header stands above this cell"),
        Text::new("补上列名，或清空这一格", "add a header, or empty the cell"),
    )
}

pub(in crate::observation) fn line_break() -> Refusal {
    stray(
        Text::new("一格里有换行", "a cell holds a line break"),
        Text::new("多半是少了一半引号", "most likely a quote lacks its partner"),
    )
}

pub(in crate::observation) fn swallowed() -> Refusal {
    stray(
        Text::new("这一格里像是还有别的行", "other rows seem to stand in this cell"),
        Text::new(
            "多半是少了一半引号；确是说明文字，不要另起一行写指标和数字",
            "most likely a quote lacks its partner; if it is a remark, don't begin a line of it like a row",
        ),
    )
}

pub(in crate::observation) fn control() -> Refusal {
    stray(
        Text::new("一格里有看不见的控制字符", "a cell holds a control character"),
        Text::new("重新录入这一格", "type the cell anew"),
    )
}

pub(in crate::observation) fn formula(error: &str) -> Refusal {
    stray(
        Text::new(format!("公式出错（{error}）"), format!("a formula with an error ({error})")),
        Text::new("改正公式，或换成数值", "mend the formula, or put the value in its place"),
    )
}
