//! `wuwei allocate`

use serde_json::Value;

use crate::tool::Place;

const FIGURES: &str = "\
indicator,region,period,value,unit,source
高新技术企业数,朝阳区,2023,200,户,an example
高新技术企业数,朝阳区,2025,260,户,an example
高新技术企业数,南关区,2023,150,户,an example
高新技术企业数,南关区,2025,300,户,an example
";

fn place() -> Place {
    let place = Place::new();
    place.write("figures.csv", FIGURES);
    place
}

fn arguments<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let mut all = vec!["allocate", "changchun/action-plan-2025", "高新技术企业数", "--as-of", "2026-03-01"];
    all.extend(["--observations", "figures.csv"]);
    all.extend(more);
    all
}

#[test]
fn every_split_adds_up_exactly() {
    let place = place();
    for rule in ["stock", "trend", "equal-growth"] {
        for among in [&[][..], &["--among", "朝阳区", "--among", "南关区"]] {
            let mut all = arguments(&["--rule", rule, "--json"]);
            all.extend(among);
            let json = place.wuwei(&all).ends(0).json();
            let rows = json["rows"].as_array().unwrap();
            let sum: i64 = rows.iter().map(|row| row["value"].as_i64().unwrap()).sum();
            assert_eq!(sum + json["remainder"].as_i64().unwrap(), 4000, "{rule} {json}");
            let regions = rows.len() + json["undecided"].as_array().unwrap().len();
            assert_eq!(regions, if among.is_empty() { 17 } else { 2 });
        }
    }
}

#[test]
fn who_would_have_to_be_faster_than_ever_is_said() {
    let place = place();
    let both = ["--among", "朝阳区", "--among", "南关区"];
    let zh = place.wuwei(&arguments(&both)).ends(0).prints("合计").prints("4,000 户").prints("▲ 超过以往最快");
    zh.prints("超过以往任何一年的步伐：南关区、朝阳区");
    let en = place.wuwei(&arguments(&["--lang", "en"])).ends(0).prints("sum").prints("left for those undecided");
    en.prints("undecided (no published value of High-tech enterprises): Kuancheng District");
    let json = place.wuwei(&arguments(&["--rule", "trend", "--json", both[0], both[1], both[2], both[3]])).json();
    let rows: Vec<(&Value, &Value)> =
        json["rows"].as_array().unwrap().iter().map(|row| (&row["region"], &row["beyond_any_pace"])).collect();
    assert_eq!(rows, [(&"南关区".into(), &true.into()), (&"朝阳区".into(), &true.into())]);
}

#[test]
fn capacity_is_another_indicator() {
    let place = place();
    place.write(
        "figures.csv",
        format!("{FIGURES}高等院校数,朝阳区,2025,3,所,an example\n高等院校数,南关区,2025,1,所,an example\n"),
    );
    let more = ["--rule", "capacity", "--capacity", "高等院校数", "--among", "朝阳区", "--among", "南关区", "--json"];
    let json = place.wuwei(&arguments(&more)).ends(0).json();
    let values: Vec<i64> = json["rows"].as_array().unwrap().iter().map(|row| row["value"].as_i64().unwrap()).collect();
    assert_eq!(values, [1000, 3000]);
    place.wuwei(&arguments(&["--rule", "capacity"])).ends(2).complains("--capacity");
    place.wuwei(&arguments(&["--rule", "capacity", "--capacity", "高校"])).ends(2).complains("没有指标 `高校`");
}

#[test]
fn what_cannot_be_split_is_refused() {
    let place = place();
    let of = |document: &str, indicator: &str| place.wuwei(&["allocate", document, indicator]).ends(2).err;
    assert!(of("changchun/action-plan-2025", "高新技术企业").contains("高新技术企业数"));
    assert!(of("nowhere", "高新技术企业数").contains("nowhere"));
    assert!(of("jilin/plan-2025", "理工农医类在校生占比").contains("不能"));
    place.wuwei(&arguments(&["--among", "吉林省"])).ends(2).complains("不在目标所属区域之内");
    place.wuwei(&arguments(&["--among", "长沙市", "--lang", "en"])).ends(2).complains("长沙市");
}
