//! `wuwei list`

use serde_json::Value;

use crate::tool::{Place, mini};

const KINDS: [&str; 11] = [
    "entities",
    "statuses",
    "scores",
    "values",
    "benefits",
    "indicators",
    "targets",
    "actions",
    "parties",
    "documents",
    "mechanisms",
];

fn rows(kind: &str) -> Vec<Value> {
    let json = Place::new().wuwei(&["list", kind, "--json"]).ends(0).json();
    json.as_array().unwrap().clone()
}

#[test]
fn every_kind_lists_in_both_languages() {
    let place = Place::new();
    for kind in KINDS {
        let n = rows(kind).len();
        assert!(n > 0, "{kind}");
        place.wuwei(&["list", kind]).ends(0).prints(&format!("共 {n} 行。"));
        place.wuwei(&["list", kind, "--lang", "en"]).ends(0).prints(&format!("{n} rows."));
    }
}

#[test]
fn rows_of_a_kind_have_the_same_fields() {
    for kind in KINDS {
        let rows = rows(kind);
        let fields = |row: &Value| row.as_object().unwrap().keys().cloned().collect::<Vec<String>>();
        assert!(rows.iter().all(|row| fields(row) == fields(&rows[0])), "{kind}");
    }
}

#[test]
fn a_target_says_everything_about_itself() {
    let rows = rows("targets");
    let fields = [
        "document",
        "region",
        "action",
        "indicator",
        "operator",
        "value",
        "unit",
        "by",
        "kind",
        "owners",
        "article",
        "basis",
        "place",
    ];
    for field in fields {
        assert!(rows.iter().all(|row| row.get(field).is_some()), "{field}");
    }
    let of = |document: &str, indicator: &str| -> Vec<&Value> {
        rows.iter().filter(|row| row["document"] == document && row["indicator"] == indicator).collect()
    };
    let district = of("chaoyang.plan-2025", "高新技术企业数");
    assert_eq!(district.len(), 1);
    let target = district[0];
    assert_eq!(target["region"], "朝阳区");
    assert_eq!(target["operator"], ">");
    assert_eq!(target["value"], 300);
    assert_eq!(target["unit"], "户");
    assert_eq!(target["by"], 2027);
    assert_eq!(target["kind"], "stock");
    assert_eq!(target["action"], "企业创新梯队壮大行动");
    let owners: Vec<&str> =
        target["owners"].as_array().unwrap().iter().map(|owner| owner["party"].as_str().unwrap()).collect();
    assert_eq!(owners, ["区科技局", "区工信局", "区财政局"]);
    let place = target["place"].as_str().unwrap();
    assert!(place.starts_with("library/chaoyang/plan-2025.md:") && place.split(':').count() == 3, "{place}");
    assert_eq!(of("changchun.action-plan-2025", "高新技术企业数")[0]["value"], 4000);
}

/// A value in 万 is listed as it is written, and once more in its base unit.
#[test]
fn values_stay_as_written() {
    let rows = rows("targets");
    let talent = rows.iter().find(|row| row["indicator"] == "人才总量" && row["unit"] == "万人").unwrap();
    assert_eq!(talent["value"], 170);
    assert_eq!(talent["value_base"], 1_700_000);
    let average = rows.iter().find(|row| row["value"].is_object()).unwrap();
    assert_eq!(average["value"]["region"], "中国");
    assert!(average["unit"].is_null());
}

#[test]
fn names_fixed_for_other_programs_are_there() {
    let names = |kind: &str| -> Vec<String> {
        rows(kind).iter().map(|row| row["name"].as_str().unwrap().to_string()).collect()
    };
    let statuses = names("statuses");
    for name in
        ["科技型中小企业", "高新技术企业", "高新技术企业条件", "创新型中小企业", "专精特新中小企业", "专精特新小巨人"]
    {
        assert!(statuses.iter().any(|known| known == name), "{name}");
    }
    let scores = names("scores");
    for name in ["科技型中小企业得分", "高新技术企业创新能力得分", "创新型中小企业得分", "专精特新得分", "企业创新积分"]
    {
        assert!(scores.iter().any(|known| known == name), "{name}");
    }
    let benefits = names("benefits");
    for name in [
        "高新技术企业认定补助",
        "专精特新认定奖励",
        "企业研发投入补助",
        "技术转让许可补助",
        "先使用后付费补助",
        "产业教授补助",
    ] {
        let known = |known: &String| known == name || known.ends_with(&format!(".{name}"));
        assert!(benefits.iter().any(known), "{name}");
    }
}

#[test]
fn open_mechanisms_are_counted() {
    let open = rows("mechanisms").iter().filter(|row| row["open"] == true).count();
    let done = rows("mechanisms").len() - open;
    let ran = Place::new().wuwei(&["list", "mechanisms"]).ends(0);
    ran.prints(&format!("已有条目落实的机制 {done} 个，尚待落实的 {open} 个。"));
}

#[test]
fn another_library_lists_its_own() {
    let place = Place::new();
    let json = place.mini(&["list", "benefits", "--json"]).ends(0).json();
    let amount = |name: &str| json.as_array().unwrap().iter().find(|row| row["name"] == name).unwrap().clone();
    assert_eq!(amount("申请补助")["at_most"], true);
    assert_eq!(amount("高档奖励")["at_most"], false);
    assert_eq!(amount("西区补贴")["payer"], "市财政局");
    assert_eq!(amount("西区补贴")["basis"], "secondary");
    assert_eq!(amount("西区补贴")["region"], "西区");
    let path = mini();
    assert!(json[0]["place"].as_str().unwrap().starts_with(&path.to_string_lossy().replace('\\', "/")));
}

#[test]
fn a_library_with_faults_is_not_listed() {
    let place = Place::new();
    place.copy(&mini(), "rules");
    place.write("rules/faulty.md", "# 甲\n\n```wuwei\nscore {\n```\n");
    let ran = place.wuwei(&["list", "scores", "--json", "--library", "rules"]).ends(1);
    assert_eq!(ran.out, "");
    ran.complains("faulty.md");
}
