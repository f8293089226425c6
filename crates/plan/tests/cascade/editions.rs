//! Two plans of one region, one after the other.

use super::small::{Case, Plan, plan};

fn changes(old: &str, new: &str) -> Vec<String> {
    let before = Plan { years: (2023, 2025), ..plan("before", "长春市", "", old) };
    // The earlier plan is found without being asked for.
    let case = Case::new(&[before, plan("after", "长春市", "", new)], "").without("before");
    let found = case.align().into_iter().filter(|one| one.id.starts_with("target-") && one.parent.is_some());
    found.map(|one| format!("{} {}", one.id, one.message.zh)).collect()
}

#[test]
fn the_same_number_later_is_softer() {
    assert_eq!(
        changes("target 企业数 > 6000 户 by 2025", "target 企业数 > 6000 户 by 2027"),
        [
            "target-softened 后一版计划放松了目标：原为长春市到2025年“企业数” > 6000 户，现为长春市到2027年“企业数” > 6000 户"
        ]
    );
    assert!(
        changes("target 企业数 > 6000 户 by 2025", "target 企业数 > 5000 户 by 2027")[0].starts_with("target-softened")
    );
    assert!(
        changes("target 企业数 > 6000 户 by 2025", "target 企业数 > 5000 户 by 2025")[0].starts_with("target-softened")
    );
}

#[test]
fn more_by_the_same_day_is_harder_and_more_later_goes_on() {
    assert!(
        changes("target 企业数 > 6000 户 by 2025", "target 企业数 > 7000 户 by 2025")[0].starts_with("target-hardened")
    );
    assert_eq!(
        changes("target 企业数 > 6000 户 by 2025", "target 企业数 > 7260 户 by 2027"),
        [
            "target-carried-on 后一版计划接着往前：原为长春市到2025年“企业数” > 6000 户，现为长春市到2027年“企业数” > 7260 户，两者之间年均 10%"
        ]
    );
    assert!(changes("target 企业数 > 6000 户 by 2025", "target 企业数 > 6000 户 by 2025").is_empty());
}

#[test]
fn words_soften_and_harden() {
    let with = |old: &str, new: &str| {
        let target = |word: &str| format!("target 产值 >= 10 亿元 by 2025 {{ wording \"{word}\" }}");
        changes(&target(old), &target(new))
            .into_iter()
            .map(|one| one.split(' ').next().unwrap().to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(with("突破", "达到"), ["target-softened"]);
    assert_eq!(with("达到", "力争"), ["target-softened"]);
    assert_eq!(with("达到", "力争达到"), ["target-softened"]);
    assert_eq!(with("力争", "确保"), ["target-hardened"]);
    assert!(with("达到", "不低于").is_empty());
}

#[test]
fn totals_are_as_hard_as_what_they_ask_for_in_a_year() {
    assert_eq!(
        changes("target 项目总量 = 240 项 by 2025", "target 项目总量 = 1000 项 by 2027"),
        [
            "target-hardened 后一版计划收紧了目标：原为长春市到2025年“项目总量” = 240 项，现为长春市到2027年“项目总量” = 1000 项，每年由 80 项变为 333 项"
        ]
    );
    assert!(changes("target 项目总量 = 240 项 by 2025", "target 项目总量 = 240 项 by 2027").is_empty());
    assert!(
        changes("target growth of 产值 > 10% by 2025", "target growth of 产值 > 8% by 2027")[0]
            .starts_with("target-softened")
    );
    // A better rank is a smaller number.
    assert!(changes("target 名次 <= 30 位 by 2025", "target 名次 <= 40 位 by 2025")[0].starts_with("target-softened"));
}

#[test]
fn what_is_not_spoken_of_any_more_was_dropped() {
    let old = "target 企业数 > 6000 户 by 2025\ntarget 产值 > 5 亿元 by 2025";
    let found = changes(old, "target 企业数 > 7000 户 by 2027");
    assert!(
        found.contains(&"target-dropped 《before》的 2 个目标中有 1 个在《after》里不再出现：“产值”".to_string()),
        "{found:?}"
    );
    let found = changes(old, "target 企业数 > 7000 户 by 2027\ntarget 产值 > 6 亿元 by 2027");
    assert!(!found.iter().any(|one| one.starts_with("target-dropped")), "{found:?}");
    // A plan of another matter has dropped nothing, nor has one that still runs.
    assert!(changes("target 产值 > 5 亿元 by 2025", "target 企业数 > 7000 户 by 2027").is_empty());
    let running = Plan { years: (2023, 2026), ..plan("before", "长春市", "", old) };
    let case =
        Case::new(&[running, plan("after", "长春市", "", "target 企业数 > 7000 户 by 2027")], "").without("before");
    assert!(case.found("target-dropped").is_empty() && case.found("target-carried-on").len() == 1);
}

#[test]
fn a_target_that_is_met_already_asks_for_nothing() {
    let with = |seen: &str| {
        let case = Case::new(&[plan("a", "长春市", "", "target 企业数 > 6000 户 by 2027")], seen);
        case.found("target-already-met")
    };
    assert_eq!(
        with("企业数,长春市,2025,7000,户,reported,甲报\n"),
        ["info: 目标提前达到：长春市到2027年“企业数” > 6000 户；2025年公布值已是 7,000 户"]
    );
    assert!(with("企业数,长春市,2024,7000,户,reported,甲报\n")[0].starts_with("warning"), "it was met when it was set");
    assert!(with("企业数,长春市,2025,6000,户,reported,甲报\n").is_empty());
    assert!(with("").is_empty());
}
