//! Names of indicators, taken apart: the thing that is counted and the words that say which of it, when and how.

/// Where in a name a qualifier is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Anywhere.
    Anywhere,
    /// Only as the first word; elsewhere it is part of another word, as 新 in 创新.
    First,
    /// Only as the last word: the measure of a thing, not the thing.
    Last,
}

/// A word that narrows or widens what an indicator counts, without changing what is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Qualifier {
    /// As official texts write it.
    pub word: &'static str,
    /// In English.
    pub english: &'static str,
    /// Where it has to stand.
    pub stand: Stand,
}

const fn anywhere(word: &'static str, english: &'static str) -> Qualifier {
    Qualifier { word, english, stand: Stand::Anywhere }
}

const fn first(word: &'static str, english: &'static str) -> Qualifier {
    Qualifier { word, english, stand: Stand::First }
}

const fn last(word: &'static str, english: &'static str) -> Qualifier {
    Qualifier { word, english, stand: Stand::Last }
}

/// All qualifiers. Two indicators whose names are the same but for these words are easily taken for one another.
pub const QUALIFIERS: &[Qualifier] = &[
    // Over which time.
    anywhere("累计", "cumulative"),
    anywhere("年度", "of the year"),
    anywhere("当年", "of the year"),
    anywhere("本年", "of the year"),
    anywhere("每年", "each year"),
    anywhere("年均", "yearly average"),
    anywhere("年末", "at year end"),
    anywhere("期末", "at the end of the period"),
    // All of them or only new ones.
    anywhere("新增", "newly added"),
    anywhere("新建", "newly built"),
    anywhere("新认定", "newly recognised"),
    anywhere("新培育", "newly raised"),
    anywhere("净增", "net increase"),
    anywhere("存量", "stock"),
    anywhere("重组", "restructured"),
    first("新", "new"),
    first("现有", "existing"),
    // Of which rank.
    anywhere("国家级", "national"),
    anywhere("省部级", "provincial and ministerial"),
    anywhere("省级以上", "provincial and above"),
    anywhere("市级以上", "municipal and above"),
    anywhere("省级", "provincial"),
    anywhere("市级", "municipal"),
    anywhere("区级", "district"),
    anywhere("国家和省", "national and provincial"),
    anywhere("省市", "provincial and municipal"),
    first("国家", "national"),
    first("全国", "nationwide"),
    first("全省", "of the whole province"),
    first("全市", "of the whole city"),
    first("全区", "of the whole district"),
    // Of which standing.
    anywhere("高质量", "high-quality"),
    anywhere("高素质", "high-quality"),
    anywhere("高层次", "high-level"),
    anywhere("高端", "high-end"),
    anywhere("规模以上", "above designated size"),
    anywhere("规上", "above designated size"),
    anywhere("有效", "valid"),
    anywhere("注册", "registered"),
    anywhere("备案", "on record"),
    anywhere("入库", "in the database"),
    anywhere("拟认定", "proposed for recognition"),
    anywhere("名单", "on a list"),
    anywhere("签约", "signed"),
    anywhere("合计", "together"),
    // The measure.
    last("数", "number"),
    last("数量", "number"),
    last("户数", "number"),
    last("人数", "number"),
    last("总量", "total"),
    last("总数", "total"),
    last("总额", "total amount"),
    last("额", "amount"),
    last("规模", "size"),
    last("投入", "spending"),
    last("占比", "share"),
    last("比重", "share"),
    last("比例", "share"),
    last("增速", "growth"),
    last("增长率", "growth"),
];

/// A name taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    /// What is left of the name.
    pub(super) core: String,
    /// What was taken away, in the order of the name, without the measure.
    pub(super) qualifiers: Vec<&'static Qualifier>,
}

/// Takes a name apart. A name that would vanish, or leave one character, is left whole.
pub(super) fn take_apart(name: &str) -> Taken {
    let mut rest = name;
    while let Some(shorter) = longest(rest, Stand::Last).and_then(|one| rest.strip_suffix(one.word)) {
        rest = shorter;
    }
    let mut taken = Taken { core: String::new(), qualifiers: Vec::new() };
    while let Some(next) = rest.chars().next() {
        let at_first = longest(rest, Stand::First).filter(|_| taken.core.is_empty());
        let found = [at_first, longest(rest, Stand::Anywhere)].into_iter().flatten().max_by_key(|one| one.word.len());
        match found {
            Some(one) => {
                taken.qualifiers.push(one);
                rest = &rest[one.word.len()..];
            }
            None => {
                taken.core.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    // A measure may have stood before a qualifier: 合计数 leaves nothing behind, but 总量 of 累计总量 does.
    if taken.core.chars().count() < 2 {
        return Taken { core: name.to_string(), qualifiers: Vec::new() };
    }
    taken
}

/// The longest qualifier of a kind with which the text begins, or ends.
fn longest(text: &str, stand: Stand) -> Option<&'static Qualifier> {
    let fits = |one: &&Qualifier| {
        one.stand == stand && if stand == Stand::Last { text.ends_with(one.word) } else { text.starts_with(one.word) }
    };
    QUALIFIERS.iter().filter(fits).max_by_key(|one| one.word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn core(name: &str) -> String {
        take_apart(name).core
    }

    fn qualifiers(name: &str) -> Vec<&'static str> {
        take_apart(name).qualifiers.iter().map(|one| one.word).collect()
    }

    #[test]
    fn names_that_differ_by_qualifiers_share_a_core() {
        for (one, other) in [
            ("成果转化累计数", "成果转化数"),
            ("新增平台数", "平台数"),
            ("国家重点实验室数", "全国重点实验室数"),
            ("企业注册数", "企业数"),
            ("新承担攻关项目数", "承担省市攻关项目数"),
            ("高素质人才数", "人才总量"),
            ("省级企业占比", "企业增速"),
        ] {
            assert_eq!(core(one), core(other), "{one} {other}");
        }
        assert_eq!(qualifiers("新承担攻关项目数"), ["新"]);
        assert_eq!(qualifiers("省级以上平台数"), ["省级以上"]);
    }

    #[test]
    fn parts_of_other_words_stay() {
        assert_ne!(core("创新平台数"), core("创平台数"));
        assert_ne!(core("新型机构数"), core("研发机构数"));
        assert_ne!(core("概念验证中心数"), core("中试基地数"));
        assert_eq!(core("合计数"), "合计数");
    }
}
