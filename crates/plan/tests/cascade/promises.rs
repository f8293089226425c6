//! What the levels promise of the same thing.

use super::small::{Case, Plan, plan};

const CITY: &str = "target 企业数 >= 100 户 by 2027";

fn district<'a>(id: &'a str, region: &'a str, text: &'a str) -> Plan<'a> {
    plan(id, region, "city", text)
}

#[test]
fn a_part_is_a_share_and_no_fault() {
    let case =
        Case::new(&[plan("city", "长春市", "", CITY), district("a", "朝阳区", "target 企业数 > 60 户 by 2027")], "");
    assert_eq!(
        case.found("child-share"),
        ["info 60%: 朝阳区到2027年“企业数” > 60 户，占长春市到2027年“企业数” ≥ 100 户的 60%"]
    );
    assert_eq!(
        case.found("children-sum"),
        ["info 60%: 长春市到2027年“企业数” ≥ 100 户：下级 3 个区域中 1 个有目标，合计 60 户，占 60%，2 个没有目标"]
    );
    assert!(case.found("child-exceeds-parent").is_empty() && case.found("children-exceed-parent").is_empty());
}

#[test]
fn the_whole_is_no_fault_and_more_is() {
    let with = |n: &str| {
        let text = format!("target 企业数 >= {n} 户 by 2027");
        let case = Case::new(&[plan("city", "长春市", "", CITY), district("a", "朝阳区", &text)], "");
        (
            case.found("child-share").len(),
            case.found("child-exceeds-parent"),
            case.found("children-exceed-parent").len(),
        )
    };
    assert_eq!(with("100"), (1, vec![], 0));
    let past = "error 101%: 朝阳区到2027年“企业数” ≥ 101 户，占长春市到2027年“企业数” ≥ 100 户的 101%";
    assert_eq!(with("101"), (0, vec![past.to_string()], 0));
}

#[test]
fn shares_become_a_fault_when_they_sum_past_the_whole() {
    let with = |n: &str| {
        let (one, other) = ("target 企业数 >= 60 户 by 2027", format!("target 企业数 >= {n} 户 by 2027"));
        let plans = [plan("city", "长春市", "", CITY), district("a", "朝阳区", one), district("b", "南关区", &other)];
        let case = Case::new(&plans, "");
        (case.found("children-sum").len(), case.found("children-exceed-parent"))
    };
    assert_eq!(with("40"), (1, vec![]));
    let past =
        "error 101%: 长春市到2027年“企业数” ≥ 100 户：下级 3 个区域中 2 个有目标，合计 101 户，占 101%，已超过总数";
    assert_eq!(with("41"), (0, vec![past.to_string()]));
}

#[test]
fn all_regions_together_may_fall_short() {
    let text = "target 企业数 >= 30 户 by 2027";
    let all = [
        plan("city", "长春市", "", CITY),
        district("a", "朝阳区", text),
        district("b", "南关区", text),
        district("c", "宽城区", text),
    ];
    let case = Case::new(&all, "");
    assert_eq!(
        case.found("children-fall-short"),
        [
            "warning 90%: 长春市到2027年“企业数” ≥ 100 户：下级 3 个区域中 3 个有目标，合计 90 户，占 90%，各区域都有目标，仍差 10 户"
        ]
    );
    assert!(Case::new(&all[..3], "").found("children-fall-short").is_empty());
}

#[test]
fn parts_of_a_sum_are_added_before_they_are_compared() {
    let province = "target 中心和基地数 = 30 个 by 2027";
    let with = |text: &str| {
        let case = Case::new(&[plan("province", "吉林省", "", province), plan("city", "长春市", "province", text)], "");
        [case.found("child-share"), case.found("child-exceeds-parent")].concat()
    };
    assert_eq!(
        with("target 概念中心数 = 5 个 by 2027\ntarget 试验基地数 = 35 个 by 2027"),
        [
            "error 133.3%: 长春市到2027年“概念中心数” = 5 个，“试验基地数” = 35 个，合计 40 个，占吉林省到2027年“中心和基地数” = 30 个的 133.3%"
        ]
    );
    assert_eq!(
        with("target 概念中心数 = 5 个 by 2027"),
        [
            "info 16.7%: 长春市到2027年“概念中心数” = 5 个，只是合计中的一部分，占吉林省到2027年“中心和基地数” = 30 个的 16.7%"
        ]
    );
    // Whoever promises the sum isn't asked for its parts.
    assert_eq!(with("target 概念中心数 = 5 个 by 2027\ntarget 中心和基地数 = 6 个 by 2027").len(), 1);
}

#[test]
fn shares_and_ranks_do_not_add_up() {
    let text = "target 占地 >= 50% by 2027\ntarget 名次 <= 30 位 by 2027";
    let case = Case::new(&[plan("city", "长春市", "", text), district("a", "朝阳区", text)], "");
    assert!(case.found("children-sum").is_empty() && case.found("child-share").is_empty());
    assert!(case.found("child-exceeds-parent").is_empty());
}

#[test]
fn a_district_answers_to_the_province_only_where_the_city_is_silent() {
    let province = "target 企业数 >= 1000 户 by 2027\ntarget 产值 >= 50 亿元 by 2027";
    let text = "target 企业数 >= 60 户 by 2027\ntarget 产值 >= 5 亿元 by 2027";
    let plans = [
        plan("province", "吉林省", "", province),
        plan("city", "长春市", "province", CITY),
        district("a", "朝阳区", text),
    ];
    let found = Case::new(&plans, "").found("child-share");
    assert_eq!(found.len(), 3);
    assert!(found.iter().any(|one| one.contains("占吉林省到2027年“产值” ≥ 50 亿元的 10%")), "{found:?}");
    assert!(!found.iter().any(|one| one.contains("朝阳区到2027年“企业数” ≥ 60 户，占吉林省")), "{found:?}");
    // The tie leads through documents that aren't compared.
    let case = Case::new(&plans, "").without("city");
    assert_eq!(case.found("child-share").len(), 2);
}

#[test]
fn a_promise_of_growth_is_worth_what_it_leads_to() {
    let province = "target growth of 企业数 >= 10% by 2027";
    let city = "target 企业数 > 1500 户 by 2027";
    let plans = [plan("province", "吉林省", "", province), plan("city", "长春市", "province", city)];
    let case = Case::new(&plans, "企业数,吉林省,2024,1000,户,reported,甲报\n");
    assert_eq!(
        case.found("child-exceeds-parent"),
        [
            "warning 112.7%: 长春市到2027年“企业数” > 1500 户，占吉林省到2027年“企业数” 年均增长 ≥ 10%（由2024年的 1,000 户推算，约 1,331 户）的 112.7%"
        ]
    );
    // Of two figures nobody can say which one grows, and without one there is nothing to compare.
    for figures in [
        "企业数,吉林省,2024,1000,户,reported,甲报\n企业数,吉林省,2024,900,户,reported,乙报\n",
        "企业数,吉林省,2023,1000,户,reported,甲报\n",
        "",
    ] {
        let case = Case::new(&plans, figures);
        assert!(case.found("child-exceeds-parent").is_empty() && case.found("child-share").is_empty());
        assert_eq!(case.found("target-without-baseline").len(), 1, "{figures}");
    }
}

#[test]
fn a_child_may_not_take_longer() {
    let with = |year: &str| {
        let text = format!("target 企业数 >= 60 户 by {year}");
        let plans = [plan("city", "长春市", "", CITY), Plan { years: (2025, 2028), ..district("a", "朝阳区", &text) }];
        Case::new(&plans, "").found("child-due-later")
    };
    assert_eq!(
        with("2028"),
        ["warning: 下级的期限晚于上级：朝阳区到2028年“企业数” ≥ 60 户；长春市到2027年“企业数” ≥ 100 户"]
    );
    assert!(with("2027").is_empty() && with("2026").is_empty());
}

#[test]
fn growth_is_shown_for_each_level_and_for_the_rest() {
    let seen = "企业数,长春市,2024,80,户,reported,甲报\n企业数,朝阳区,2024,30,户,reported,甲报\n";
    let with = |n: &str| {
        let text = format!("target 企业数 >= {n} 户 by 2027");
        let case = Case::new(&[plan("city", "长春市", "", CITY), district("a", "朝阳区", &text)], seen);
        [case.found("implied-growth"), case.found("growth-cannot-hold")].concat()
    };
    assert_eq!(
        with("40"),
        [
            "info 40%: “企业数”要求的增长：长春市由2024年 80 户到2027年 100 户，年均 7.7%；朝阳区由2024年 30 户到2027年 40 户，年均 10.1%；其余区域由 50 户变为 60 户，上述区域所占份额由 37.5% 变为 40%"
        ]
    );
    assert!(with("60")[0].starts_with("warning 60%"), "the rest would have to shrink");
    assert!(with("101")[0].starts_with("error 101%"), "the rest would be less than nothing");
    // Without a figure of the child there is no rest to speak of.
    let case = Case::new(
        &[plan("city", "长春市", "", CITY), district("a", "朝阳区", "target 企业数 >= 60 户 by 2027")],
        "企业数,长春市,2024,80,户,reported,甲报\n",
    );
    assert_eq!(
        case.found("implied-growth"),
        ["info: “企业数”要求的增长：长春市由2024年 80 户到2027年 100 户，年均 7.7%；1 个有目标的区域没有可用的公布值"]
    );
    assert!(case.found("growth-cannot-hold").is_empty());
}

#[test]
fn a_total_over_years_is_held_against_the_years() {
    let plans = [
        plan("province", "吉林省", "", "target 产值累计数 = 60 亿元 by 2027"),
        plan("city", "长春市", "province", "target 产值 = 30 亿元 by 2027"),
    ];
    let case = Case::new(&plans, "产值,长春市,2024,15,亿元,reported,甲报\n");
    assert_eq!(
        case.found("cumulative-against-annual"),
        [
            "warning 125%: 上级是累计数，下级是年度数：长春市到2027年“产值” = 30 亿元；从2024年的公布值直线走到目标，2025至2027年合计约 75 亿元，为吉林省到2027年“产值累计数” = 60 亿元的 125%"
        ]
    );
    assert_eq!(
        Case::new(&plans, "产值,长春市,2024,3,亿元,reported,甲报\n").found("cumulative-against-annual").len(),
        1
    );
    assert!(Case::new(&plans, "").found("cumulative-against-annual").is_empty());
    // A yearly number is no share of a total.
    assert!(case.found("child-share").is_empty() && case.found("children-sum").is_empty());
}

#[test]
fn two_parents_that_know_nothing_of_each_other_count_one_promise_twice() {
    let city = plan("city", "长春市", "", CITY);
    let other = Plan { text: "target 企业数 >= 90 户 by 2027", ..plan("other", "长春市", "", "") };
    let text = "target 企业数 >= 60 户 by 2027";
    // A district that carries out two plans of the city, of which neither carries out the other.
    let case = Case::new(&[city, other, plan("a", "朝阳区", "city, small.other", text)], "");
    assert_eq!(
        case.found("promise-counted-twice"),
        [
            "warning: 同一承诺被两个上级目标各计一次：朝阳区到2027年“企业数” ≥ 60 户；上级为长春市到2027年“企业数” ≥ 100 户，和长春市到2027年“企业数” ≥ 90 户"
        ]
    );
    let others = |above: &'static str| {
        [plan("city", "长春市", "", CITY), plan("other", "长春市", above, "target 企业数 >= 90 户 by 2027")]
    };
    // One of the plans carries out the other, or the district says nothing and stands below both by the map only.
    let [city, other] = others("city");
    assert!(
        Case::new(&[city, other, plan("a", "朝阳区", "city, small.other", text)], "")
            .found("promise-counted-twice")
            .is_empty()
    );
    let [city, other] = others("");
    assert!(Case::new(&[city, other, plan("a", "朝阳区", "", text)], "").found("promise-counted-twice").is_empty());
}

#[test]
fn two_plans_of_one_region_may_disagree() {
    let with = |text: &str| {
        let plans = [plan("city", "长春市", "", CITY), plan("other", "长春市", "", text)];
        Case::new(&plans, "").found("plans-disagree")
    };
    assert_eq!(
        with("target 企业数 >= 90 户 by 2027"),
        ["warning: 同一区域对同一指标有两个目标值：长春市到2027年“企业数” ≥ 100 户；长春市到2027年“企业数” ≥ 90 户"]
    );
    assert!(with("target 企业数 >= 100 户 by 2027").is_empty());
    assert!(with("target 企业数 >= 90 户 by 2026").is_empty());
    assert!(with("target increase of 企业数 >= 90 户 by 2027").is_empty());
}
