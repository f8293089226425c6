//! A table that can't be read as a whole.

use wuwei_source::Text;

use super::{Check, Class, none};
use crate::observation::import::Refusal;

pub(super) const CHECK: Check = Check {
    id: "unreadable-table",
    class: Class::Accuracy,
    heading: ["读不了的表", "Tables that can't be read"],
    mend: [
        "第一行写列名：指标、区域、时期、数值、单位、状态、来源、说明、得知日期；另存为“CSV UTF-8”或 xlsx。",
        "The first row holds the headers: indicator, region, period, value, unit, status, source, note, learnt; save it as “CSV UTF-8” or xlsx.",
    ],
    find: none,
};

/// A fault that another reader has put into words.
pub(in crate::observation) fn refuse(why: Text, hint: Text) -> Refusal {
    Refusal { check: CHECK.id, why, hint }
}

pub(in crate::observation) fn lacks(chinese: &str, english: &str) -> Refusal {
    let why = Text::new(format!("表里没有“{chinese}”（{english}）列"), format!("the table has no column {english}"));
    refuse(why, Text::new("每一行都需要它", "each row needs it"))
}

pub(in crate::observation) fn twice(header: &str) -> Refusal {
    refuse(
        Text::new(format!("“{header}”列不止一个"), format!("there are several columns {header}")),
        Text::new("只留一列", "keep one of them"),
    )
}

pub(in crate::observation) fn misspelt(header: &str, near: &str) -> Refusal {
    refuse(
        Text::new(format!("“{header}”列像是 {near} 写错了"), format!("column {header} looks like {near} misspelt")),
        Text::new(
            format!("改成 {near}；若是分组，列名前加“~”：~{header}"),
            format!("call it {near}; if it is a breakdown, write ~ before it: ~{header}"),
        ),
    )
}

pub(in crate::observation) fn no_header() -> Refusal {
    refuse(
        Text::new("没有找到列名", "no header was found"),
        Text::new("第一行写 指标,区域,时期,数值,单位", "write indicator,region,period,value,unit in the first row"),
    )
}

pub(in crate::observation) fn broken_quote() -> Refusal {
    refuse(
        Text::new(
            "这一行起的一对引号后面还有字，多半是少了一半引号，后面的行会被它吞掉",
            "text follows the quotes that begin here: most likely one lacks its partner and swallows the rows below",
        ),
        Text::new("补上另一半引号，或删去这个引号", "add its partner, or remove it"),
    )
}

pub(in crate::observation) fn old_workbook() -> Refusal {
    refuse(
        Text::new("这是旧格式的工作簿（xls）", "this is a workbook of the old kind (xls)"),
        Text::new("另存为 xlsx 再试", "save it as xlsx and try again"),
    )
}

pub(in crate::observation) fn damaged(why: &str) -> Refusal {
    refuse(
        Text::new(format!("工作簿打不开（{why}）"), format!("the workbook can't be opened ({why})")),
        Text::new("重新另存为 xlsx", "save it as xlsx anew"),
    )
}

pub(in crate::observation) fn empty() -> Refusal {
    refuse(
        Text::new("表是空的", "the table is empty"),
        Text::new("第一行写列名，下面每行一个数", "headers in the first row, a figure in each row below"),
    )
}
