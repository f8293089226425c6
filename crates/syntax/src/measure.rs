//! Words of measure: what may stand behind a number.
//!
//! The parser must know them, because conditions stand side by side without separators: in `得分 >= 60   职工总数 …` the
//! name behind the number opens the next condition, in `500 人` it belongs to the number. What each means is for the
//! `ir` crate; a test there holds the two lists together.

const MEASURES: &[&str] = &[
    "元",
    "人",
    "名",
    "位",
    "户",
    "家",
    "个",
    "所",
    "座",
    "条",
    "项",
    "件",
    "种",
    "支",
    "只",
    "次",
    "户次",
    "人次",
    "平方米",
    "学时",
    "分",
    "年",
    "月",
    "个月",
    "日",
    "天",
];

/// All words of measure, without prefixes.
pub fn measures() -> &'static [&'static str] {
    MEASURES
}

/// Whether a word is a measure, with or without a power of ten before it (万户, 亿元).
pub fn is_measure(word: &str) -> bool {
    let bare = word.strip_prefix("万亿").or_else(|| word.strip_prefix(['千', '百', '万', '亿'])).unwrap_or(word);
    MEASURES.contains(&word) || MEASURES.contains(&bare)
}

#[cfg(test)]
mod tests {
    use super::is_measure;

    #[test]
    fn prefixes_are_part_of_the_word() {
        assert!(
            is_measure("亿元") && is_measure("人") && is_measure("万户") && is_measure("千人") && is_measure("万亿元")
        );
        assert!(!is_measure("万") && !is_measure("职工总数"));
    }
}
