//! Where facts come from: remembered by `wuwei load`, told by `wuwei explain`.

use crate::tool::{A, B, Place};

fn staff(place: &Place, id: &str) -> String {
    let arguments = ["explain", id, "小企业", "--facts", "facts", "--as-of", "2025-06-30", "--all"];
    let out = place.mini(&arguments).ends(0).out;
    out.lines().filter(|line| line.contains("人数：") || line.contains("诚信：")).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_value_keeps_its_own_origin() {
    let place = Place::with_five();
    place.write("补报.csv", format!("统一社会信用代码,人数@2024\n{B},100\n{A},31\n"));
    place.mini(&["load", "补报.csv", "--into", "facts", "--learnt", "2025-05-05"]).ends(0);
    let said = staff(&place, A);
    assert!(said.contains("31 人  （补报.csv 第 3 行，2025-05-05 得知）"), "{said}");
    assert!(said.contains("诚信：是  （企业.csv 第 2 行，2025-03-01 得知）"), "{said}");
    let said = staff(&place, B);
    assert!(said.contains("100 人  （补报.csv 第 2 行，2025-05-05 得知）"), "{said}");
    // What is loaded anew has no past.
    place.mini(&["load", "补报.csv", "--into", "facts", "--learnt", "2025-06-06", "--replace"]).ends(0);
    let said = staff(&place, A);
    assert!(said.contains("（补报.csv 第 3 行，2025-06-06 得知）") && !said.contains("企业.csv"), "{said}");
}

#[test]
fn a_sheet_is_named() {
    let place = Place::with_five();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("企业").unwrap();
    sheet.write_row(1, 0, ["统一社会信用代码", "人数@2024"]).unwrap();
    sheet.write(2, 0, A).unwrap();
    sheet.write(2, 1, 77).unwrap();
    book.save(place.path("年报.xlsx")).unwrap();
    place.mini(&["load", "年报.xlsx", "--into", "facts", "--learnt", "2025-05-05"]).ends(0);
    let said = staff(&place, A);
    assert!(said.contains("77 人  （年报.xlsx“企业”表第 3 行，2025-05-05 得知）"), "{said}");
}

#[test]
fn folders_without_origins_still_answer() {
    let place = Place::with_five();
    std::fs::remove_file(place.path("facts/企业.origin.parquet")).unwrap();
    let said = staff(&place, A);
    assert!(said.contains("30 人  （来源没有记录）"), "{said}");
    // New values have an origin, those of before still have none.
    place.write("补报.csv", format!("统一社会信用代码,人数@2024\n{A},31\n"));
    place.mini(&["load", "补报.csv", "--into", "facts", "--learnt", "2025-05-05"]).ends(0);
    let said = staff(&place, A);
    assert!(said.contains("31 人  （补报.csv"), "{said}");
    assert!(said.contains("诚信：是  （来源没有记录）"), "{said}");
}

/// Origins beside a table that somebody else has written since would be those of other values.
#[test]
fn origins_of_another_table_are_not_believed() {
    let place = Place::with_five();
    let kept = place.bytes("facts/企业.origin.parquet");
    place.write("补报.csv", format!("统一社会信用代码,人数@2024,研发费用@2024(万元)\n{A},31,77\n{B},32,78\n"));
    place.mini(&["load", "补报.csv", "--into", "facts"]).ends(0);
    place.write("facts/企业.origin.parquet", kept);
    assert!(staff(&place, A).contains("来源没有记录"));
    place.write("facts/企业.origin.parquet", "damaged");
    assert!(staff(&place, A).contains("来源没有记录"));
}

#[test]
fn the_day_must_be_one() {
    let place = Place::with_five();
    place.mini(&["load", "企业.csv", "--into", "facts", "--learnt", "2025-02-30"]).ends(2).complains("2025-02-30");
}
