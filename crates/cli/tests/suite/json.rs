//! `docs/json.md` says what is there, and what is there is said.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::tool::{A, C, D, DAY, Place, city, made_up, root};

/// The paths of fields that each section documents, by its heading.
fn documented(file: &str) -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(root().join("docs").join(file)).unwrap();
    let mut sections: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut section = String::new();
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ").or_else(|| line.strip_prefix("### ")) {
            // The same in both languages.
            section = heading.replace(" 和 ", " and ");
        }
        if let Some((field, _)) = line.strip_prefix("| `").and_then(|rest| rest.split_once('`')) {
            sections.entry(section.clone()).or_default().insert(field.to_string());
        }
    }
    sections
}

/// The paths of everything in a value: `statuses.{NAME}.missing[]`.
fn paths(value: &Value, at: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                // What is keyed by the names of rules has a name in its path.
                let named = ["statuses", "scores", "values", "benefits"]
                    .iter()
                    .any(|part| at == *part || at.ends_with(&format!(".{part}")));
                let name = if named { "{NAME}" } else { name };
                let path = if at.is_empty() { name.to_string() } else { format!("{at}.{name}") };
                paths(inner, &path, found);
            }
        }
        Value::Array(items) => {
            for item in items {
                paths(item, &format!("{at}[]"), found);
            }
            if items.is_empty() {
                found.insert(format!("{at}[]"));
            }
        }
        _ => {
            found.insert(at.to_string());
        }
    }
}

/// Everything below a documented field belongs to it: `districts[]` repeats the fields of its kind, `children[]` those of
/// the proof.
/// The lower side of a finding has the fields of the upper one, and a file of an import those of a file that is checked.
fn folded(path: &str) -> String {
    let mut path = path.to_string();
    for (from, to) in [("child.", "parent."), ("files[].", "")] {
        if let Some(rest) = path.strip_prefix(from) {
            path = format!("{to}{rest}");
        }
    }
    // The proof of a proposal is that of an explanation.
    if path.starts_with("proposals[].proof.") {
        return "proposals[].proof".to_string();
    }
    for inside in ["children[].", "inside[]."] {
        while let Some((before, after)) = path.split_once(inside) {
            path = format!("{before}{after}");
        }
    }
    path.split_once("districts[].").map_or(path.clone(), |(before, after)| match after.strip_prefix("region.") {
        Some(field) => format!("region.{field}"),
        None => format!("{before}{after}"),
    })
}

/// Compares what a section documents with what the examples of it hold.
#[track_caller]
fn matches(section: &str, inherits: Option<&str>, examples: &[Value]) {
    let all = documented("json.md");
    let mut said = all.get(section).unwrap_or_else(|| panic!("docs/json.md has no section `{section}`")).clone();
    said.extend(inherits.iter().flat_map(|other| all[*other].clone()));
    let mut there = BTreeSet::new();
    for example in examples {
        let mut found = BTreeSet::new();
        match example {
            Value::Array(rows) => rows.iter().for_each(|row| paths(row, "", &mut found)),
            other => paths(other, "", &mut found),
        }
        there.extend(found.iter().map(|path| folded(path)));
    }
    // A list that is empty or null in one example may hold objects in another; its own path then says nothing.
    let is_container = |path: &String| {
        let bare = path.trim_end_matches("[]");
        let inside = |other: &String| other.starts_with(&format!("{bare}[]")) && other != path;
        let below = |other: &String| other.starts_with(&format!("{bare}.")) || inside(other);
        there.iter().any(below) || said.iter().any(below)
    };
    let unsaid: Vec<&String> = there.iter().filter(|path| !said.contains(*path) && !is_container(path)).collect();
    assert!(unsaid.is_empty(), "`{section}` doesn't document {unsaid:?}");
    let absent: Vec<&String> = said.iter().filter(|path| !there.contains(*path) && !is_container(path)).collect();
    assert!(absent.is_empty(), "`{section}` documents what is nowhere: {absent:?}");
}

#[test]
fn both_languages_document_the_same_fields() {
    assert_eq!(documented("json.md"), documented("json.zh-CN.md"));
    let examples = |file: &str| -> Vec<String> {
        let text = std::fs::read_to_string(root().join("docs").join(file)).unwrap();
        text.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap().to_string()).collect()
    };
    assert_eq!(examples("json.md"), examples("json.zh-CN.md"));
    for example in examples("json.md") {
        let parsed: Result<Value, _> = serde_json::from_str(&example);
        assert!(parsed.is_ok(), "{parsed:?}\n{example}");
    }
}

#[test]
fn findings_are_documented() {
    let place = Place::new();
    let document = "# 甲\n\n```wuwei\ndocument chaoyang.a {\n  title \"甲\" \"A\"\n  region 朝阳区\n  in force from 2025-01-01\n}\n\n\
                    status 大 \"Large\" of 企业 { 职工总数量 in last year > 1 人 }\n\
                    test \"乙\" {\n  given 企业 { 注册地: 朝阳区  上市: yes }\n  as of 2025-06-30\n  expect 大 = yes\n}\n```\n";
    place.write("faulty.md", document);
    place.write("failing.md", document.replace("职工总数量 in last year > 1 人", "not 上市"));
    let mut found: Vec<Value> = Vec::new();
    for (command, file) in [("check", "faulty.md"), ("test", "failing.md")] {
        let ran = place.wuwei(&[command, file, "--format", "json"]).ends(1);
        found.extend(ran.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()));
    }
    matches("wuwei check --format json", None, &found);
}

#[test]
fn listings_are_documented() {
    let place = Place::new();
    let rules = "wuwei list statuses --json";
    let inheriting = ["values", "scores", "benefits"];
    let alone = ["entities", "statuses", "indicators", "targets", "actions", "parties", "documents", "mechanisms"];
    for kind in alone.into_iter().chain(inheriting) {
        let json = place.wuwei(&["list", kind, "--json"]).ends(0).json();
        let section = if kind == "values" { rules.to_string() } else { format!("wuwei list {kind} --json") };
        matches(&section, inheriting.contains(&kind).then_some(rules), &[json]);
    }
}

#[test]
fn answers_are_documented() {
    let place = Place::with_five();
    let id = made_up(1);
    let mut found = vec![place.wuwei(&["ask", &id, "--facts", city(), "--as-of", DAY, "--json"]).ends(0).json()];
    for id in [A, C] {
        let arguments = ["ask", id, "--facts", "facts", "--as-of", "2025-06-30", "--json"];
        found.push(place.mini(&arguments).ends(0).json());
    }
    matches("wuwei ask --json", None, &found);
}

#[test]
fn questions_and_sets_of_benefits_are_documented() {
    let place = Place::with_five();
    let (id, with) = (made_up(1), ["--facts", "facts", "--as-of", "2025-06-30", "--json"]);
    let own = |command: &str, id: &str| place.mini(&[&[command, id], with.as_slice()].concat()).ends(0).json();
    let shipped = |command: &str| place.wuwei(&[command, &id, "--facts", city(), "--as-of", DAY, "--json"]).json();
    matches("wuwei next --json", None, &[own("next", A), own("next", C), shipped("next")]);
    matches("wuwei bundle --json", None, &[own("bundle", A), own("bundle", C), shipped("bundle")]);
}

#[test]
fn surveys_are_documented() {
    let arguments = ["run", "--facts", city(), "--region", "220100", "--as-of", DAY, "--json"];
    let json = Place::new().wuwei(&arguments).ends(0).json();
    matches("wuwei run --json", None, &[json]);
}

#[test]
fn proofs_are_documented() {
    let place = Place::with_five();
    let id = made_up(1);
    let mut found = Vec::new();
    for name in ["科技型中小企业", "企业创新积分"] {
        let arguments = ["explain", &id, name, "--facts", city(), "--as-of", DAY, "--json"];
        found.push(place.wuwei(&arguments).ends(0).json());
    }
    for name in ["小企业", "自动奖励", "难定企业"] {
        found.push(place.mini(&["explain", A, name, "--facts", "facts", "--as-of", "2025-06-30", "--json"]).json());
    }
    found.push(place.mini(&["explain", A, "小企业", "--facts", "facts", "--as-of", "2020-01-01", "--json"]).json());
    found.push(place.mini(&["explain", D, "小企业", "--facts", "facts", "--as-of", "2025-06-30", "--json"]).json());
    matches("wuwei explain --json", None, &found);
}

#[test]
fn checked_proofs_are_documented() {
    let place = Place::with_five();
    // Somebody with ranges, and those whose rules follow a reference.
    let subjects = [made_up(1), made_up(2), "合成-项目-00001".to_string(), "合成-产业教授聘任-00001".to_string()];
    let mut proofs = Vec::new();
    for id in &subjects {
        place.wuwei(&["explain", id, "--facts", city(), "--as-of", DAY, "--proof", "all.json"]).ends(0);
        proofs.push(serde_json::from_str(&place.read("all.json")).unwrap());
    }
    place.mini(&["explain", A, "小企业", "--facts", "facts", "--as-of", "2025-06-30", "--proof", "one.json"]).ends(0);
    proofs.push(serde_json::from_str(&place.read("one.json")).unwrap());
    matches("wuwei explain --proof", None, &proofs);
    let mut found = vec![place.wuwei(&["verify", "all.json", "--json"]).ends(0).json()];
    found.push(place.mini(&["verify", "one.json", "--json"]).ends(0).json());
    found.push(place.wuwei(&["verify", "one.json", "--json"]).ends(1).json());
    matches("wuwei verify --json", None, &found);
}

#[test]
fn advice_is_documented() {
    let place = Place::new();
    let ask = |goal: &str, index: usize, day: &str| {
        let id = made_up(index);
        place.wuwei(&["advise", &id, goal, "--facts", city(), "--as-of", day, "--json"]).ends(0).json()
    };
    let found: Vec<Value> =
        [("科技型中小企业", DAY), ("高新技术企业条件", DAY), ("科技型中小企业得分>=80", "2025-06-30")]
            .into_iter()
            .flat_map(|(goal, day)| (1..12).map(move |index| (goal, index, day)))
            .map(|(goal, index, day)| ask(goal, index, day))
            .collect();
    matches("wuwei advise --json", None, &found);
    let sweep = ["advise", "--district", "朝阳区", "科技型中小企业", "--facts", city(), "--as-of", DAY, "--json"];
    matches("wuwei advise --district … --json", None, &[place.wuwei(&sweep).ends(0).json()]);
}

#[test]
fn lists_of_targets_and_comparisons_are_documented() {
    let place = Place::new();
    let json = |arguments: &[&str], code: i32| {
        let mut all = arguments.to_vec();
        all.extend(["--as-of", "2026-03-01", "--json"]);
        place.wuwei(&all).ends(code).json()
    };
    let list = json(&["plan"], 0);
    let counted = json(&["plan", "changchun/action-plan-2025", "--facts", city()], 0);
    matches("wuwei plan --json", None, &[list, counted]);
    matches("wuwei align --json", None, &[json(&["align"], 1)]);
    let table =
        "indicator,region,period,value,unit\n高新技术企业数,朝阳区,2023,200,户\n高新技术企业数,朝阳区,2025,260,户\n";
    place.write("figures.csv", table);
    let split = ["allocate", "changchun/action-plan-2025", "高新技术企业数", "--observations", "figures.csv"];
    matches("wuwei allocate --json", None, &[json(&split, 0)]);
}

#[test]
fn traced_numbers_and_observations_are_documented() {
    let place = Place::new();
    let rows = place.wuwei(&["plan", "jilin/plan-2025", "--as-of", "2026-03-01", "--json"]).ends(0).json();
    let keys = rows.as_array().unwrap().iter().filter_map(|row| row["keys"]["latest"].as_str());
    let found: Vec<Value> = keys.map(|key| place.wuwei(&["trace", key, "--json"]).ends(0).json()).collect();
    matches("wuwei trace --json", None, &found);
    let table =
        "indicator,region,period,value,unit\n高新技术企业数,朝阳区,2023,200,户\n高新技术企业数,朝阳,2025,260,户\n";
    place.write("figures.csv", table);
    let found = [
        place.wuwei(&["observe", "check", "--json"]).ends(0).json(),
        place.wuwei(&["observe", "check", "figures.csv", "--json"]).ends(1).json(),
        place.wuwei(&["observe", "import", "figures.csv", "--good-rows-only", "--json"]).ends(0).json(),
    ];
    matches("wuwei observe check --json and wuwei observe import --json", None, &found);
}

#[test]
fn simulations_and_readiness_are_documented() {
    let place = Place::new();
    let header = |region: &str, reforms: &str| {
        format!(
            "# 修改\n\n```wuwei\ndocument example.draft {{\n  title \"修改稿\"\n  region {region}\n  in force from 2025-07-01\n  \
             basis assumed \"例子。\"\n  reforms {reforms}\n  payer not stated \"例子。\"\n}}\n"
        )
    };
    let award = "benefit 专精特新认定奖励 to 企业 {\n  when 专精特新认定年度 = this year\n  when 营业收入 in last year < 1000 万元\n  \
                 pays by 专精特新级别 { 国家级 : 60 万元   省级 : 30 万元   市级 : 5 万元   else : 0 元 }\n}\n\
                 benefit 企业研发投入补助 to 企业 {\n  when 研发费用 in last year > 研发费用 2 years ago\n  \
                 when 营业收入 in last year < 1000 万元\n  pays (研发费用 in last year - 研发费用 2 years ago) * 10%\n}\n";
    place.write("award.md", header("长春市", "changchun.policy-22") + award + "```\n");
    let status = "status 科技型中小企业 of 企业 { 科技型中小企业得分 >= 40 }\n";
    place.write("status.md", header("中国", "china.tech-sme") + status + "```\n");
    let asked = |file: &str, more: &[&str]| {
        let mut all = vec!["simulate", file, "--facts", city(), "--region", "220100", "--as-of", DAY, "--json"];
        all.extend(more);
        place.wuwei(&all).ends(0).json()
    };
    let budget = [
        "--budget",
        "专精特新认定奖励=60万元",
        "--draws",
        "40",
        "--priority",
        "科技型中小企业得分",
        "--growth",
        "*=1%..2%",
    ];
    let knob = ["--knob", "专精特新认定奖励.pays.2=1万元..60万元", "--risk", "50%"];
    let later = ["--as-of", "2026-12-31"];
    let mut all: Vec<&str> = [&budget[..], &knob].concat();
    let mut found = vec![asked("award.md", &all), asked("status.md", &[])];
    // A later year has facts that are carried on.
    all.extend(later);
    let mut carried = vec!["simulate", "award.md", "--facts", city(), "--region", "220100", "--json"];
    carried.extend(all);
    found.push(place.wuwei(&carried).ends(0).json());
    // Both sides of a budget or a threshold have the same fields.
    for example in &mut found {
        for threshold in example["kinds"][0]["thresholds"].as_array_mut().into_iter().flatten() {
            assert!(threshold.as_object_mut().unwrap().remove("before").is_some());
        }
        for budget in example["spending"]["budgets"].as_array_mut().into_iter().flatten() {
            budget.as_object_mut().unwrap().remove("before");
        }
    }
    matches("wuwei simulate --json", None, &found);
    let ready = ["readiness", "--facts", city(), "--region", "220100", "--as-of", DAY, "--json"];
    place.write("sources.csv", "source,fact,connected\nx,专精特新级别,no\n");
    let with: Vec<&str> = ready.into_iter().chain(["--sources", "sources.csv"]).collect();
    let found = [place.wuwei(&ready).ends(0).json(), place.wuwei(&with).ends(0).json()];
    matches("wuwei readiness --json", None, &found);
}

#[test]
fn the_columns_of_rows_are_documented() {
    let place = Place::with_five();
    let arguments = ["run", "--facts", "facts", "--region", "示例市", "--as-of", "2025-06-30", "--csv", "rows.csv"];
    place.mini(&arguments).ends(0);
    let text = place.read("rows.csv");
    let header = text.trim_start_matches('\u{feff}').lines().next().unwrap();
    let mut there: BTreeSet<String> = BTreeSet::new();
    for column in header.split(',') {
        let column = match column.split_once('.') {
            Some(("规模得分", end)) => format!("{{SCORE}}.{end}"),
            Some((_, end)) => format!("{{BENEFIT}}.{end}"),
            None if ["kind", "entity", "district"].contains(&column) => column.to_string(),
            None => "{STATUS}".to_string(),
        };
        there.insert(column);
    }
    assert_eq!(there, documented("json.md")["wuwei run --csv and --parquet"]);
}

#[test]
fn theorems_are_documented() {
    let place = Place::new();
    place.write("faulty.md", crate::prove::FAULTY);
    let found = |kinds: &[&str]| {
        let mut all = vec!["prove", "faulty.md", "--as-of", "2025-06-30", "--json"];
        kinds.iter().for_each(|kind| all.extend(["--kind", kind]));
        place.wuwei(&all).ends(0).json()
    };
    matches("wuwei prove --json", None, &[found(&[])]);
}
