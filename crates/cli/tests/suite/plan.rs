//! `wuwei plan`

use serde_json::Value;

use crate::tool::{Place, city};

const CITY: &str = "changchun/action-plan-2025";
const ON: &str = "2026-03-01";

fn rows(arguments: &[&str]) -> Vec<Value> {
    let mut all = vec!["plan"];
    all.extend(arguments);
    all.extend(["--as-of", ON, "--json"]);
    Place::new().wuwei(&all).ends(0).json().as_array().unwrap().clone()
}

fn row<'a>(rows: &'a [Value], indicator: &str) -> &'a Value {
    rows.iter().find(|row| row["indicator"] == indicator).unwrap()
}

/// What a mayor has to know of the three plans, as the program finds it.
#[test]
fn the_citys_target_for_technology_smes_is_reached_two_years_early() {
    let rows = rows(&[CITY]);
    let smes = row(&rows, "科技型中小企业数");
    assert_eq!(smes["verdict"], "achieved");
    assert_eq!((&smes["value"], &smes["by"], &smes["latest"]["value"]), (&6000.into(), &2027.into(), &7000.into()));
    assert_eq!(smes["ambition"], "unambitious");
    let conversions = row(&rows, "科技成果本地转化数");
    assert_eq!(conversions["verdict"], "off-track");
    assert_eq!((&conversions["gap"], &conversions["required_pace"]), (&2000.into(), &1000.into()));
    assert_eq!(conversions["achieved_pace"], 500);
    assert!(conversions["cause"].as_str().unwrap().contains("应完成33%"));
}

#[test]
fn rows_have_the_fields_of_the_contract_and_unknown_is_null() {
    let rows = rows(&[]);
    let contract = [
        "document",
        "region",
        "action",
        "indicator",
        "operator",
        "value",
        "unit",
        "by",
        "latest",
        "gap",
        "required_pace",
        "achieved_pace",
        "forecast",
        "verdict",
        "cause",
        "owners",
    ];
    for row in &rows {
        let fields: Vec<&String> = row.as_object().unwrap().keys().collect();
        assert_eq!(fields[..contract.len()], contract, "{row}");
    }
    let smes = row(&rows, "科技型中小企业数");
    assert_eq!(smes["latest"].as_object().unwrap().keys().take(3).collect::<Vec<_>>(), ["value", "period", "source"]);
    assert_eq!(smes["latest"]["place"], "library/observations/observations.csv:14");
    let forecast = &smes["forecast"];
    assert_eq!(forecast.as_object().unwrap().keys().collect::<Vec<_>>(), ["low", "high", "probability"]);
    assert!(forecast["low"].as_f64() < forecast["high"].as_f64());
    let unseen = row(&rows, "省级以上创新平台数");
    for field in ["latest", "gap", "required_pace", "achieved_pace", "forecast", "base", "reached", "ambition"] {
        assert!(unseen[field].is_null(), "{field} in {unseen}");
    }
    assert_eq!(unseen["verdict"], "no-data");
}

/// As of a day, only what was known by then counts.
#[test]
fn past_days_are_shown_as_they_were() {
    let place = Place::new();
    let on = |day: &str| {
        let json = place.wuwei(&["plan", CITY, "--as-of", day, "--json"]).ends(0).json();
        row(json.as_array().unwrap(), "科技型中小企业数").clone()
    };
    assert_eq!(on("2025-06-30")["latest"]["period"], "2024");
    assert_eq!(on("2025-06-30")["verdict"], "not-due");
    assert_eq!(on(ON)["latest"]["period"], "2025");
}

#[test]
fn the_list_speaks_both_languages_and_fits_a_hundred_columns() {
    let place = Place::new();
    let zh = place.wuwei(&["plan", CITY, "--as-of", ON]).ends(0);
    let zh = zh.prints("✓ 已完成 1，● 正常 1，■ 滞后 1").prints("期限都是2027年末").prints("科技成果转化链条贯通行动");
    let en = place.wuwei(&["plan", CITY, "--as-of", ON, "--lang", "en"]).ends(0);
    let en = en.prints("✓ achieved 1, ● on track 1, ■ off track 1").prints("It takes 1,000 items a year from here");
    for line in zh.out.lines().chain(en.out.lines()) {
        let width: usize = line.chars().map(|c| if c > '\u{2e80}' { 2 } else { 1 }).sum();
        assert!(width <= 104, "{width}: {line}");
    }
    place.wuwei(&["plan", "朝阳区", "--group", "unit"]).ends(0).prints("区科技局  目标 17 个");
    let colours = place.wuwei(&["plan", CITY, "--as-of", ON, "--color", "always"]).ends(0);
    colours.prints("\x1b[31m■ 滞后").prints("\x1b[34m✓ 已完成");
}

#[test]
fn lists_are_filtered() {
    let off = rows(&[CITY, "--verdict", "off-track", "--verdict", "achieved"]);
    assert_eq!(off.len(), 2);
    let bureau = rows(&["chaoyang/plan-2025", "--unit", "区财政局"]);
    assert!(!bureau.is_empty() && bureau.len() < 19);
    let owned = |row: &Value| row["owners"].as_array().unwrap().iter().any(|owner| owner["party"] == "区财政局");
    assert!(bureau.iter().all(owned));
    let english = rows(&["chaoyang/plan-2025", "--unit", "district finance bureau"]);
    assert_eq!(english.len(), bureau.len());
    assert!(rows(&["220104"]).iter().all(|row| row["document"] == "chaoyang.plan-2025"));
    let place = Place::new();
    place.wuwei(&["plan", CITY, "--as-of", ON, "--verdict", "at-risk"]).ends(0).prints("没有符合条件的目标");
}

#[test]
fn what_means_nothing_is_named() {
    let place = Place::new();
    place.wuwei(&["plan", "changchun.action-plan-2026"]).ends(2).complains("changchun.action-plan-2025？");
    place.wuwei(&["plan", "--unit", "科技局"]).ends(2).complains("市科技局");
    place.wuwei(&["plan", "--unit", "nobody", "--lang", "en"]).ends(2).complains("no responsible body");
    place.wuwei(&["plan", "--as-of", "昨天"]).ends(2).complains("昨天");
    place.wuwei(&["plan", "--verdict", "fine"]).ends(2).complains("on-track");
    place.wuwei(&["plan", "宽城区"]).ends(2).complains("宽城区没有写目标的文件");
    place.wuwei(&["plan", "--observations", "nowhere.csv"]).ends(2).complains("nowhere.csv");
}

#[test]
fn figures_of_ones_own_are_added_for_a_question() {
    let place = Place::new();
    let table = "indicator,region,period,value,unit,source\n高新技术企业数,朝阳区,2025,310,户,an example\n";
    place.write("own/figures.csv", table);
    place.write("own/others.csv", "name,phone\nsomebody,1\n");
    let arguments = ["plan", "chaoyang/plan-2025", "--as-of", ON, "--json", "--observations", "own"];
    let json = place.wuwei(&arguments).ends(0).json();
    let own = row(json.as_array().unwrap(), "高新技术企业数").clone();
    assert_eq!((&own["verdict"], &own["latest"]["place"]), (&"achieved".into(), &"own/figures.csv:2".into()));
    place.write("bad.csv", table.replace("310", "many"));
    let ran = place.wuwei(&["plan", "chaoyang/plan-2025", "--observations", "bad.csv"]).ends(1);
    ran.complains("bad.csv 第 2 行 “value”列").complains("many");
    place.write("odd.csv", format!("{table}高新技术企业数,朝阳区,2024,300,万户,an example\n"));
    let ran = place.wuwei(&["plan", "chaoyang/plan-2025", "--observations", "odd.csv"]).ends(0);
    ran.complains("odd.csv 有 1 行可疑").prints("高新技术企业数");
}

#[test]
fn tables_are_written_for_spreadsheet_programs() {
    let place = Place::new();
    let arguments = ["plan", CITY, "--as-of", ON, "--csv", "list.csv", "--xlsx", "list.xlsx"];
    let ran = place.wuwei(&arguments).ends(0).complains("list.csv").complains("list.xlsx");
    assert_eq!(ran.out, "");
    let text = place.read("list.csv");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|cell| cell == name).unwrap();
    let all: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(all.len(), 26);
    let smes = all.iter().find(|row| &row[at("指标")] == "科技型中小企业数").unwrap();
    assert_eq!((&smes[at("目标值")], &smes[at("最新值")], &smes[at("判定")]), ("6000", "7000", "已完成"));
    assert!(smes[at("编号")].contains("gap t-"));
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(place.path("list.xlsx")).unwrap();
    use calamine::Reader;
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    assert_eq!((sheet.height(), sheet.width()), (27, header.len()));
    let again = Place::new();
    again.wuwei(&arguments).ends(0);
    assert_eq!(again.bytes("list.xlsx"), place.bytes("list.xlsx"));
}

#[test]
fn what_facts_give_stands_beside_what_was_reported() {
    let place = Place::new();
    let arguments = ["plan", CITY, "--facts", city(), "--as-of", "2026-03-01"];
    let json = place.wuwei(&[&arguments[..], &["--json"]].concat()).ends(0).json();
    let row = |indicator: &str| {
        json.as_array().unwrap().iter().find(|row| row["indicator"] == indicator).unwrap()["counted"].clone()
    };
    // A made-up city of a few hundred enterprises has far fewer than the real one reported.
    let firms = row("科技型中小企业数");
    assert!(firms["high"].as_f64().unwrap() < 7000.0, "{firms}");
    assert_eq!(firms["differs"], true);
    assert_eq!(row("人才总量"), Value::Null, "no facts count it");
    place.wuwei(&arguments).ends(0).prints("上报与计算不一致");
    let without = place.wuwei(&["plan", CITY, "--as-of", "2026-03-01", "--json"]).ends(0).json();
    assert!(without.as_array().unwrap().iter().all(|row| row["counted"].is_null()));
    place.wuwei(&["plan", CITY, "--facts", "nowhere"]).ends(2);
}

#[test]
fn another_set_of_lights_judges() {
    let conversions = |more: &[&str]| {
        let list = rows(&[&[CITY][..], more].concat());
        let row = row(&list, "科技成果本地转化数");
        (row["verdict"].as_str().unwrap().to_string(), row["light"]["name"].as_str().unwrap().to_string())
    };
    assert_eq!(conversions(&[]), ("off-track".to_string(), "滞后".to_string()));
    assert_eq!(conversions(&["--lights", "宿迁三色"]), ("at-risk".to_string(), "黄单".to_string()));
    Place::new().wuwei(&["plan", CITY, "--lights", "没有的"]).ends(2).complains("宿迁三色");
}
