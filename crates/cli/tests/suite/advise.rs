//! `wuwei advise`

use serde_json::Value;

use crate::tool::{DAY, Place, Ran, city, made_up};

const SHOPS: &str = r#"# 店

```wuwei
document made.shops { title "店" "Shops" region 中国 in force from 2020-01-01 basis official }
region 中国 "China" code 100000
region 省 "Province" code 220000 in 中国
region 市 "City" code 220100 in 省
entity 街 "Street" in 条 {
  key 街号 : text "Number"
  热闹 : yes/no "Busy"
}
entity 店 "Shop" in 家 {
  key 编号 : text "Number"
  name 店名 : text "Name"
  home 所在 : region "Place"
  founded 开张 : date "Opened" { range 1990-01-01 .. today }
  店员 : 人 "Staff" { range 0 人 .. 100 人   effort 20 per 1 人 up by at most 10 人 }
  面积 : 平方米 "Area" { range 0 平方米 .. 1000 平方米 }
  证照 : yes/no "Licence" { effort 3 to yes }
  在街 : 街 or none "Street"
  yearly 销售 : 元 "Sales" { range 0 元 .. 10 亿元   effort 1 per 1 万元 up by at most 100 万元 }
}
score 分数 "Points" of 店 out of 100 {
  part 员 "Staff" out of 50 by 店员 { >= 5 人 : 50   >= 3 人 : 30   else : 0 }
  part 货 "Sales" out of 50 by 销售 in last year { >= 50 万元 : 50   >= 30 万元 : 40   else : 0 }
}
status 满年店 "Shop of a year" of 店 { days since 开张 >= 365 日   证照 }
status 大店 "Large shop" of 店 { 面积 >= 500 平方米 }
status 闹店 "Busy shop" of 店 { 在街.热闹 }
status 巨店 "Giant shop" of 店 { 店员 >= 50 人 }
status 好店 "Good shop" of 店 { 分数 >= 80 }
```
"#;

const TABLE: &str = "编号,店名,所在,开张,店员,面积,证照,在街,销售@2024\n\
                     a,一店,市,2025-03-01,3,100,否,甲街,200000\n\
                     b,二店,市,2010-03-01,,100,是,甲街,600000\n";

fn shops() -> Place {
    let place = Place::new();
    place.write("shops/a.md", SHOPS);
    place.write("店.csv", TABLE);
    place.write("街.csv", "街号,热闹\n甲街,否\n");
    place.wuwei(&["load", "店.csv", "街.csv", "--into", "facts", "--library", "shops"]).ends(0);
    place
}

fn advise(place: &Place, id: &str, goal: &str, more: &[&str]) -> Ran {
    let mut all = vec!["advise", id, goal, "--facts", "facts", "--as-of", "2025-06-30", "--library", "shops"];
    all.extend(more);
    place.wuwei(&all)
}

fn json(place: &Place, id: &str, goal: &str) -> Value {
    advise(place, id, goal, &["--json"]).ends(0).json()
}

fn kinds(advice: &Value) -> Vec<&str> {
    advice["obstacles"].as_array().unwrap().iter().map(|obstacle| obstacle["kind"].as_str().unwrap()).collect()
}

#[test]
fn the_smallest_change_comes_first_and_others_change_other_facts() {
    let advice = json(&shops(), "a", "好店");
    assert_eq!((&advice["answer"], &advice["already"]), (&"no".into(), &false.into()));
    assert_eq!(advice["complete"], true);
    let ways = advice["proposals"].as_array().unwrap();
    // With three people 50 points of sales are needed; with five 30, and two people more are dearer than 20 万元 of sales.
    assert_eq!(ways[0]["changes"][0]["fact"], "销售@2025");
    assert_eq!((&ways[0]["changes"][0]["from"], &ways[0]["changes"][0]["to"]), (&200_000.into(), &500_000.into()));
    assert_eq!((&ways[0]["effort"], &ways[0]["day"]), (&30.into(), &"2026-01-01".into()));
    assert_eq!((&ways[0]["verified"], &ways[0]["optimal"]), (&true.into(), &true.into()));
    assert_eq!(ways[0]["assumes"][0], "销售@2025");
    assert_eq!(ways[0]["proof"]["mark"], "yes");
    assert_eq!(advice["earliest"], "2026-01-01");
    assert_eq!(kinds(&advice), ["time"]);
}

#[test]
fn time_is_an_obstacle_with_a_day() {
    let place = shops();
    let advice = json(&place, "a", "满年店");
    assert_eq!(advice["earliest"], "2026-03-01");
    assert_eq!(advice["proposals"][0]["changes"][0]["fact"], "证照");
    assert_eq!(advice["proposals"][0]["day"], "2026-03-01");
    assert_eq!(kinds(&advice), ["time"]);
    advise(&place, "a", "满年店", &[]).prints("2026-03-01 以前做不到，因为：").prints("开张");
    advise(&place, "a", "满年店", &["--lang", "en"]).prints("Impossible before 2026-03-01, because:");
}

#[test]
fn what_no_change_meets_is_named_with_the_reason() {
    let place = shops();
    for (id, goal, kind, zh, en) in [
        ("a", "大店", "given", "自己改变不了", "it can't change that"),
        ("a", "闹店", "others", "自己左右不了", "out of its hands"),
        ("a", "巨店", "limits", "改变到上限也不够", "as far as its limits"),
        ("b", "巨店", "unknown", "要先知道 店员", "Staff must be known first"),
    ] {
        let advice = json(&place, id, goal);
        assert_eq!(advice["proposals"].as_array().unwrap().len(), 0, "{goal}");
        assert_eq!(kinds(&advice), [kind], "{goal}");
        advise(&place, id, goal, &[]).prints("没有办法").prints(zh);
        advise(&place, id, goal, &["--lang", "en"]).prints("There is no way").prints(en);
    }
    assert_eq!(json(&place, "b", "巨店")["unknown"][0], "店员");
}

#[test]
fn nothing_is_proposed_to_those_who_are_there() {
    let place = shops();
    let advice = json(&place, "b", "满年店");
    assert_eq!((&advice["already"], &advice["answer"]), (&true.into(), &"yes".into()));
    advise(&place, "b", "满年店", &[]).prints("已经做到了");
}

#[test]
fn a_score_is_a_goal_with_its_number() {
    let place = shops();
    let advice = json(&place, "a", "分数>=50");
    assert_eq!((&advice["goal"], &advice["at_least"]), (&"分数".into(), &50.into()));
    // Two people more at once, or sales that count next year.
    let efforts: Vec<i64> =
        advice["proposals"].as_array().unwrap().iter().map(|way| way["effort"].as_i64().unwrap()).collect();
    assert_eq!(efforts, [10, 40]);
}

#[test]
fn a_goal_that_makes_no_sense_gets_a_sentence() {
    let place = shops();
    for (goal, zh, en) in [
        ("分数", "写上要达到多少", "say what to reach"),
        ("分数>=150", "最多 100", "100 at most"),
        ("好店>=3", "只有是或否", "yes or no"),
        ("分数>=多", "里的数不对", "can't be read"),
        ("坏店", "坏店", "坏店"),
    ] {
        let ran = advise(&place, "a", goal, &[]).ends(2);
        assert!(ran.err.contains(zh), "{goal}: {}", ran.err);
        let ran = advise(&place, "a", goal, &["--lang", "en"]).ends(2);
        assert!(ran.err.contains(en), "{goal}: {}", ran.err);
    }
    let ran = place.wuwei(&["advise", "a", "--facts", "facts", "--library", "shops"]).ends(2);
    assert!(ran.err.contains("wuwei advise"), "{}", ran.err);
}

#[test]
fn a_region_is_sorted_by_effort() {
    let place = shops();
    let arguments =
        ["advise", "--district", "市", "好店", "--facts", "facts", "--as-of", "2025-06-30", "--library", "shops"];
    let json = place.wuwei(&[&arguments[..], &["--json"]].concat()).ends(0).json();
    assert_eq!((&json["asked"], &json["already"], &json["without"]), (&2.into(), &0.into(), &1.into()));
    assert_eq!(json["candidates"][0]["entity"], "a");
    let ran = place.wuwei(&[&arguments[..], &["--csv", "rows.csv"]].concat()).ends(0);
    ran.prints("共 2 个").prints("一店");
    let text = place.read("rows.csv");
    assert_eq!(text.lines().count(), 2, "{text}");
}

#[test]
fn a_search_without_time_says_that_it_was_cut() {
    let place = Place::new();
    let id = made_up(1);
    let arguments = ["advise", &id, "专精特新得分>=60", "--facts", city(), "--as-of", DAY, "--within", "0", "--json"];
    let advice = place.wuwei(&arguments).ends(0).json();
    if advice["already"] == false && advice["complete"] == false {
        let ways = advice["proposals"].as_array().unwrap();
        assert!(ways.iter().all(|way| way["optimal"] == false || way["effort"] == 0), "{ways:?}");
        assert!(!ways.is_empty() || kinds(&advice).contains(&"cut"), "{advice}");
    }
}
