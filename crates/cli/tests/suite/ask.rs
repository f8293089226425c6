//! `wuwei ask`

use serde_json::Value;

use crate::tool::{A, B, C, DAY, Place, city, made_up};

#[track_caller]
fn asked(place: &Place, id: &str) -> Value {
    place.mini(&["ask", id, "--facts", "facts", "--as-of", "2025-06-30", "--json"]).ends(0).json()
}

fn is_money(value: &Value) -> bool {
    let Some(text) = value.as_str() else { return value.is_null() };
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.split_once('.').is_some_and(|(whole, part)| {
        let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        all_digits(whole) && all_digits(part) && part.len() == 2
    })
}

/// The shape that other programs rely on.
#[test]
fn the_json_has_the_promised_shape() {
    let place = Place::new();
    let verdicts = ["yes", "no", "unknown", "not_applicable", "not_computable"];
    let bases = ["official", "secondary", "elsewhere", "assumed"];
    let lanes = ["免申即享", "即申", "待补"];
    let is_one_of = |value: &Value, words: &[&str]| value.as_str().is_some_and(|word| words.contains(&word));
    for n in 1..=20 {
        let id = made_up(n);
        let json = place.wuwei(&["ask", &id, "--facts", city(), "--as-of", DAY, "--json"]).ends(0).json();
        assert_eq!(json["entity"], id);
        assert_eq!(json["as_of"], DAY);
        for (name, status) in json["statuses"].as_object().unwrap() {
            assert!(is_one_of(&status["answer"], &verdicts), "{name}: {status}");
            assert!(is_one_of(&status["basis"], &bases), "{name}: {status}");
            let missing = status["missing"].as_array().unwrap();
            assert!(missing.iter().all(Value::is_string), "{name}: {status}");
            assert_eq!(missing.is_empty(), status["answer"] != "unknown", "{name}: {status}");
        }
        for (name, score) in json["scores"].as_object().unwrap() {
            let (low, high) = (score["low"].as_f64().unwrap(), score["high"].as_f64().unwrap());
            assert!(0.0 <= low && low <= high && high <= 100.0, "{name}: {score}");
        }
        for (name, benefit) in json["benefits"].as_object().unwrap() {
            assert!(is_one_of(&benefit["eligible"], &verdicts), "{name}: {benefit}");
            assert!(is_one_of(&benefit["basis"], &bases), "{name}: {benefit}");
            assert!(is_money(&benefit["low"]) && is_money(&benefit["high"]), "{name}: {benefit}");
            let pays = is_one_of(&benefit["lane"], &lanes);
            assert!(pays || benefit["lane"].is_null(), "{name}: {benefit}");
            assert_eq!(benefit["lane"].is_null(), is_one_of(&benefit["eligible"], &["no", "not_applicable"]), "{name}");
            assert!(benefit["excluded_by"].is_null() || benefit["excluded_by"].is_string(), "{name}: {benefit}");
        }
        assert!(is_money(&json["total"]["low"]) && is_money(&json["total"]["high"]));
    }
}

#[test]
fn every_lane_and_exclusion_is_told() {
    let place = Place::with_five();
    let json = asked(&place, A);
    assert_eq!(json["kind"], "企业");
    assert_eq!(json["name"], "甲公司");
    assert_eq!(json["statuses"]["小企业"]["answer"], "yes");
    assert_eq!(json["statuses"]["难定企业"]["answer"], "not_computable");
    assert_eq!(json["scores"]["规模得分"]["low"], 5);
    assert_eq!(json["scores"]["规模得分"]["high"], 5);
    let benefits = &json["benefits"];
    assert_eq!(benefits["自动奖励"]["lane"], "免申即享");
    assert_eq!(benefits["自动奖励"]["low"], "200000.00");
    assert_eq!(benefits["申请补助"]["lane"], "即申");
    assert_eq!(benefits["申请补助"]["low"], "0.00");
    assert_eq!(benefits["申请补助"]["high"], "500000.00");
    assert_eq!(benefits["低档奖励"]["excluded_by"], "高档奖励");
    assert!(benefits["高档奖励"]["excluded_by"].is_null());
    assert_eq!(benefits["西区补贴"]["basis"], "secondary");
    assert_eq!(json["total"]["low"], "212840.00");
    assert_eq!(json["total"]["high"], "712840.00");
    let json = asked(&place, C);
    assert_eq!(json["benefits"]["西区补贴"]["lane"], "待补");
    assert_eq!(json["benefits"]["西区补贴"]["missing"][0], "人数@2024");
    assert!(json["benefits"]["申请补助"]["lane"].is_null());
    assert_eq!(json["benefits"]["申请补助"]["high"], "0.00");
    assert_eq!(asked(&place, B)["benefits"]["西区补贴"]["eligible"], "not_applicable");
}

/// As facts arrive, ranges only narrow.
#[test]
fn a_fact_more_never_widens_an_answer() {
    let place = Place::with_five();
    const E: &str = "91220104TEAT00005W";
    let yuan = |json: &Value, end: &str| json["total"][end].as_str().unwrap().parse::<f64>().unwrap();
    let mut before = asked(&place, E);
    for (title, cell) in
        [("注册地", "西区"), ("诚信", "是"), ("级别", "市级"), ("人数@2024", "120"), ("研发费用@2024", "3000")]
    {
        place.write("企业.csv", format!("统一社会信用代码,{title}\n{E},{cell}\n"));
        place.mini(&["load", "企业.csv", "--into", "facts"]).ends(0);
        let after = asked(&place, E);
        assert!(yuan(&before, "low") <= yuan(&after, "low"), "{title}");
        assert!(yuan(&after, "high") <= yuan(&before, "high"), "{title}");
        before = after;
    }
    assert_eq!(before["scores"]["规模得分"]["low"], 10);
    assert_eq!(before["scores"]["规模得分"]["high"], 10);
    assert_eq!(before["benefits"]["自动奖励"]["low"], "100000.00");
}

/// Amounts in JSON are yuan, and so are amounts for each person.
#[test]
fn money_per_head_is_in_yuan() {
    let place = Place::with_five();
    let value = asked(&place, A)["values"]["人均研发费用"]["low"].clone();
    let yuan = value.as_f64().or_else(|| value.as_str()?.parse().ok()).unwrap();
    assert!((yuan - 123_400.0 / 30.0).abs() < 0.01, "{value}");
}

/// Eighteen parts with their own fractions are still a sum of eighteen numbers.
#[test]
fn a_score_of_many_fractions_stays_narrow() {
    let place = Place::new();
    let table = format!(
        "统一社会信用代码,注册地,成立日期,研发费用@2023,研发费用@2024,营业收入@2023,营业收入@2024,科技人员数@2024,\
         职工总数@2024,发明专利申请量@2024,PCT专利申请量@2024,技术合同成交额@2024,高新技术产品收入@2024,\
         研究生以上人员数@2024,研发费用加计扣除减免额@2024,资产总额@2024,负债总额@2024,净利润@2024,吸纳应届毕业生数@2024,\
         新增股权融资额@2024\n\
         {A},朝阳区,2015-01-01,1004425.13,1456867.17,11712528.19,11935481.37,13,49,0,0,563426.33,6115384.11,7,218530.77,\
         16004084.21,8818196.35,812345.67,4,0\n"
    );
    place.write("企业.csv", table);
    place.wuwei(&["load", "企业.csv", "--into", "facts"]).ends(0);
    let json = place.wuwei(&["ask", A, "--facts", "facts", "--as-of", DAY, "--json"]).ends(0).json();
    let score = &json["scores"]["企业创新积分"];
    // Only platforms, awards and projects are unknown; they give eleven points at most.
    let width = score["high"].as_f64().unwrap() - score["low"].as_f64().unwrap();
    assert!(width <= 12.0, "{score}");
}

#[test]
fn answers_are_shown_in_both_languages() {
    let place = Place::with_five();
    let ran = place.mini(&["ask", A, "--facts", "facts", "--as-of", "2025-06-30"]).ends(0);
    let ran = ran.prints("计算值").prints("人均研发费用");
    let ran = ran.prints("甲公司  91220104TEAT00001G  评价日 2025-06-30").prints("✓ 是").prints("∅ 无法计算");
    let ran = ran.prints("免申即享").prints("20 万元").prints("即申").prints("至多 50 万元").prints("依据：可信转述");
    ran.prints("低档奖励（1 万元）与 高档奖励 不能兼得，按后者").prints("合计：21.284 万元 至 71.284 万元");
    let ran = place.mini(&["ask", C, "--facts", "facts", "--as-of", "2025-06-30", "--lang", "en"]).ends(0);
    let ran = ran.prints("as of 2025-06-30").prints("✗ no").prints("Small enterprise").prints("Incomplete");
    ran.prints("up to ¥500").prints("rests on: credible report").prints("In all: ¥500,000 to ¥500,500");
}

#[test]
fn a_subject_is_found_by_code_name_and_kind() {
    let place = Place::with_five();
    assert_eq!(asked(&place, "乙公司")["entity"], B);
    assert_eq!(asked(&place, " 91220104TEAT00002K ")["entity"], B);
    assert_eq!(asked(&place, &B.to_lowercase())["entity"], B);
    place.mini(&["ask", B, "--facts", "facts", "--kind", "企业"]).ends(0);
    place.mini(&["ask", B, "--facts", "facts", "--kind", "园区"]).ends(2);
    place.mini(&["ask", B, "--facts", "facts", "--kind", "Firm"]).ends(2).complains("企业、园区");
}

/// One sign mistyped.
#[test]
fn an_unknown_subject_gets_a_suggestion() {
    let place = Place::with_five();
    let ask = |id: &str, lang: &str| place.mini(&["ask", id, "--facts", "facts", "--lang", lang]).ends(2);
    ask("91220104TEAT00002X", "zh").complains("91220104TEAT00002X").complains(B);
    ask("91220104TEAT00002X", "en").complains("Did you mean").complains(B);
    ask("乙公私", "zh").complains("乙公司");
    ask("毫不相干", "zh").complains("毫不相干");
    ask("", "zh");
}

/// Two enterprises with one name: answering for the first would be answering for the wrong one.
#[test]
fn a_name_that_two_bear_is_no_answer() {
    let place = Place::with_five();
    place.write("企业.csv", format!("统一社会信用代码,名称\n{B},甲公司\n"));
    place.mini(&["load", "企业.csv", "--into", "facts"]).ends(0);
    place.mini(&["ask", "甲公司", "--facts", "facts"]).ends(2).complains(A).complains(B);
}

#[test]
fn the_day_decides_which_version_speaks() {
    let place = Place::new();
    let id = made_up(1);
    let ask = |day: &str| place.wuwei(&["ask", &id, "--facts", city(), "--as-of", day, "--json"]).ends(0).json();
    assert!(ask("2025-12-31")["scores"].get("创新型中小企业得分").is_some());
    assert!(ask("2026-06-30")["scores"].get("创新型中小企业得分").is_none(), "the score of 2022 ended in March 2026");
    assert_eq!(ask("1990-01-01")["benefits"].as_object().unwrap().len(), 0);
    place.wuwei(&["ask", &id, "--facts", city(), "--as-of", "31.12.2025"]).ends(2).complains("31.12.2025");
}
