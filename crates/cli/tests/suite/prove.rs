//! `wuwei prove`

use wuwei_ir::Date;
use wuwei_project::{Library, Memory, theorems, theorems_page};
use wuwei_reason::prove::TheoremKind;
use wuwei_source::Lang;

use crate::tool::{Place, root};

/// A policy with a fault of several kinds.
pub(crate) const FAULTY: &str = "# 甲\n\n```wuwei\ndocument chaoyang.a {\n  title \"甲办法\" \"Rules A\"\n  region 朝阳区\n  in force from 2025-01-01\n  payer not stated \"没有写。\" \"Not said.\"\n}\n\n\
status 中间 \"Middle\" of 企业 { 职工总数 in last year >= 500 人   职工总数 in last year < 300 人 }\n\
status 小企 \"Small\" of 企业 { 职工总数 in last year <= 500 人   上市 }\n\
status 未定 \"Open\" of 企业 { 上市   not computable \"没有公布。\" \"Not published.\" }\n\
score 人员分 \"Staff score\" of 企业 out of 20 { part 人员 out of 20 by 科技人员数 / 职工总数 in last year { >= 30% : 20   >= 20% : 4   >= 10% : 8   else : 0 } }\n\
benefit 甲奖 \"Award A\" to 企业 { when 专精特新级别 = 省级   pays 10 万元 }\n\
benefit 乙奖 \"Award B\" to 企业 { when 专精特新级别 = 省级   when 上市   pays 20 万元 }\n```\n";

const DAY: &str = "2025-06-30";

#[test]
fn each_finding_has_its_example_and_mend() {
    let place = Place::new();
    place.write("faulty.md", FAULTY);
    let shown = place.wuwei(&["prove", "faulty.md", "--as-of", DAY, "--lang", "en"]).ends(0);
    let shown = shown.prints("Can't be meant · Nobody can meet it 1").prints("Nobody can meet “Middle”");
    let shown = shown.prints("Example: 企业甲").prints("Middle → no").prints("Mend: Move the number");
    let shown = shown.prints("Staff score").prints("“Small” is lost").prints("Employees (2024) 501 people: Small → no");
    shown.prints("faulty.md:").prints("3 left open.");
    let zh = place.wuwei(&["prove", "faulty.md", "--as-of", DAY]).ends(0);
    zh.prints("没有人能满足“中间”").prints("改法：").prints("3 处没有定论").prints_not("Mend");
}

#[test]
fn kinds_can_be_chosen_and_findings_denied() {
    let place = Place::new();
    place.write("faulty.md", FAULTY);
    let only = place.wuwei(&["prove", "faulty.md", "--as-of", DAY, "--kind", "unstacked", "--deny"]).ends(1);
    only.prints("没有说能否叠加 1").prints_not("中间");
    place
        .wuwei(&["prove", "faulty.md", "--as-of", DAY, "--kind", "contradiction", "--deny"])
        .ends(0)
        .prints("没有查出问题");
    let none = place.wuwei(&["prove", "faulty.md", "--as-of", "2020-01-01"]).ends(0);
    none.prints("没有施行的规则");
}

/// A fact of the example is enough for the answer given: typed into a document's test it comes out.
#[test]
fn an_example_can_be_typed_into_a_test() {
    let place = Place::new();
    place.write("faulty.md", FAULTY);
    let found = place.wuwei(&["prove", "faulty.md", "--as-of", DAY, "--kind", "cliff", "--json"]).ends(0).json();
    let small = found["findings"].as_array().unwrap().iter().find(|one| one["rules"][0] == "小企").unwrap();
    let facts = small["witness"]["subjects"][0]["facts"].as_array().unwrap();
    let given: Vec<String> = facts
        .iter()
        .map(|fact| {
            let year = fact["year"].as_i64().map_or(String::new(), |year| format!(" in {year}"));
            let value = match &fact["value"] {
                serde_json::Value::Bool(truth) => if *truth { "yes" } else { "no" }.to_string(),
                value => value.as_str().unwrap().to_string(),
            };
            format!("{}{year}: {value}", fact["fact"].as_str().unwrap())
        })
        .collect();
    let each: Vec<String> = small["witness"]["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| format!("{} : {}", step["value"].as_str().unwrap(), step["answers"][0]["answer"].as_str().unwrap()))
        .collect();
    let test = format!(
        "\n```wuwei\ntest \"例\" {{\n  given 企业 {{ 注册地: 朝阳区   {} }}\n  as of {DAY}\n  each 职工总数 in 2024 expect 小企 {{ {} }}\n}}\n```\n",
        given.join("   ").replace("注册地: 朝阳区", ""),
        each.join("   ")
    );
    place.write("faulty.md", FAULTY.to_string() + &test);
    place.wuwei(&["test", "faulty.md"]).ends(0);
}

/// What the documentation says was found in the library is what is found.
#[test]
fn the_findings_of_the_library_are_those_documented() {
    let day = Date::parse("2026-06-30").unwrap();
    let library = Library::open(&Memory::new(day, []), None).unwrap();
    let found = theorems(&library, day, &TheoremKind::ALL);
    for (lang, word, file) in [(Lang::En, "en", "findings.md"), (Lang::Zh, "zh", "findings.zh-CN.md")] {
        let said = std::fs::read_to_string(root().join("docs").join(file)).unwrap();
        let how = format!("cargo run --release -p wuwei -- prove --as-of {day} --page --lang {word} > docs/{file}");
        let page = theorems_page(&library, day, &found, lang);
        assert!(said == page, "docs/{file} is not what is found; write it anew:\n{how}");
    }
}
