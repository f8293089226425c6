//! Actions that serve each other, or don't.

use super::small::{Case, action, plan};

fn city() -> String {
    action("育企行动", "target 企业数 >= 100 户 by 2027") + &action("兴业行动", "measure \"做\" \"Do it\"")
}

#[test]
fn an_action_that_nobody_takes_up_is_named() {
    let serving = |name: &str| format!("serves small.city \"{name}\"");
    let with = |names: &[&str]| {
        let text: String = names.iter().map(|name| action(name, &serving(name))).collect();
        let (city, text) = (city(), text);
        Case::new(&[plan("city", "长春市", "", &city), plan("a", "朝阳区", "city", &text)], "")
            .found("action-not-taken-up")
    };
    assert_eq!(with(&["兴业行动"]), ["warning: 长春市计划的行动“育企行动”有 1 个目标，在朝阳区计划中没有对应行动"]);
    assert_eq!(with(&["育企行动"]), ["info: 长春市计划的行动“兴业行动”在朝阳区计划中没有对应行动"]);
    assert!(with(&["育企行动", "兴业行动"]).is_empty());
}

#[test]
fn an_action_that_serves_nothing_is_named() {
    let with = |code: &str| {
        let text = action("育企行动", "serves small.city \"育企行动\"") + &action("别的行动", code);
        let city = city();
        Case::new(&[plan("city", "长春市", "", &city), plan("a", "朝阳区", "city", &text)], "")
            .found("action-serves-nothing")
    };
    assert_eq!(with(""), ["info: 朝阳区计划的行动“别的行动”在长春市计划中没有要落实的行动"]);
    assert!(with("serves small.city \"兴业行动\"").is_empty());
}

#[test]
fn plans_without_links_are_not_held_to_have_any() {
    let (city, text) = (city(), action("别的行动", ""));
    // Nobody wrote down what the district's actions serve; or the district doesn't say that it carries anything out.
    for above in ["city", ""] {
        let case = Case::new(&[plan("city", "长春市", "", &city), plan("a", "朝阳区", above, &text)], "");
        assert!(case.found("action-not-taken-up").is_empty() && case.found("action-serves-nothing").is_empty());
    }
}

#[test]
fn what_stands_outside_of_the_programmes_is_organisation() {
    let text = format!(
        "## 一、工程\n\n```wuwei\nprogramme \"Programme\"\n```\n\n{}## 二、保障\n\n{}",
        action("育企行动", "target 企业数 >= 100 户 by 2027"),
        action("组织保障", "measure \"做\" \"Do it\"")
    );
    let lower = action("育企行动", "serves small.city \"育企行动\"");
    let case = Case::new(&[plan("city", "长春市", "", &text), plan("a", "朝阳区", "city", &lower)], "");
    assert!(case.found("action-not-taken-up").is_empty());
    assert!(!case.found("action-without-indicator").iter().any(|one| one.contains("组织保障")));
}

#[test]
fn actions_without_a_number_are_counted() {
    let city = city();
    let case = Case::new(&[plan("city", "长春市", "", &city)], "");
    assert_eq!(
        case.found("action-without-indicator"),
        ["info 50%: 长春市计划的 2 项行动中有 1 项没有可衡量的指标：“兴业行动”"]
    );
    let all = action("育企行动", "target 企业数 >= 100 户 by 2027");
    assert!(Case::new(&[plan("city", "长春市", "", &all)], "").found("action-without-indicator").is_empty());
}
