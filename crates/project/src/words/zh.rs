//! 中文。

use super::Words;

pub(super) const WORDS: Words = Words {
    yes: "是",
    no: "否",
    unknown: "未知",
    not_applicable: "不适用",
    not_computable: "无法计算",
    official: "正式文本",
    secondary: "可信转述",
    elsewhere: "别处规定",
    assumed: "假设",
    not_in_force: "这一天没有生效的版本",
    amount: "金额",
    not_known: "没有填报",
    related: "{name}：{n} 项",
    related_open: "{name}：已知 {n} 项，名单不全",
    points_of: "{points}（满分 {out_of}）",
    basis_is: "依据：{basis}",
    deeper: "……",
};
