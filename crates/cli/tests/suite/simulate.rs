//! `wuwei simulate` and `wuwei readiness`

use std::collections::BTreeMap;

use serde_json::Value;

use crate::tool::{DAY, Place, city};

const HEADER: &str = "document changchun.draft {\n  title \"修改稿\" \"A draft\"\n  region 长春市\n  in force from 2025-07-01\n  \
                      basis assumed \"例子。\" \"An example.\"\n  reforms changchun.policy-22\n  payer not stated \"例子。\"\n}\n";

/// The award as the library has it, with other amounts.
fn award(amounts: &str) -> String {
    award_when("", amounts)
}

fn award_when(condition: &str, amounts: &str) -> String {
    format!(
        "# 修改\n\n```wuwei\n{HEADER}\nbenefit 专精特新认定奖励 \"Award\" to 企业 {{\n  when 专精特新认定年度 = this year\n{condition}  \
         pays by 专精特新级别 {{ {amounts} }}\n  once per 专精特新级别\n}}\n```\n"
    )
}

const AS_IT_IS: &str = "国家级 : 50 万元   省级 : 20 万元   市级 : 10 万元   else : 0 元";
const DOUBLED: &str = "国家级 : 100 万元   省级 : 40 万元   市级 : 20 万元   else : 0 元";

fn place(reform: &str) -> Place {
    let place = Place::new();
    place.write("reform.md", reform);
    place
}

#[track_caller]
fn simulated(place: &Place, more: &[&str]) -> Value {
    let mut all = vec!["simulate", "reform.md", "--facts", city(), "--as-of", DAY, "--json"];
    all.extend(more);
    place.wuwei(&all).ends(0).json()
}

fn fen(money: &Value) -> i64 {
    money.as_str().unwrap().replace('.', "").parse().unwrap()
}

#[test]
fn a_reform_that_says_the_same_changes_nobody() {
    let place = place(&award(AS_IT_IS));
    let json = simulated(&place, &[]);
    let kind = &json["kinds"][0];
    assert_eq!(kind["cost_before"], kind["cost_after"]);
    assert_eq!((&kind["people"]["winners"], &kind["people"]["losers"]), (&0.into(), &0.into()));
    assert_eq!(json["rules"].as_array().unwrap().len(), 1, "nothing else reads the award: {}", json["rules"]);
    place
        .wuwei(&["simulate", "reform.md", "--facts", city(), "--as-of", DAY])
        .ends(0)
        .prints("没有改变任何一个主体的答案");
}

#[test]
fn what_it_costs_now_is_what_run_says() {
    let place = place(&award(DOUBLED));
    let json = simulated(&place, &[]);
    let run = place.wuwei(&["run", "--facts", city(), "--region", "220100", "--as-of", DAY, "--json"]).ends(0).json();
    let kinds = run["kinds"].as_array().unwrap();
    let benefits = &kinds.iter().find(|kind| kind["kind"] == "企业").unwrap()["benefits"];
    let now = &benefits["专精特新认定奖励"];
    let clause = &json["kinds"][0]["clauses"][0];
    assert_eq!((&clause["cost_before"]["low"], &clause["cost_before"]["high"]), (&now["low"], &now["high"]));
    assert_eq!(clause["before"]["yes"], now["yes"]);
    // Twice the amounts cost twice as much, for the same people, who all gain.
    assert_eq!(fen(&clause["cost_after"]["low"]), 2 * fen(&clause["cost_before"]["low"]));
    assert_eq!(fen(&clause["cost_after"]["high"]), 2 * fen(&clause["cost_before"]["high"]));
    assert_eq!(clause["after"], clause["before"]);
    let (yes, maybe) = (now["yes"].as_u64().unwrap(), now["unknown"].as_u64().unwrap());
    let winners = clause["people"]["winners"].as_u64().unwrap();
    assert!(yes <= winners && winners <= yes + maybe, "{winners}");
    assert_eq!(fen(&clause["people"]["gained"]["low"]), fen(&clause["cost_before"]["low"]));
}

#[test]
fn groups_add_up_and_the_file_has_everybody() {
    let place = place(&award_when("  when 营业收入 in last year < 1000 万元\n", DOUBLED));
    let json = simulated(&place, &["--csv", "changes.csv"]);
    let kind = &json["kinds"][0];
    let groupings = kind["groupings"].as_array().unwrap();
    assert!(groupings.len() >= 4, "district, field, industry, size");
    for grouping in groupings {
        let groups = grouping["groups"].as_array().unwrap();
        let sum = |field: &str| groups.iter().map(|group| group[field].as_u64().unwrap()).sum::<u64>();
        assert_eq!(sum("subjects"), kind["subjects"].as_u64().unwrap(), "{}", grouping["by"]);
        assert_eq!(sum("winners"), kind["people"]["winners"].as_u64().unwrap());
        assert_eq!(sum("losers"), kind["people"]["losers"].as_u64().unwrap());
        let costs: i64 = groups.iter().map(|group| fen(&group["cost_after"]["low"])).sum();
        assert_eq!(costs, fen(&kind["cost_after"]["low"]));
    }
    let people = &kind["clauses"][0]["people"];
    let all: u64 = ["winners", "losers", "undecided"].iter().map(|field| people[*field].as_u64().unwrap()).sum();
    let file = place.files("").into_iter().find(|name| name.ends_with(".csv")).unwrap();
    assert_eq!(place.read(&file).lines().count() as u64, all + 1);
    // Excluding the larger ones makes a cliff at the threshold.
    let threshold = &kind["thresholds"][0];
    assert_eq!((&threshold["fact"], &threshold["in_before"]), (&"营业收入@2024".into(), &false.into()));
    assert_eq!(threshold["bound"], "10000000.00");
    if !threshold["after"].is_null() {
        assert_eq!((&threshold["cliff"], &threshold["after"]["falls"]), (&"made".into(), &true.into()));
    }
}

#[test]
fn a_draft_is_in_force_nowhere_else() {
    let place = place("");
    place.write("library/changchun/reform.md", award(DOUBLED));
    let costs = |arguments: &[&str]| {
        let run = place.wuwei(arguments).ends(0).json();
        let kinds = run["kinds"].as_array().unwrap();
        kinds.iter().find(|kind| kind["kind"] == "企业").unwrap()["benefits"]["专精特新认定奖励"].clone()
    };
    let run = ["run", "--facts", city(), "--region", "220100", "--as-of", DAY, "--json"];
    let with = costs(&run);
    std::fs::remove_file(place.path("library/changchun/reform.md")).unwrap();
    std::fs::remove_dir_all(place.path("library")).unwrap();
    assert_eq!(with, costs(&run));
}

#[test]
fn a_document_of_the_same_id_is_compared_too() {
    let text = std::fs::read_to_string(crate::tool::root().join("library/changchun/policy-22.md")).unwrap();
    let place = place(&text.replace("国家级 : 50 万元   省级 : 20 万元", "国家级 : 100 万元   省级 : 20 万元"));
    let json = simulated(&place, &["--region", "220100"]);
    let kinds = json["kinds"].as_array().unwrap();
    let kind = kinds.iter().find(|kind| kind["kind"] == "企业").unwrap();
    assert_eq!(kind["people"]["losers"], 0);
    assert!(fen(&kind["cost_after"]["high"]) > fen(&kind["cost_before"]["high"]));
}

#[test]
fn a_status_carries_indicators_and_targets_with_it() {
    let status = "# 修改\n\n```wuwei\ndocument china.draft {\n  title \"修改稿\" \"A draft\"\n  region 中国\n  in force from 2025-07-01\n  \
                  basis assumed \"例子。\"\n  reforms china.tech-sme\n}\nstatus 科技型中小企业 \"Technology SME\" of 企业 {\n  \
                  职工人数 \"Staff\" : 职工总数 in last year <= 5000 人\n  得分 \"Score\" : 科技型中小企业得分 >= 40\n}\n```\n";
    let place = place(status);
    let json = simulated(&place, &["--region", "220100"]);
    let indicators: BTreeMap<&str, &Value> = json["indicators"]
        .as_array()
        .unwrap()
        .iter()
        .map(|indicator| (indicator["name"].as_str().unwrap(), indicator))
        .collect();
    let counted = indicators["科技型中小企业数"];
    let standing = &json["kinds"][0]["standings"];
    let standing = standing.as_array().unwrap().iter().find(|one| one["name"] == "科技型中小企业").unwrap();
    assert_eq!(counted["before"]["low"].as_f64().unwrap(), standing["before"]["yes"].as_f64().unwrap());
    assert_eq!(counted["after"]["low"].as_f64().unwrap(), standing["after"]["yes"].as_f64().unwrap());
    assert!(!counted["targets"].as_array().unwrap().is_empty());
}

#[test]
fn draws_repeat_themselves_and_every_assumption_is_said() {
    let place = place(&award(DOUBLED));
    let more = ["--budget", "100万元", "--take-up", "70%..90%", "--draws", "50", "--priority", "科技型中小企业得分"];
    let json = simulated(&place, &more);
    assert_eq!(json, simulated(&place, &[&more[..], &["--threads", "1"]].concat()));
    let spending = &json["spending"];
    let assumed: Vec<(&str, bool)> = spending["assumptions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["what"].as_str().unwrap(), one["given"].as_bool().unwrap()))
        .collect();
    assert_eq!(assumed, [("take-up", true), ("ceiling", false), ("undecided", false)]);
    let budget = &spending["budgets"][0];
    // The same luck: whoever applies now applies after, for twice the money.
    for (now, then) in budget["before"]["claimed_by_month"][11]
        .as_array()
        .unwrap()
        .iter()
        .zip(budget["after"]["claimed_by_month"][11].as_array().unwrap())
    {
        assert!((2 * fen(now) - fen(then)).abs() <= 200, "each is rounded to the yuan: {now} {then}");
    }
    assert!(budget["after"]["runs_dry"].as_f64() >= budget["before"]["runs_dry"].as_f64());
    let text =
        place.wuwei(&[&["simulate", "reform.md", "--facts", city(), "--as-of", DAY][..], &more].concat()).ends(0);
    text.prints("假定").prints("70% – 90%").prints("程序的默认值");
}

#[test]
fn a_number_is_turned_until_the_risk_is_small_enough() {
    let place = place(&award(DOUBLED));
    let with = |range: &str, budget: &str| {
        let knob = format!("专精特新认定奖励.pays.2={range}");
        simulated(&place, &["--budget", budget, "--draws", "60", "--knob", &knob, "--risk", "10%"])["spending"]["knob"]
            .clone()
    };
    let knob = with("5万元..60万元", "250万元");
    let probes = knob["probes"].as_array().unwrap();
    let risks: Vec<f64> = probes.iter().map(|probe| probe["risk"].as_f64().unwrap()).collect();
    assert!(knob["monotone"].as_bool().unwrap() && risks.windows(2).all(|pair| pair[0] <= pair[1]), "{risks:?}");
    match (&knob["found"], &knob["next"]) {
        (Value::Null, _) => assert!(risks.iter().all(|risk| *risk > 0.1)),
        (found, Value::Null) => assert_eq!(found["value"], "600000.00"),
        (found, next) => {
            assert!(found["risk"].as_f64().unwrap() <= 0.1 && next["risk"].as_f64().unwrap() > 0.1);
        }
    }
    assert!(with("5万元..60万元", "1元")["found"].is_null());
    assert_eq!(with("5万元..60万元", "100亿元")["found"]["value"], "600000.00");
}

#[test]
fn what_cannot_be_answered_is_said() {
    let place = place(&award(DOUBLED));
    let says = |more: &[&str], text: &str| {
        let mut all = vec!["simulate", "reform.md", "--facts", city()];
        all.extend(more);
        place.wuwei(&all).ends(2).complains(text);
    };
    says(&["--as-of", "2025-01-31"], "还没有生效");
    says(&["--as-of", DAY, "--by", "没有这个"], "没有事实");
    says(&["--as-of", DAY, "--by", "名称"], "不能按");
    says(&["--as-of", DAY, "--budget", "500"], "不是金额");
    says(&["--as-of", DAY, "--budget", "没有=500万元"], "不涉及条款");
    says(&["--as-of", DAY, "--take-up", "150%"], "超出");
    says(&["--as-of", DAY, "--knob", "专精特新认定奖励.pays.2=5万元..60万元"], "--budget");
    says(&["--as-of", DAY, "--budget", "5万元", "--knob", "专精特新认定奖励.pays=5万元..60万元"], "pays.2");
    says(&["--as-of", DAY, "--budget", "5万元", "--knob", "没有=5万元..60万元"], "没有规则");
    place.write("reform.md", award(DOUBLED).replace("  reforms changchun.policy-22\n", ""));
    place.wuwei(&["simulate", "reform.md", "--facts", city(), "--as-of", DAY]).ends(1);
}

#[test]
fn sources_decide_what_is_ready() {
    let place = Place::new();
    let asked = |more: &[&str]| {
        let mut all = vec!["readiness", "--facts", city(), "--region", "220100", "--as-of", DAY, "--json"];
        all.extend(more);
        place.wuwei(&all).ends(0).json()
    };
    let bare = asked(&[]);
    let clause = |json: &Value| {
        json["clauses"].as_array().unwrap().iter().find(|clause| clause["name"] == "专精特新认定奖励").unwrap().clone()
    };
    let needs: Vec<String> = clause(&bare)["needs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|need| need["fact"].as_str().unwrap().to_string())
        .collect();
    assert_eq!(needs, ["注册地", "专精特新认定年度", "专精特新级别"]);
    assert_eq!(clause(&asked(&["--fill", "0%"]))["ready"], true);
    place.write(
        "sources.csv",
        "来源,事实,已接通\n市监部门,企业.注册地,是\n工信部门,专精特新认定年度,否\n工信部门,专精特新级别,否\n科技部门,研发费用,否\n",
    );
    let with = asked(&["--sources", "sources.csv"]);
    assert_eq!((&clause(&with)["ready"], &clause(&with)["all_facts"]), (&false.into(), &false.into()));
    let first = &with["agreements"][0];
    let released: Vec<&str> =
        with["agreements"].as_array().unwrap().iter().map(|one| one["source"].as_str().unwrap()).collect();
    assert_eq!(released, ["科技部门", "工信部门"], "the grant for R&D is larger than the award");
    assert!(first["alone"].as_array().unwrap().iter().any(|name| name == "企业研发投入补助"));
    place.write("sources.csv", "source,fact,connected\nx,研发经费用,no\n");
    place
        .wuwei(&["readiness", "--facts", city(), "--region", "220100", "--sources", "sources.csv"])
        .ends(2)
        .complains("第 2 行");
}
