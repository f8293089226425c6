//! `wuwei template`

use calamine::{Data, Range, Reader, SheetVisible, Xlsx, open_workbook};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::tool::{A, B, Place};

fn sheet(place: &Place, file: &str, name: &str) -> Range<Data> {
    let mut book: Xlsx<_> = open_workbook(place.path(file)).unwrap();
    book.worksheet_range(name).unwrap()
}

fn titles(place: &Place, file: &str, name: &str) -> Vec<String> {
    sheet(place, file, name).rows().next().unwrap().iter().map(ToString::to_string).collect()
}

#[test]
fn titles_name_facts_years_and_units() {
    let place = Place::new();
    place.wuwei(&["template", "企业", "--out", "t.xlsx", "--years", "2023..2024"]).ends(0).prints("t.xlsx");
    let titles = titles(&place, "t.xlsx", "企业");
    let has = |title: &str| titles.iter().any(|known| known == title);
    assert_eq!(titles[..2], ["统一社会信用代码", "名称"]);
    assert!(has("研发费用@2023(万元)") && has("研发费用@2024(万元)") && !has("研发费用@2022(万元)"), "{titles:?}");
    assert!(has("职工总数@2024(人)") && has("一类知识产权(项)") && has("估值(万元)") && has("上市"), "{titles:?}");
    let mut once = titles.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), titles.len(), "a title stands twice");
}

#[test]
fn every_fact_is_defined_in_both_languages() {
    let place = Place::new();
    place.wuwei(&["template", "企业", "--out", "zh.xlsx"]).ends(0);
    place.wuwei(&["template", "企业", "--out", "en.xlsx", "--lang", "en"]).ends(0).prints("wrote en.xlsx");
    for (file, name) in [("zh.xlsx", "说明"), ("en.xlsx", "Definitions")] {
        let definitions = sheet(&place, file, name);
        let defined: Vec<String> = definitions.rows().skip(1).map(|row| row[0].to_string()).collect();
        let mut asked: Vec<String> = titles(&place, file, "企业")
            .iter()
            .map(|title| title.split(['@', '(']).next().unwrap().to_string())
            .collect();
        asked.dedup();
        assert_eq!(defined, asked);
        assert!(definitions.rows().all(|row| !row[6].to_string().is_empty()), "a fact has no meaning");
    }
    let row = |file: &str, name: &str| -> Vec<String> {
        let sheet = sheet(&place, file, name);
        let found = sheet.rows().find(|row| row[0] == "职工总数").unwrap();
        found.iter().map(ToString::to_string).collect()
    };
    assert_eq!(row("zh.xlsx", "说明")[1..4], ["Employees", "人", "每年"]);
    assert_eq!(row("en.xlsx", "Definitions")[1..4], ["Employees", "人", "each year"]);
}

/// Who reads 元 in the definitions fills 元 in under 万元.
#[test]
fn definitions_and_titles_agree_on_units() {
    let place = Place::new();
    place.wuwei(&["template", "企业", "--out", "t.xlsx", "--years", "2024"]).ends(0);
    let titles = titles(&place, "t.xlsx", "企业");
    let mut wrong = Vec::new();
    for (title, row) in titles.iter().zip(sheet(&place, "t.xlsx", "说明").rows().skip(1)) {
        let asked = title.split_once('(').map_or("", |(_, unit)| unit.trim_end_matches(')'));
        let defined = row[2].to_string();
        if defined != asked {
            wrong.push(format!("{title}: {}", row[2]));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn choices_stand_on_a_hidden_sheet_and_in_the_definitions() {
    let place = Place::new();
    place.wuwei(&["template", "企业", "--out", "t.xlsx"]).ends(0);
    let book: Xlsx<_> = open_workbook(place.path("t.xlsx")).unwrap();
    let sheets: Vec<(&str, SheetVisible)> =
        book.sheets_metadata().iter().map(|sheet| (sheet.name.as_str(), sheet.visible)).collect();
    let expected = [("企业", SheetVisible::Visible), ("说明", SheetVisible::Visible), ("选项", SheetVisible::Hidden)];
    assert_eq!(sheets, expected);
    let definitions = sheet(&place, "t.xlsx", "说明");
    let allowed = |name: &str| {
        let row = definitions.rows().find(|row| row[0] == name).unwrap();
        row[5].to_string()
    };
    assert_eq!(allowed("上市"), "是、否");
    assert_eq!(allowed("专精特新级别"), "市级、省级、国家级；没有就填“无”");
}

#[test]
fn a_filled_template_loads_back() {
    let place = Place::new();
    place.mini(&["template", "企业", "--out", "空表.xlsx", "--years", "2024"]).ends(0).prints("共 8 个事实");
    let titles = titles(&place, "空表.xlsx", "企业");
    let at = |title: &str| titles.iter().position(|known| known == title).unwrap() as u16;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("企业").unwrap();
    for (column, title) in titles.iter().enumerate() {
        sheet.write(0, column as u16, title).unwrap();
    }
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write(1, at("统一社会信用代码"), A).unwrap();
    sheet.write(1, at("名称"), "甲公司").unwrap();
    sheet.write(1, at("注册地"), "西区").unwrap();
    sheet.write_with_format(1, at("成立日期"), ExcelDateTime::from_ymd(2015, 1, 1).unwrap(), &day).unwrap();
    sheet.write(1, at("诚信"), "是").unwrap();
    sheet.write(1, at("级别"), "省级").unwrap();
    sheet.write(1, at("人数@2024(人)"), 30).unwrap();
    sheet.write(1, at("研发费用@2024(万元)"), 12.34).unwrap();
    sheet.write(2, at("统一社会信用代码"), B).unwrap();
    let about = book.add_worksheet();
    about.set_name("说明").unwrap();
    about.write(0, 0, "事实").unwrap();
    book.save(place.path("填好.xlsx")).unwrap();
    place.mini(&["load", "填好.xlsx", "--into", "facts"]).ends(0).prints("企业：共 2 行");
    let ran = place.mini(&["ask", A, "--facts", "facts", "--as-of", "2025-06-30", "--json"]).ends(0);
    assert_eq!(ran.json()["statuses"]["小企业"]["answer"], "yes");
    assert_eq!(ran.json()["benefits"]["高档奖励"]["high"], "12340.00");
}

#[test]
fn every_kind_has_a_template_that_loads_empty() {
    let place = Place::new();
    let kinds = place.wuwei(&["list", "entities", "--json"]).ends(0).json();
    for kind in kinds.as_array().unwrap() {
        let name = kind["name"].as_str().unwrap();
        let file = format!("{name}.xlsx");
        place.wuwei(&["template", name, "--out", &file]).ends(0);
        place.wuwei(&["load", &file, "--into", "facts"]).ends(0);
    }
}

#[test]
fn the_same_day_gives_the_same_workbook() {
    let place = Place::new();
    place.wuwei(&["template", "企业", "--out", "a.xlsx"]).ends(0);
    place.wuwei(&["template", "企业", "--out", "b.xlsx"]).ends(0);
    assert!(place.bytes("a.xlsx") == place.bytes("b.xlsx"));
}

#[test]
fn wrong_requests_write_nothing() {
    let place = Place::new();
    place.wuwei(&["template", "企叶", "--out", "t.xlsx"]).ends(2).complains("`企叶`").complains("企业");
    place.wuwei(&["template", "Firm", "--out", "t.xlsx", "--lang", "en"]).ends(2).complains("`Firm`");
    for years in ["2025..2020", "abc", "24", "2000..2100", ""] {
        place.wuwei(&["template", "企业", "--out", "t.xlsx", "--years", years]).ends(2).complains("2022..2025");
    }
    place.wuwei(&["template", "企业", "--out", "no/such/folder/t.xlsx"]).ends(2).complains("t.xlsx");
    assert_eq!(place.files(""), Vec::<String>::new());
}
