//! `wuwei explain`

use serde_json::Value;

use crate::tool::{A, B, C, D, DAY, E, Place, city, made_up};

#[track_caller]
fn proof(place: &Place, id: &str, rule: &str) -> Value {
    let arguments = ["explain", id, rule, "--facts", "facts", "--as-of", "2025-06-30", "--json"];
    let json = place.mini(&arguments).ends(0).json();
    assert_eq!(json["as_of"], "2025-06-30");
    json["proof"].clone()
}

#[test]
fn the_proof_is_a_tree_of_sentences() {
    let place = Place::with_five();
    let ran = place.mini(&["explain", A, "自动奖励", "--facts", "facts", "--as-of", "2025-06-30"]).ends(0);
    let expected = "\
甲公司 91220104TEAT00001G  2025-06-30
✓ 自动奖励：20 万元  [《示例市支持办法》，示例〔2025〕1号，第三章 待遇]
├─ ✓ 小企业：是  [《示例市支持办法》，示例〔2025〕1号，第二章 条件]
│  ├─ ✓ 2024年人数 ≤ 300 人  [第二条（一）]
│  │  └─ · 2024年人数：30 人  （企业.csv 第 2 行，2025-03-01 得知）
│  └─ ✓ 诚信：是  （企业.csv 第 2 行，2025-03-01 得知）
└─ · 金额：20 万元
   └─ · 按“级别”分档：20 万元
      └─ · 级别：省级  （企业.csv 第 2 行，2025-03-01 得知）
另有 4 行与结论无关或前面已列，加 --all 全部列出。
";
    assert_eq!(ran.out, expected);
    let arguments = ["explain", A, "自动奖励", "--facts", "facts", "--as-of", "2025-06-30", "--lang", "en"];
    let ran = place.mini(&arguments).ends(0);
    let ran = ran.prints("✓ Automatic award: ¥200,000  [Support in the example city").prints("Staff (2024): 30 people");
    ran.prints("Level: provincial");
}

#[test]
fn the_proof_as_json_names_rule_article_basis_and_fact() {
    let place = Place::with_five();
    let root = proof(&place, A, "小企业");
    assert_eq!(root["kind"], "rule");
    assert_eq!(root["mark"], "yes");
    assert_eq!(root["name"], "小企业");
    assert_eq!(root["document"], "demo.city");
    assert_eq!(root["title"], "示例市支持办法");
    assert_eq!(root["number"], "示例〔2025〕1号");
    assert_eq!(root["article"], "第二章 条件");
    assert_eq!(root["basis"], "official");
    assert_eq!(root["children"][0]["kind"], "home");
    let condition = &root["children"][1];
    assert_eq!(condition["kind"], "condition");
    assert_eq!(condition["article"], "第二条（一）");
    let fact = &condition["children"][0];
    assert_eq!(fact["kind"], "fact");
    assert_eq!(fact["fact"], "人数@2024");
    assert_eq!(fact["value"], "30 人");
    assert!(fact["place"].as_str().unwrap().contains("city.md:"));
    let origin = serde_json::json!({
        "kind": "table", "file": "企业.csv", "sheet": null, "row": 2, "learnt": "2025-03-01",
    });
    assert_eq!(fact["origin"], origin);
    assert_eq!(proof(&place, A, "西区补贴")["basis"], "secondary");
}

#[test]
fn what_is_missing_and_what_fails_is_marked() {
    let place = Place::with_five();
    let root = proof(&place, C, "小企业");
    assert_eq!(root["mark"], "no");
    let marks: Vec<&str> =
        root["children"].as_array().unwrap().iter().map(|child| child["mark"].as_str().unwrap()).collect();
    assert_eq!(marks, ["yes", "unknown", "no"], "at home, staff, trustworthy");
    let ran = place.mini(&["explain", C, "小企业", "--facts", "facts", "--as-of", "2025-06-30", "--all"]).ends(0);
    ran.prints("✗ 小企业：否").prints("? 2024年人数 ≤ 300 人").prints("2024年人数：没有填报").prints("✗ 诚信：否");
    assert_eq!(proof(&place, B, "西区补贴")["mark"], "not_applicable");
}

/// `ask` and `explain` say the same about what the text leaves open.
#[test]
fn not_computable_is_a_mark_of_its_own() {
    let place = Place::with_five();
    assert_eq!(proof(&place, A, "难定企业")["mark"], "not_computable");
    let ran = place.mini(&["explain", A, "难定企业", "--facts", "facts", "--as-of", "2025-06-30"]).ends(0);
    ran.prints("标准没有公布。").prints("∅");
}

/// A proof begins with the answer that `ask` gives.
#[test]
fn proofs_agree_with_answers() {
    let place = Place::with_five();
    for id in [A, B, C] {
        let arguments = ["ask", id, "--facts", "facts", "--as-of", "2025-06-30", "--json"];
        let asked = place.mini(&arguments).ends(0).json();
        for name in ["小企业", "老企业"] {
            assert_eq!(asked["statuses"][name]["answer"], proof(&place, id, name)["mark"], "{id} {name}");
        }
        for name in ["自动奖励", "申请补助", "低档奖励", "高档奖励", "西区补贴"] {
            assert_eq!(asked["benefits"][name]["eligible"], proof(&place, id, name)["mark"], "{id} {name}");
        }
    }
}

#[test]
fn every_rule_of_an_enterprise_can_be_explained() {
    let place = Place::new();
    let id = made_up(1);
    let asked = place.wuwei(&["ask", &id, "--facts", city(), "--as-of", DAY, "--json"]).ends(0).json();
    for part in ["statuses", "scores", "values", "benefits"] {
        for name in asked[part].as_object().unwrap().keys() {
            let ran = place.wuwei(&["explain", &id, name, "--facts", city(), "--as-of", DAY]).ends(0);
            assert!(ran.out.lines().count() > 2, "{ran}");
        }
    }
}

#[test]
fn a_rule_that_is_not_in_force_says_so() {
    let place = Place::with_five();
    let arguments = ["explain", A, "小企业", "--facts", "facts", "--as-of", "2020-01-01"];
    place.mini(&arguments).ends(0).prints("这一天没有生效的版本");
    let json = place.mini(&[&arguments[..], &["--json"][..]].concat()).ends(0).json();
    assert_eq!(json["proof"]["mark"], "not_applicable");
    assert_ne!(json["proof"]["value"], "否", "not applicable isn't no");
}

#[test]
fn unknown_names_get_suggestions() {
    let place = Place::new();
    let id = made_up(1);
    let explain = |name: &str, lang: &str| {
        place.wuwei(&["explain", &id, name, "--facts", city(), "--as-of", DAY, "--lang", lang])
    };
    explain("高新技术企叶", "zh").ends(2).complains("`高新技术企叶`").complains("高新技术企业");
    explain("高新技术企叶", "en").ends(2).complains("Did you mean").complains("高新技术企业");
    explain("china.hnte.高新技术企业", "zh").ends(0).prints("高新技术企业");
    place.wuwei(&["explain", "无此企业", "高新技术企业", "--facts", city()]).ends(2).complains("无此企业");
}

/// A fact exists, and so does another kind's rule; to deny it sends people looking for a typing error.
#[test]
fn what_exists_is_not_denied() {
    let place = Place::new();
    let id = made_up(1);
    let explain = |name: &str| place.wuwei(&["explain", &id, name, "--facts", city(), "--as-of", DAY]);
    for name in ["研发费用", "科技产业园补助", "高新技术企业数"] {
        let ran = explain(name);
        assert!(!ran.err.contains(&format!("没有名为 `{name}` 的")), "{ran}");
    }
}

/// What decided is shown: of a no exactly what fails, with how far it is from holding; of a yes what holds.
#[test]
fn a_proof_is_folded_to_what_decided() {
    let place = Place::with_five();
    let explain = |id: &str, more: &[&str]| {
        let arguments = [&["explain", id, "小企业", "--facts", "facts", "--as-of", "2025-06-30"], more].concat();
        place.mini(&arguments).ends(0)
    };
    let ran = explain(D, &[]).prints("2024年人数 ≤ 300 人  超出 1 人").prints_not("诚信");
    ran.prints("另有 3 行");
    explain(D, &["--all"]).prints("超出 1 人").prints("✓ 诚信：是").prints("✓ 注册地在示例市范围内").prints_not("另有");
    explain(D, &["--lang", "en"]).prints("1 people over");
    explain(C, &[]).prints("✗ 诚信：否").prints_not("人数");
    explain(B, &[]).prints("✓ 诚信").prints_not("不成立");
    let root = proof(&place, D, "小企业");
    assert_eq!(root["obstacles"].as_array().unwrap().len(), 1);
    assert_eq!(root["obstacles"][0]["distance"]["text"], "超出 1 人");
    assert_eq!(root["obstacles"][0]["distance"]["direction"], "less");
    assert_eq!(root["waits_for"], serde_json::json!([]));
    let open = proof(&place, E, "自动奖励");
    assert_eq!(open["waits_for"], serde_json::json!(["注册地", "人数@2024", "诚信", "级别"]));
    place
        .mini(&["explain", E, "自动奖励", "--facts", "facts", "--as-of", "2025-06-30"])
        .ends(0)
        .prints("知道这些就能确定：注册地、人数@2024、诚信、级别");
    place
        .mini(&["explain", B, "西区补贴", "--facts", "facts", "--as-of", "2025-06-30"])
        .ends(0)
        .prints("✗ 注册地在西区范围内");
}

#[test]
fn a_page_stands_alone() {
    let place = Place::with_five();
    for lang in ["zh", "en"] {
        let arguments = ["explain", D, "小企业", "--facts", "facts", "--as-of", "2025-06-30", "--html", "--lang", lang];
        let page = place.mini(&arguments).ends(0).out;
        assert!(page.starts_with("<!doctype html>"));
        for outside in ["<script", "http://", "https://", "src=", "@import", "url("] {
            assert!(!page.contains(outside), "the page needs `{outside}`");
        }
        assert_eq!(page.matches("<details").count(), page.matches("</details>").count());
        assert_eq!(page.matches("<div").count(), page.matches("</div>").count());
        let said = if lang == "zh" {
            ["为什么不行", "超出 1 人", "企业.csv 第 5 行"]
        } else {
            ["Why not", "1 people over", "企业.csv row 5"]
        };
        said.iter().for_each(|text| assert!(page.contains(text), "the page lacks `{text}`"));
    }
    let arguments = ["explain", D, "小企业", "--facts", "facts", "--html", "--out", "page.html"];
    place.mini(&arguments).ends(0).prints("page.html");
    assert!(place.read("page.html").contains("&gt;") || place.read("page.html").contains("≤"));
}
