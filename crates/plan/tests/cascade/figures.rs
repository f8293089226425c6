//! What was published, against itself and against other levels.

use wuwei_ir::Number;
use wuwei_plan::cascade::Limits;

use super::small::{Case, plan, shown};

/// Findings of a kind over a province and a city that promise nothing.
fn found(id: &str, seen: &str) -> Vec<String> {
    let text = "target 项目总量 = 1 项 by 2027";
    Case::new(&[plan("province", "吉林省", "", text), plan("city", "长春市", "province", text)], seen).found(id)
}

#[test]
fn a_part_that_is_most_of_the_whole_is_doubtful() {
    let id = "figure-most-of-whole";
    let with = |city: &str| {
        found(id, &format!("企业数,吉林省,2024,100,户,reported,甲报\n企业数,长春市,{city},户,reported,乙报\n"))
    };
    assert_eq!(with("2024,90"), ["warning 90%: “企业数”2024年长春市 90 户，占吉林省 100 户的 90%，两级口径可能不同"]);
    assert!(with("2024,89").is_empty());
    assert_eq!(
        with("202506,95"),
        [
            "info 95%: “企业数”没有同一年的两级数：长春市（2025-06）95 户，吉林省（2024年）100 户；若为同年则占 95%，使用前要核对"
        ]
    );
    assert!(with("202506,80").is_empty());
}

#[test]
fn a_part_above_the_whole_is_a_fault() {
    let id = "figure-exceeds-whole";
    let with = |status: &str| {
        found(id, &format!("企业数,吉林省,2024,100,户,reported,甲报\n企业数,长春市,2024,101,户,{status},乙报\n"))
    };
    assert_eq!(with("reported"), ["error 101%: “企业数”2024年长春市 101 户，占吉林省 100 户的 101%，两级口径可能不同"]);
    assert!(with("derived")[0].starts_with("warning 101%"));
    // Ranks and shares of regions aren't parts of one another.
    assert!(found(id, "占地,吉林省,2024,10,%,reported,甲报\n占地,长春市,2024,90,%,reported,乙报\n").is_empty());
}

#[test]
fn two_figures_for_one_period_are_in_conflict() {
    let id = "figures-in-conflict";
    let seen = "企业数,吉林省,2023,3590,户,reported,甲报\n企业数,吉林省,2024,4107,户,reported,甲报\n企业数,吉林省,2024,3590,户,reported,乙报\n";
    assert_eq!(found(id, seen), ["warning: 吉林省“企业数”2024年有不一致的公布值：4,107 户（甲报），3,590 户（乙报）"]);
    let with_growth = format!("{seen}企业增速,吉林省,2024,14.4,%,reported,甲报\n");
    assert!(found(id, &with_growth)[0].ends_with("；公布的增速 14.4% 只与 4,107 户相符"));
    assert!(found(id, "企业数,吉林省,2024,7,户,reported,甲报\n企业数,吉林省,2024,7,户,reported,乙报\n").is_empty());
    // What was worked out from others contradicts nobody.
    assert!(found(id, "企业数,吉林省,2024,7,户,reported,甲报\n企业数,吉林省,2024,8,户,derived,乙报\n").is_empty());
}

#[test]
fn published_growth_is_computed_again() {
    let id = "growth-disagrees";
    let with = |rate: &str| {
        let values = "企业数,吉林省,2023,4515,户,reported,甲报\n企业数,吉林省,2024,7278,户,reported,甲报\n";
        found(id, &format!("{values}企业增速,吉林省,2024,{rate},%,reported,甲报\n"))
    };
    assert_eq!(
        with("72"),
        ["warning: 吉林省“企业数”2024年公布的增速是 72%，由2023年 4,515 户和2024年 7,278 户算得 61.2%"]
    );
    // 61.196%: right to the place that was published.
    assert!(with("61").is_empty() && with("61.2").is_empty() && with("61.20").is_empty());
    assert!(!with("61.3").is_empty() && !with("62").is_empty());
}

#[test]
fn a_gap_is_filled_by_what_would_have_to_be() {
    let id = "figures-agree-only-if";
    let seen = "企业数,长春市,2020,512,户,reported,甲报\n企业数,长春市,2022,1378,户,reported,甲报\n企业数,长春市,2024,4598,户,reported,乙报\n企业增速,长春市,2024,14,%,reported,丙报\n";
    assert_eq!(
        found(id, seen),
        [
            "warning: 长春市“企业数”：2022年 1,378 户、2024年 4,598 户和公布的2024年增速 14%，只有2023年约为 4,033 户才一致，即此前年均增长 192.7%（其余年份最快 64.1%）"
        ]
    );
    let derived = format!("{seen}企业数,长春市,2023,4033,户,derived,推算\n");
    assert_eq!(found(id, &derived).len(), 1, "a derived value fills no gap");
    let reported = format!("{seen}企业数,长春市,2023,4033,户,reported,丁报\n");
    assert!(found(id, &reported).is_empty());
}

#[test]
fn an_old_figure_under_a_new_year_is_suspected() {
    let id = "figure-repeated";
    let series = |values: &[(i32, i32, &str)]| {
        values
            .iter()
            .map(|(year, value, by)| format!("名次,长春市,{year},{value},位,reported,{by}\n"))
            .collect::<String>()
    };
    let moving = [(2018, 35, "甲报"), (2020, 35, "乙报"), (2021, 26, "乙报"), (2022, 23, "乙报")];
    assert_eq!(
        found(id, &series(&moving)),
        ["info: 长春市“名次”在2018年（甲报）和2020年（乙报）是同一个数（第 35 位），可能有一处把旧数当作了新数"]
    );
    // One source may say the same twice, and what hardly moves repeats itself.
    assert!(
        found(id, &series(&[(2018, 35, "乙报"), (2020, 35, "乙报"), (2021, 26, "乙报"), (2022, 23, "乙报")]))
            .is_empty()
    );
    assert!(found(id, &series(&[(2018, 35, "甲报"), (2020, 35, "乙报"), (2021, 35, "乙报")])).is_empty());
}

#[test]
fn a_rank_that_falls_back_is_told() {
    let id = "rank-falls-back";
    let seen = "名次,长春市,2022,35,位,reported,甲报\n名次,长春市,2023,50,位,reported,乙报\n名次,长春市,2024,30,位,reported,乙报\n";
    assert_eq!(
        found(id, seen),
        ["info: 长春市“名次”退后：2022年第35位，2023年第50位，2024年第30位；整十的名次可能只是“前若干名”的上限"]
    );
    assert!(found(id, "名次,长春市,2022,35,位,reported,甲报\n名次,长春市,2023,30,位,reported,乙报\n").is_empty());
    assert!(found(id, "企业数,长春市,2022,35,户,reported,甲报\n企业数,长春市,2023,50,户,reported,乙报\n").is_empty());
}

#[test]
fn limits_are_the_callers() {
    let text = "target 项目总量 = 1 项 by 2027";
    let seen = "企业数,吉林省,2024,100,户,reported,甲报\n企业数,长春市,2024,60,户,reported,乙报\n";
    let case = Case::new(&[plan("province", "吉林省", "", text), plan("city", "长春市", "province", text)], seen);
    let half = Limits { observed_share: Number::ratio(1, 2).unwrap(), ..Limits::default() };
    let found: Vec<String> =
        case.align_with(&half).iter().filter(|one| one.id == "figure-most-of-whole").map(shown).collect();
    assert_eq!(found.len(), 1);
    assert!(case.found("figure-most-of-whole").is_empty());
}
