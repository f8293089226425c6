//! `wuwei align`

use serde_json::Value;

use crate::tool::Place;

const PLANS: [&str; 3] = ["jilin/plan-2025", "changchun/action-plan-2025", "chaoyang/plan-2025"];

fn found(arguments: &[&str], code: i32) -> Vec<Value> {
    let mut all = vec!["align"];
    all.extend(arguments);
    all.extend(["--as-of", "2026-03-01", "--json"]);
    Place::new().wuwei(&all).ends(code).json().as_array().unwrap().clone()
}

/// The conflicts that are known from the texts; no rule knows a document or an indicator by name.
#[test]
fn the_known_conflicts_of_the_three_plans_are_found() {
    let found = found(&PLANS, 1);
    let has = |id: &str, words: &[&str]| {
        let mut messages = found.iter().filter(|one| one["finding"] == id).map(|one| one["message"].as_str().unwrap());
        assert!(messages.any(|message| words.iter().all(|word| message.contains(word))), "{id} {words:?}");
    };
    has("child-share", &["朝阳区", "“概念验证中心数” ≥ 3 个", "60%"]);
    has("child-share", &["朝阳区", "“中试基地数” ≥ 6 个", "17.1%"]);
    has("child-share", &["朝阳区", "“国家重点实验室数” ≥ 5 家", "33.3%"]);
    has("child-exceeds-parent", &["合计 40 个", "133.3%"]);
    has("same-words-different-indicator", &["“科技成果本地转化累计数”", "“科技成果本地转化数”"]);
    has("target-already-met", &["“科技型中小企业数” > 6000 户", "7,000 户"]);
    has("target-softened", &["到2025年“科技型中小企业数” > 6000 家"]);
    has("figure-most-of-whole", &["“科技成果本地转化数”2024年长春市 3,500 项", "3,609 项", "97%"]);
    has("figures-in-conflict", &["“高新技术企业数”2024年", "4,107 户", "3,590 户"]);
    has("party-overloaded", &["区科技局", "13 项行动"]);
    has("target-without-owner", &["吉林省", "41 个目标中有 41 个"]);
}

#[test]
fn rows_have_the_fields_of_the_contract() {
    let found = found(&PLANS, 1);
    for one in &found {
        let fields: Vec<&String> = one.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["finding", "severity", "parent", "child", "share", "message", "places"]);
    }
    let share = found.iter().find(|one| one["finding"] == "child-share" && one["share"] == 0.6).unwrap();
    assert_eq!(share["parent"]["document"], "changchun.action-plan-2025");
    assert_eq!(share["child"]["document"], "chaoyang.plan-2025");
    let places: Vec<&str> =
        share["places"].as_array().unwrap().iter().map(|place| place["place"].as_str().unwrap()).collect();
    assert!(places[0].starts_with("library/changchun/action-plan-2025.md:"), "{places:?}");
    assert!(places[1].starts_with("library/chaoyang/plan-2025.md:"), "{places:?}");
    let row = found.iter().find(|one| one["finding"] == "figures-in-conflict").unwrap();
    assert!(row["places"][0]["place"].as_str().unwrap().starts_with("library/observations/observations.csv:"));
}

#[test]
fn findings_stand_by_how_serious_they_are() {
    let place = Place::new();
    let zh = place.wuwei(&["align", "朝阳区", "--as-of", "2026-03-01"]).ends(1);
    let zh = zh.prints("■ 不能同时成立 1").prints("▲ 需要有人看").prints("● 供了解");
    assert!(zh.out.find("■").unwrap() < zh.out.find("▲").unwrap());
    let zh = zh.prints("library/chaoyang/plan-2025.md:").prints("library/changchun/action-plan-2025.md:");
    assert!(zh.out.find("吉林省教育科技人才").unwrap() < zh.out.find("朝阳区落实").unwrap());
    let en = place.wuwei(&["align", "朝阳区", "--as-of", "2026-03-01", "--lang", "en", "--severity", "error"]).ends(1);
    en.prints("Can't all hold").prints_not("Good to know").prints("133.3%");
}

/// Like `check`: the command ends with 1 where something is wrong, and with 0 where somebody only has to look.
#[test]
fn only_errors_are_faults() {
    assert!(found(&["chaoyang/plan-2025"], 0).iter().all(|one| one["severity"] != "error"));
    assert!(found(&["chaoyang/plan-2025", "--severity", "error"], 0).is_empty());
    let place = Place::new();
    place.wuwei(&["align", "chaoyang/plan-2025", "--severity", "error"]).ends(0).prints("没有发现。");
    place.wuwei(&["align", "chaoyang/plan-2026"]).ends(2).complains("chaoyang.plan-2025");
    place.wuwei(&["align", "--severity", "grave"]).ends(2).complains("warning");
}
