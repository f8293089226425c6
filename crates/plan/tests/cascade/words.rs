//! Names, units and what a target lacks.

use super::small::{Case, action, plan};

/// Findings of a kind for a city's and a district's indicators.
fn found(id: &str, city: &str, district: &str) -> Vec<String> {
    Case::new(&[plan("city", "长春市", "", city), plan("a", "朝阳区", "city", district)], "").found(id)
}

const SAME_WORDS: &str = "same-words-different-indicator";

#[test]
fn the_same_words_with_a_qualifier_are_another_indicator() {
    let city = "indicator 平台数 in 个 { stock at year end }\ntarget 平台数 = 9 个 by 2027";
    for (name, kind, detail) in [
        ("新增平台数", "cumulative", "累计数，新增"),
        ("全国平台数", "stock at year end", "年末数，全国"),
        ("平台累计数", "cumulative", "累计数"),
        ("当年平台数", "flow per year", "年度数，当年"),
    ] {
        let district = format!("indicator {name} in 个 {{ {kind} }}\ntarget {name} = 3 个 by 2027");
        assert_eq!(
            found(SAME_WORDS, city, &district),
            [format!(
                "warning: 名称相近而口径不同，不能相加相比：长春市到2027年“平台数” = 9 个（年末数）；朝阳区到2027年“{name}” = 3 个（{detail}）"
            )]
        );
    }
    // A share of platforms won't be added to their number.
    let share = "indicator 平台占比 in ratio { share }\ntarget 平台占比 = 30% by 2027";
    assert!(found(SAME_WORDS, city, share)[0].starts_with("info: "));
}

#[test]
fn other_words_and_the_same_indicator_are_no_finding() {
    let city = "indicator 平台数 in 个 { stock at year end }\ntarget 平台数 = 9 个 by 2027\ntarget 中心和基地数 = 9 个 by 2027";
    let others = "indicator 园区数 in 个 { stock at year end }\ntarget 园区数 = 3 个 by 2027\ntarget 平台数 = 3 个 by 2027\ntarget 概念中心数 = 3 个 by 2027";
    assert!(found(SAME_WORDS, city, others).is_empty());
}

#[test]
fn an_annual_number_is_not_its_total() {
    let found = found(SAME_WORDS, "target 产值累计数 = 9 亿元 by 2027", "target 产值 = 3 亿元 by 2027");
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn two_words_of_measure_are_told_and_two_measures_are_a_fault() {
    let id = "same-indicator-different-unit";
    let city = "target 企业数 = 2 万户 by 2027";
    assert_eq!(
        found(id, city, "target 企业数 = 3 家 by 2027"),
        [
            "info: 同一指标用了两个量词（万户、家），数值可比：长春市到2027年“企业数” = 2 万户；朝阳区到2027年“企业数” = 3 家"
        ]
    );
    assert!(found(id, city, "target 企业数 = 3 户 by 2027").is_empty());
    // Two cities can't each declare the name for the other, but their districts can for themselves.
    let city = "indicator 合同额 in 亿元 { flow per year }\ntarget 合同额 = 9 亿元 by 2027";
    let case = Case::new(
        &[
            plan("city", "长春市", "", city),
            plan("a", "吉林市", "city", "indicator 合同额 in 项 { flow per year }\ntarget 合同额 = 3 项 by 2027"),
        ],
        "",
    );
    assert!(case.found(id)[0].starts_with("error: 同名指标的单位不是一类（亿元、项）"), "{:?}", case.found(id));
}

#[test]
fn what_a_target_lacks_is_told_once_for_a_plan() {
    let text =
        "target 企业数 >= 100 户 by 2027\ntarget 产值 >= 5 亿元 by 2027 { owners 甲局 }\ntarget 概念中心数 >= 5 个";
    let case = Case::new(&[plan("a", "朝阳区", "", text)], "企业数,朝阳区,2024,50,户,reported,甲报\n");
    assert_eq!(
        case.found("target-without-owner"),
        ["warning 66.7%: 朝阳区计划的 3 个目标中有 2 个没有责任单位：“企业数”、“概念中心数”"]
    );
    assert_eq!(
        case.found("target-without-deadline"),
        ["warning 33.3%: 朝阳区计划的 3 个目标中有 1 个没有期限：“概念中心数”"]
    );
    assert_eq!(
        case.found("target-without-observation"),
        ["warning 66.7%: 朝阳区计划的 3 个目标中有 2 个没有任何公布值，无法看进度：“产值”、“概念中心数”"]
    );
    let whole = action("育企行动", "owners 甲局\ntarget 企业数 >= 100 户 by 2027");
    let case = Case::new(&[plan("a", "朝阳区", "", &whole)], "企业数,朝阳区,2024,50,户,reported,甲报\n");
    for id in
        ["target-without-owner", "target-without-deadline", "target-without-observation", "target-without-baseline"]
    {
        assert!(case.found(id).is_empty(), "{id}");
    }
}

#[test]
fn places_lead_to_both_sentences() {
    let case = Case::new(
        &[
            plan("city", "长春市", "", "target 企业数 >= 100 户 by 2027"),
            plan("a", "朝阳区", "city", "target 企业数 >= 60 户 by 2027"),
        ],
        "",
    );
    let share = case.align().into_iter().find(|one| one.id == "child-share").unwrap();
    let row = share.json(case.program(), &case.library.sources, wuwei_source::Lang::En);
    let keys: Vec<&String> = row.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["finding", "severity", "parent", "child", "share", "message", "places"]);
    assert_eq!(row["parent"]["document"], "small.city");
    assert_eq!(
        (&row["child"]["region"], &row["child"]["value"], &row["child"]["by"]),
        (&"朝阳区".into(), &60.into(), &2027.into())
    );
    assert_eq!(row["share"].as_f64(), Some(0.6));
    assert_eq!((&row["places"][0]["place"], &row["places"][1]["place"]), (&"city.md:8:1".into(), &"a.md:8:1".into()));
    assert_eq!(row["message"], "Chaoyang by 2027: Firms ≥ 60 firms is 60% of Changchun by 2027: Firms ≥ 100 firms");
}
